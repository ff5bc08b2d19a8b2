"""One VM: throw-away overlays over the cached disks, QEMU without KVM, a channel for commands, and its end by process id."""
import json
import shutil
import socket
import subprocess
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from channel import Channel


FORWARDED = ("tcp:{0}:8080-:8080", "tcp:{0}:8555-:8555", "udp:{0}:8555-:8555")


@dataclass(frozen=True)
class Parts:
    """What a VM is started from; made by parts.sh and never written to."""

    kernel: Path
    root: Path
    engine: Path
    shared: Path


def parts():
    script = Path(__file__).with_name("parts.sh")
    words = subprocess.run([script], check=True, stdout=subprocess.PIPE, text=True).stdout.split()
    return Parts(*map(Path, words))


class Machine:
    """Ports 8080 and 8555 of a reachable VM are those of an address here: run in a network namespace of your own (own-network.sh)."""

    def __init__(self, parts, keep=None, disks=None, state=None, memory=3000, reachable=True, address="127.0.0.1"):
        self.folder = Path(keep or tempfile.mkdtemp(prefix="lookout-vm-"))
        self._kept = keep is not None
        self._parts = parts
        self._memory = memory
        self._forwarding = "".join(f",hostfwd={way.format(address)}" for way in FORWARDED) if reachable else ""
        self._process = None
        self.channel = None
        self.holders_log = self.folder / "holders.log"
        self._boots = 0
        self._state = state
        self.folder.mkdir(exist_ok=True)
        for name, backing in (disks or {"root": parts.root, "engine": parts.engine}).items():
            kind = "qcow2" if backing.suffix == ".qcow2" else "raw"
            subprocess.run(["qemu-img", "create", "-q", "-f", "qcow2", "-F", kind, "-b", backing, self._disk(name)], check=True)

    def _disk(self, name):
        return self.folder / f"{name}.qcow2"

    @property
    def console(self):
        return self.folder / f"console-{self._boots}.log"

    def start(self):
        """Boots, or goes on from the saved state; returns when the channel answers."""
        self._boots += 1
        command = [
            "nice", "-n", "10", "qemu-system-x86_64", "-accel", "tcg,thread=multi", "-cpu", "max", "-smp", "2", "-m", str(self._memory),
            "-nodefaults", "-nographic", "-no-reboot", "-serial", f"file:{self.console}",
            "-kernel", self._parts.kernel / "vmlinuz", "-initrd", self._parts.kernel / "initrd.img",
            "-append", "console=ttyS0 quiet loglevel=4 mitigations=off audit=0 fsck.mode=skip systemd.show_status=0 "
            "module_blacklist=kvm_amd,kvm_intel,psmouse,pcspkr,floppy,i2c_piix4,ccp",
            "-drive", f"file={self._disk('root')},if=virtio,format=qcow2",
            "-drive", f"file={self._disk('engine')},if=virtio,format=qcow2",
            "-netdev", f"user,id=net,restrict=off{self._forwarding}",
            "-device", "virtio-net-pci,netdev=net,romfile=", "-device", "virtio-rng-pci", "-device", "virtio-serial-pci",
            "-chardev", f"socket,id=agent,path={self.folder}/agent.sock,server=on,wait=off",
            "-device", "virtserialport,chardev=agent,name=lab.agent",
            "-chardev", f"file,id=holders,path={self.holders_log},append=on",
            "-device", "virtserialport,chardev=holders,name=lab.holders",
            "-virtfs", f"local,path={self._parts.shared},mount_tag=shared,security_model=none,readonly=on",
            "-qmp", f"unix:{self.folder}/qmp.sock,server=on,wait=off",
        ]
        state, self._state = self._state, None
        if state:
            command += ["-incoming", f"exec:cat {state}"]
        with open(self.folder / "qemu.log", "ab") as log:
            self._process = subprocess.Popen([str(word) for word in command], stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        if state:
            self._go_on()
        self.channel = Channel(self._connect("agent.sock"))
        self.run("true", timeout=180)
        return self

    def _go_on(self):
        """What was saved had been stopped for it, and is read stopped."""
        with self._connect("qmp.sock") as connection, connection.makefile("rw") as qmp:
            monitor = Monitor(qmp)
            while monitor.do("query-status")["status"] == "inmigrate":
                time.sleep(0.1)
            monitor.do("cont")

    def _connect(self, name, seconds=30):
        path, deadline = str(self.folder / name), time.monotonic() + seconds
        while True:
            try:
                connection = socket.socket(socket.AF_UNIX)
                connection.connect(path)
                return connection
            except OSError:
                connection.close()
                if self._process.poll() is not None or time.monotonic() > deadline:
                    raise RuntimeError("QEMU did not start: " + (self.folder / "qemu.log").read_text()) from None
                time.sleep(0.05)

    def run(self, command, timeout=120, check=True):
        """Runs a shell command as root in the VM."""
        return self.channel.run(command, timeout, check)

    def wait(self, what, command, timeout=120, every=0.5):
        """Asks until the command succeeds; returns its answer."""
        deadline = time.monotonic() + timeout
        while (answer := self.run(command, check=False)).code != 0:
            if time.monotonic() > deadline:
                raise TimeoutError(f"{what}: not within {timeout} s; last answer: {answer}")
            time.sleep(every)
        return answer

    def cut_power(self):
        """kill -9: what the guest had not yet written, or written and not flushed through QEMU, is gone."""
        if self._process:
            self._process.kill()
            self._process.wait()
        if self.channel:
            self.channel.close()
        self._process = self.channel = None

    def save(self, state):
        """Writes memory and devices to a file and ends the VM; the overlays are from now on read only, as backing files."""
        with self._connect("qmp.sock") as connection, connection.makefile("rw") as qmp:
            monitor = Monitor(qmp)
            monitor.do("stop")
            monitor.do("migrate", uri=f"exec:cat > {state}")
            while (status := monitor.do("query-migrate")["status"]) not in ("completed", "failed"):
                time.sleep(0.1)
            if status == "failed":
                raise RuntimeError("QEMU could not save its state")
            monitor.do("quit")
        self._process.wait()
        self.cut_power()
        return {name: self._disk(name) for name in ("root", "engine")}

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.cut_power()
        if not self._kept:
            shutil.rmtree(self.folder, ignore_errors=True)


class Monitor:
    """As much of QEMU's monitor protocol as saving needs."""

    def __init__(self, stream):
        self._stream = stream
        self._read()
        self.do("qmp_capabilities")

    def do(self, command, **arguments):
        json.dump({"execute": command, "arguments": arguments}, self._stream)
        self._stream.flush()
        while "return" not in (answer := self._read()):
            if "error" in answer:
                raise RuntimeError(f"{command}: {answer['error']['desc']}")
        return answer["return"]

    def _read(self):
        return json.loads(self._stream.readline())
