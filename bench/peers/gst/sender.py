"""GStreamer's webrtcbin as a WHEP server: one pipeline for each viewer, all given the same access units.

    sender.py PORT RECORDING     plays a recording (bench/webrtc/recording.py)
    sender.py PORT clock         encodes pictures with the time burnt in (x264enc, zerolatency), for one viewer
"""
import http.server
import struct
import sys
import threading
import time

import gi

gi.require_version("Gst", "1.0")
gi.require_version("GstSdp", "1.0")
gi.require_version("GstWebRTC", "1.0")
from gi.repository import GLib, Gst, GstSdp, GstWebRTC  # noqa: E402

RATE = 30
WIDTH, HEIGHT = 1280, 720
CELLS, STRIP = 40, 32
PAY = "rtph264pay aggregate-mode=zero-latency config-interval=-1 mtu=1184 ! application/x-rtp,media=video,encoding-name=H264,payload={pt} ! webrtcbin name=peer bundle-policy=max-bundle"
RECORDED = ("appsrc name=source is-live=true format=time do-timestamp=true max-buffers=64 leaky-type=downstream "
            "caps=video/x-h264,stream-format=byte-stream,alignment=au ! " + PAY)
ENCODED = (f"appsrc name=source is-live=true format=time do-timestamp=true caps=video/x-raw,format=I420,width={WIDTH},height={HEIGHT},framerate={RATE}/1 ! "
           f"x264enc tune=zerolatency speed-preset=superfast bitrate=2000 key-int-max=60 ! video/x-h264,profile=constrained-baseline ! " + PAY)


class Viewers:
    """The open pipelines; pushing never waits for one."""

    def __init__(self, pipeline):
        self._pipeline = pipeline
        self._lock = threading.Lock()
        self._open = {}

    def push(self, data):
        with self._lock:
            sources = [source for _, source in self._open.values()]
        for source in sources:
            source.emit("push-buffer", Gst.Buffer.new_wrapped(data))

    def answer(self, offer):
        payload = next((line.split()[0].split(":")[1] for line in offer.splitlines() if line.startswith("a=rtpmap:") and " H264/" in line), "102")
        pipeline = Gst.parse_launch(self._pipeline.format(pt=payload))
        peer = pipeline.get_by_name("peer")
        pipeline.set_state(Gst.State.PLAYING)
        _, message = GstSdp.SDPMessage.new_from_text(offer)
        _wait(peer, "set-remote-description", GstWebRTC.WebRTCSessionDescription.new(GstWebRTC.WebRTCSDPType.OFFER, message))
        made = _wait(peer, "create-answer", None)
        reply = made.get_reply()  # what it holds lives no longer than it
        answer = reply.get_value("answer")
        _wait(peer, "set-local-description", answer)
        until = time.monotonic() + 5
        while peer.get_property("ice-gathering-state") != GstWebRTC.WebRTCICEGatheringState.COMPLETE and time.monotonic() < until:
            time.sleep(0.005)
        with self._lock:
            self._open[str(id(pipeline))] = pipeline, pipeline.get_by_name("source")
        return str(id(pipeline)), peer.get_property("local-description").sdp.as_text()

    def close(self, name):
        with self._lock:
            pipeline, _ = self._open.pop(name, (None, None))
        if pipeline:
            pipeline.set_state(Gst.State.NULL)


def _wait(peer, signal, argument):
    promise = Gst.Promise.new()
    peer.emit(signal, argument, promise)
    promise.wait()
    return promise


class Whep(http.server.BaseHTTPRequestHandler):
    viewers = None

    def do_POST(self):
        offer = self.rfile.read(int(self.headers["Content-Length"])).decode()
        name, answer = self.viewers.answer(offer)
        body = answer.encode()
        self.send_response(201)
        self.send_header("Location", f"{self.path}/{name}")
        self.send_header("Content-Type", "application/sdp")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_DELETE(self):
        self.viewers.close(self.path.rsplit("/", 1)[1])
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_):
        pass


def recorded(path, push):
    data = open(path, "rb").read()
    units, at = [], 20
    while at < len(data):
        length = struct.unpack_from("<I", data, at + 12)[0]
        units.append(bytearray(data[at + 16:at + 16 + length]))
        at += 16 + length
    for index in _ticks():
        unit = units[index % len(units)]
        unit[-28:] = b"LKAU%08x%016x" % (index, time.monotonic_ns())
        push(bytes(unit))


def clock(push):
    size = WIDTH * HEIGHT
    chroma = bytes([128]) * (size // 2)
    bars = bytes(64 + (x // 64 & 1) * 64 for x in range(2 * WIDTH))
    for index in _ticks():
        shift = index * 4 % 128
        rows = bytearray(bars[shift:shift + WIDTH] * HEIGHT)
        rows[:STRIP * WIDTH] = strip(time.monotonic_ns()) * STRIP
        push(bytes(rows) + chroma)


def strip(now):
    """The row of src/Lookout.CameraServer/Sources/ClockStrip.cs."""
    value = now // 1000 & 0xFFFFFFFF
    bits = value << 8 | (value >> 24 ^ value >> 16 ^ value >> 8 ^ value) & 0xFF
    return b"".join((b"\xeb" if bits >> (CELLS - 1 - cell) & 1 else b"\x10") * (WIDTH // CELLS) for cell in range(CELLS))


def _ticks():
    start, index = time.monotonic(), 0
    while True:
        time.sleep(max(0.0, start + index / RATE - time.monotonic()))
        yield index
        index += 1


def main():
    Gst.init(None)
    threading.Thread(target=GLib.MainLoop().run, daemon=True).start()
    port, what = int(sys.argv[1]), sys.argv[2]
    Whep.viewers = Viewers(ENCODED if what == "clock" else RECORDED)
    server = http.server.ThreadingHTTPServer(("127.0.0.1", port), Whep)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    play = (lambda: clock(Whep.viewers.push)) if what == "clock" else (lambda: recorded(what, Whep.viewers.push))
    threading.Thread(target=play, daemon=True).start()
    print("ready", flush=True)
    sys.stdin.read()


if __name__ == "__main__":
    main()
