"""Row 4: from the raw frame, which holds its time as a strip of cells, to the decoded one; libavcodec decodes what Pion received."""
import json
import os
import socket
import subprocess
import threading
import time
import urllib.request

import rounds
from audience import Audience, Refused
from processes import LOAD_CORE, SERVER_CORE, Daemon, Process, free_port
from report import Figure

ROW = "4 frame to frame (libavcodec receives)"
WARM = 2


def measure(setting, plan, report, say):
    medians = {}
    for make in (Product, Gst, Aiortc):
        server = None
        try:
            server = make(setting)
            latencies, unreadable = _watch(setting, server, plan.frames)
            _tell(report, server, latencies, unreadable, medians)
            say(f"  {server.name} done")
        except (Refused, RuntimeError, OSError) as failed:
            report.gap(ROW, f"{make.name}: {failed}")
        finally:
            if server:
                server.stop()
    if Product.name in medians and Aiortc.name in medians:
        report.add(Figure(ROW, "aiortc / Lookout, p50", medians[Aiortc.name] / medians[Product.name], "x", at_least=2))


def _tell(report, server, latencies, unreadable, medians):
    if not latencies:
        report.gap(ROW, f"{server.name}: no strip could be read in {unreadable} frames")
        return
    p50, p95 = rounds.percentile(latencies, 0.5), rounds.percentile(latencies, 0.95)
    medians[server.name] = p50
    ours = isinstance(server, Product)
    report.add(Figure(ROW, f"{server.name}, p50", p50, "ms", at_most=20 if ours else None, note=f"{len(latencies)} frames, {unreadable} unreadable"),
               Figure(ROW, f"{server.name}, p95 - p50", p95 - p50, "ms", at_most=15 if ours else None))


def _watch(setting, server, seconds):
    readable, written = os.pipe()
    # Descriptor 3 is the viewers' by agreement.
    with Audience(setting, server, server.profile, ["-decode"], via=["bash", "-c", f'exec 3>&{written} {written}>&-; exec "$@"', "bash"], pass_fds=(written,)) as audience:
        os.close(written)
        decoder = subprocess.Popen(["taskset", "-c", str(LOAD_CORE), "/usr/bin/python3", setting.root / "bench/webrtc/decode.py"], stdin=readable, stdout=subprocess.PIPE, text=True)
        os.close(readable)
        lines = []
        reader = threading.Thread(target=lambda: lines.extend(decoder.stdout))
        reader.start()
        audience.join(1)
        time.sleep(WARM)
        skip = len(lines)
        time.sleep(seconds)
        taken = lines[skip:]
        audience.close()
    decoder.wait(10)
    reader.join()
    values = [float(line) for line in taken]
    return [v for v in values if v >= 0], sum(v < 0 for v in values)


class Product:
    """`lookout run` with test://clock: capture, encoder, link and service. Both cores: encoder and sender are two processes."""
    name = "Lookout"
    profile = "gcm"

    def __init__(self, setting):
        self.http = free_port(socket.SOCK_STREAM)
        directory = setting.directory()
        config = directory / "lookout.yml"
        config.write_text(f'http: {{ listen: "127.0.0.1:{self.http}" }}\nwebrtc: {{ listen: ":{free_port(socket.SOCK_DGRAM)}" }}\n'
                          'cameras: { clock: { source: "test://clock?width=1280&height=720&fps=30", detect: { faces: false, people: false } } }\n')
        environment = {"LOOKOUT_RUN_DIR": str(directory), "LOOKOUT_DATA_DIR": str(directory)}
        self._process = Daemon(f"{SERVER_CORE},{LOAD_CORE}", [setting.lookout, "run", "--config", config], setting.log("product"), environment)
        self._await_camera()

    def way(self):
        return ["-whep", f"http://127.0.0.1:{self.http}/clock/whep"]

    def stop(self):
        self._process.stop()

    def _await_camera(self):
        until = time.monotonic() + 20
        while time.monotonic() < until:
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{self.http}/healthz") as answer:
                    json.load(answer)
                    return
            except (OSError, ValueError):
                time.sleep(0.1)
        raise RuntimeError("lookout run did not become healthy")


class _Script:
    def __init__(self, setting, script, *arguments):
        self.http = free_port(socket.SOCK_STREAM)
        self._process = Process(f"{SERVER_CORE},{LOAD_CORE}", ["/usr/bin/python3", setting.root / script, self.http, *arguments], setting.log(self.name))
        self._process.wait_for(lambda line: line == "ready", 15)

    def way(self):
        return ["-whep", f"http://127.0.0.1:{self.http}/clock/whep"]

    def stop(self):
        self._process.stop()


class Gst(_Script):
    """x264enc tune=zerolatency ! webrtcbin, which knows no GCM."""
    name = "webrtcbin"
    profile = "ctr"

    def __init__(self, setting):
        super().__init__(setting, "bench/peers/gst/sender.py", "clock")

    def way(self):
        return [*super().way(), "-loopback=false"]


class Aiortc(_Script):
    """aiortc's own encoder, a baseline."""
    name = "aiortc"
    profile = "ctr"

    def __init__(self, setting):
        super().__init__(setting, "bench/peers/aiortc/sender.py")
