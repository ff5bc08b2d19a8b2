"""The servers that are compared. Each plays a recording; `pid` is the process whose CPU and memory count."""
import dataclasses
import pathlib
import socket
import time
import urllib.request

from processes import LOAD_CORE, SERVER_CORE, Daemon, Process, free_port


@dataclasses.dataclass
class Setting:
    """Where things are."""
    root: pathlib.Path       # of the repository
    work: pathlib.Path       # for this run
    lookout: pathlib.Path    # the published executable
    host: list               # command of Lookout.Bench.WebRtc
    bin: pathlib.Path        # the peers, built
    recordings: pathlib.Path # made once
    runs: int = 0

    def log(self, name):
        return self.work / f"{name}.log"

    def directory(self):
        self.runs += 1
        path = self.work / f"run-{self.runs}"
        path.mkdir(mode=0o700)
        return path


class Server:
    name = ""
    media_port = 0

    def way(self):
        """Arguments with which viewers come here."""
        return ["-whep", f"http://127.0.0.1:{self.http}/bench/whep"]

    def key_frames(self, since):
        """Key frames since a moment of CLOCK_MONOTONIC (s): how many, and how many of them because somebody asked."""
        found = [line.split() for line in list(self.player.lines) if line.startswith("key 0 ")]
        found = [kind for _, _, at, kind in found if int(at) >= since * 1e9]
        return len(found), found.count("asked")


class Lookout(Server):
    """The published camera-service; Lookout.Bench.WebRtc stands where camera-server does and is not counted."""
    name = "Lookout"

    def __init__(self, setting, recordings):
        self.http, self.media_port = free_port(socket.SOCK_STREAM), free_port(socket.SOCK_DGRAM)
        files = [file for pair in recordings for file in pair]
        self.player = Process(LOAD_CORE, [*setting.host, setting.lookout, SERVER_CORE, self.http, self.media_port, setting.directory(), *files],
                              setting.log("lookout"), env={"DOTNET_TieredPGO": "0"})
        self.pid = int(self.player.wait_for(lambda line: line.startswith("service "), 15).split()[1])
        self.player.wait_for(lambda line: line == "ready", 15)
        self.pids = [self.pid, self.player.pid]

    def metrics(self):
        """Samples of /metrics by name with labels."""
        with urllib.request.urlopen(f"http://127.0.0.1:{self.http}/metrics") as answer:
            lines = answer.read().decode().splitlines()
        return {name: float(value) for name, value in (line.rsplit(" ", 1) for line in lines if not line.startswith("#"))}

    def stop(self):
        self.player.stop()


class Pion(Server):
    """A Go server that packetizes once and shares the track, on one core."""
    WAITS = "Pion"

    def __init__(self, setting, recordings, profile="gcm", pli=False, mux=False, estimates=False):
        self.name = "Pion with PLI" if pli else "Pion that estimates too" if estimates else self.WAITS
        self.http = free_port(socket.SOCK_STREAM)
        self.media_port = free_port(socket.SOCK_DGRAM) if mux else 0
        play, keys = recordings[0]
        command = [setting.bin / "pion-server", "-listen", f"127.0.0.1:{self.http}", "-recording", play, "-keyframes", keys, "-profile", profile,
                   f"-pli={str(pli).lower()}", "-mux", self.media_port, f"-estimate={str(estimates).lower()}"]
        self.player = Process(SERVER_CORE, command, setting.log("pion-server"), env={"GOMAXPROCS": "1"})
        self.pid = self.player.pid
        self.pids = [self.pid]
        self.player.wait_for(lambda line: line == "ready", 10)

    def stop(self):
        self.player.stop()


JANUS_PLUGINS = ["audiobridge", "duktape", "echotest", "lua", "nosip", "recordplay", "sip", "textroom", "videocall", "videoroom", "voicemail"]
JANUS_TRANSPORTS = ["mqtt", "nanomsg", "pfunix", "rabbitmq", "websockets"]


class Janus(Server):
    """The streaming plugin of Debian's Janus with helper threads, fed by RTP from 127.0.0.1."""
    name = "Janus"
    THREADS = 2

    def __init__(self, setting, recordings):
        self.http, rtp = free_port(socket.SOCK_STREAM), free_port(socket.SOCK_DGRAM)
        directory = setting.directory()
        (directory / "janus.jcfg").write_text(f"""
general: {{ debug_level = 2  session_timeout = 120 }}
media: {{ ipv6 = false  dtls_mtu = 1200 }}
plugins: {{ disable = "{','.join(f'libjanus_{name}.so' for name in JANUS_PLUGINS)}" }}
transports: {{ disable = "{','.join(f'libjanus_{name}.so' for name in JANUS_TRANSPORTS)}" }}
events: {{ broadcast = false }}
""")
        (directory / "janus.transport.http.jcfg").write_text(f'general: {{ http = true  ip = "127.0.0.1"  port = {self.http}  json = "compact" }}\n')
        (directory / "janus.plugin.streaming.jcfg").write_text(f"""
bench: {{
  type = "rtp"  id = 1  audio = false  video = true  threads = {self.THREADS}
  videoport = {rtp}  videoiface = "127.0.0.1"  videopt = 102  videocodec = "h264"
  videofmtp = "profile-level-id=42e01f;packetization-mode=1"
}}
""")
        self._janus = Daemon(SERVER_CORE, ["janus", "-F", directory], setting.log("janus"))
        self.pid = self._janus.pid
        self.player = Process(LOAD_CORE, [setting.bin / "pion-player", "-recording", recordings[0][0], "-to", f"127.0.0.1:{rtp}"], setting.log("player"))
        self.pids = [self.pid, self.player.pid]
        _await(f"http://127.0.0.1:{self.http}/janus/info", 10)

    def way(self):
        return ["-janus", f"http://127.0.0.1:{self.http}/janus", "-loopback=false"]

    def stop(self):
        self.player.stop()
        self._janus.stop()


class Gst(Server):
    """GStreamer's webrtcbin, one for each viewer, behind a little WHEP. Debian's knows no GCM."""
    name = "webrtcbin"

    def __init__(self, setting, recordings):
        self.http = free_port(socket.SOCK_STREAM)
        self.player = Process(SERVER_CORE, ["/usr/bin/python3", setting.root / "bench/peers/gst/sender.py", self.http, recordings[0][0]], setting.log("gst"))
        self.pid = self.player.pid
        self.pids = [self.pid]
        self.player.wait_for(lambda line: line == "ready", 15)

    def way(self):
        return [*super().way(), "-loopback=false"]

    def stop(self):
        self.player.stop()


def _await(url, seconds):
    until = time.monotonic() + seconds
    while True:
        try:
            with urllib.request.urlopen(url):
                return
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.05)
