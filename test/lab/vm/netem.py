"""The product in a VM behind a slow, jittery, lossy network (netem), watched from outside by a real Chromium for five minutes.

    own-network.sh python3 netem.py
"""
import base64
import os
import subprocess
import tempfile
from pathlib import Path

import machine
from run import Run

# What leaves the VM, the video: 50 ms on the way, reordered by the jitter, one packet in fifty lost in bursts.
NETEM = "delay 50ms 10ms distribution normal loss gemodel 1% 30%"
# Where the VM is reached. A browser on a machine that has nothing but a loopback finds no network to send from.
ADDRESS = "192.0.2.1"
CONFIG = f"""
http:   {{ listen: ":8080" }}
webrtc: {{ listen: ":8555", hosts: ["{ADDRESS}"] }}
cameras:
  street: {{ source: "file:///run/street.mp4", detect: {{ faces: false, people: false }} }}
"""
# An emulated processor also has to encrypt it: small, but with key frames of many packets.
CLIP = ["-f", "lavfi", "-i", "testsrc2=size=640x360:rate=25:duration=20", "-c:v", "libx264", "-profile:v", "baseline", "-b:v", "600k",
        "-maxrate", "600k", "-bufsize", "300k", "-g", "50", "-pix_fmt", "yuv420p", "-movflags", "+faststart"]
PIECE = 60_000
ROOT = Path(__file__).resolve().parents[3]


class Netem:
    def __init__(self, vm):
        self.vm = vm

    def send_clip(self):
        with tempfile.TemporaryDirectory() as folder:
            clip = Path(folder) / "street.mp4"
            subprocess.run(["ffmpeg", "-v", "error", *CLIP, clip], check=True)
            text = base64.b64encode(clip.read_bytes()).decode()
        for start in range(0, len(text), PIECE):
            self.vm.run(f"cat >> /run/street.b64 <<'PIECE'\n{text[start:start + PIECE]}\nPIECE")
        self.vm.run("base64 -d /run/street.b64 > /run/street.mp4")
        return f"{len(text) * 3 // 4} bytes"

    def start_product(self):
        self.vm.run("mkdir -p /run/lookout-shared /run/lookout-run /run/lookout-data && mount -t 9p -o trans=virtio,version=9p2000.L,ro shared /run/lookout-shared")
        self.vm.run(f"cat > /run/lookout.yml <<'YAML'\n{CONFIG}\nYAML")
        self.vm.run("systemd-run --unit lookout -E LOOKOUT_RUN_DIR=/run/lookout-run -E LOOKOUT_DATA_DIR=/run/lookout-data "
                    "/run/lookout-shared/lookout run --config /run/lookout.yml")
        self.vm.wait("the camera has a picture", "python3 -c \"import urllib.request as r; r.urlopen('http://127.0.0.1:8080/readyz')\"", 240)

    def make_network_bad(self):
        interface = self.vm.run("ip -o -4 route show to default | awk '{ print $5; exit }'").out.strip()
        self.vm.run(f"modprobe sch_netem && tc qdisc replace dev {interface} root netem {NETEM}")
        return self.vm.run(f"tc qdisc show dev {interface}").out.strip()

    def watch(self):
        environment = {**os.environ, "LOOKOUT_REMOTE": f"http://{ADDRESS}:8080", "ORT_DISABLE_TELEMETRY": "1"}
        done = subprocess.run(["dotnet", "test", "--project", "test/lab/Lookout.Network.Tests", "-c", "Release", "--no-build", "--no-progress", "--", "--filter-class", "*DelayTests"],
                              cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=900)
        assert done.returncode == 0, done.stdout
        return (ROOT / "out/lab/network-figures.txt").read_text().splitlines()[-1]

    def packets(self):
        return self.vm.run("tc -s qdisc show | grep -A2 netem").out.strip()


def make_network():
    for command in ("link add lan0 type veth peer name lan1", f"address add {ADDRESS}/24 dev lan0", "link set lan0 up", "link set lan1 up", "route add default dev lan0"):
        subprocess.run(["ip", *command.split()], check=True)


def main():
    run = Run()
    parts = machine.parts()
    make_network()
    with machine.Machine(parts, address=ADDRESS) as vm:
        run.check("the VM boots", lambda: vm.start() and None)
        it = Netem(vm)
        if run.check("a clip is in it", it.send_clip) and run.check("the product runs in it and has a picture", it.start_product) \
                and run.check("its network is bad", it.make_network_bad) and run.check("Chromium outside freezes at most once in five minutes", it.watch):
            run.check("netem did what it was asked", it.packets)
        if run.failed:
            print(vm.run("python3 -c \"import urllib.request as r; print(r.urlopen('http://127.0.0.1:8080/metrics').read().decode())\" | grep -E '^lookout_(webrtc|camera)_' | grep -v ' 0$'", check=False).out)
            print(vm.run("journalctl -u lookout --no-pager | tail -80", check=False).out)
    run.end()


main()
