"""aiortc as a WHEP server: sender.py PORT. Pictures with the time burnt in, encoded for each viewer, H.264."""
import asyncio
import fractions
import http.server
import sys
import threading
import time

import av
import numpy
from aiortc import MediaStreamTrack, RTCPeerConnection, RTCRtpSender, RTCSessionDescription

RATE = 30
WIDTH, HEIGHT = 1280, 720
CELLS, STRIP = 40, 32
peers = {}


class Clock(MediaStreamTrack):
    kind = "video"

    def __init__(self):
        super().__init__()
        self._start, self._index = time.monotonic(), 0
        self._bars = numpy.array([64 + (x // 64 & 1) * 64 for x in range(2 * WIDTH)], numpy.uint8)

    async def recv(self):
        self._index += 1
        await asyncio.sleep(max(0.0, self._start + self._index / RATE - time.monotonic()))
        pixels = numpy.full((HEIGHT * 3 // 2, WIDTH), 128, numpy.uint8)
        shift = self._index * 4 % 128
        pixels[:HEIGHT] = self._bars[shift:shift + WIDTH]
        pixels[:STRIP] = strip(time.monotonic_ns())
        frame = av.VideoFrame.from_ndarray(pixels, "yuv420p")
        frame.pts, frame.time_base = self._index, fractions.Fraction(1, RATE)
        return frame


def strip(now):
    """The row of src/Lookout.CameraServer/Sources/ClockStrip.cs."""
    value = now // 1000 & 0xFFFFFFFF
    bits = value << 8 | (value >> 24 ^ value >> 16 ^ value >> 8 ^ value) & 0xFF
    return numpy.repeat(numpy.array([235 if bits >> (CELLS - 1 - cell) & 1 else 16 for cell in range(CELLS)], numpy.uint8), WIDTH // CELLS)


async def answer(offer):
    peer = RTCPeerConnection()
    await peer.setRemoteDescription(RTCSessionDescription(offer, "offer"))
    peer.addTrack(Clock())
    h264 = [codec for codec in RTCRtpSender.getCapabilities("video").codecs if codec.mimeType == "video/H264"]
    for transceiver in peer.getTransceivers():
        transceiver.setCodecPreferences(h264)
    await peer.setLocalDescription(await peer.createAnswer())
    peers[str(id(peer))] = peer
    return str(id(peer)), peer.localDescription.sdp


class Whep(http.server.BaseHTTPRequestHandler):
    loop = None

    def do_POST(self):
        offer = self.rfile.read(int(self.headers["Content-Length"])).decode()
        name, sdp = asyncio.run_coroutine_threadsafe(answer(offer), self.loop).result(10)
        body = sdp.encode()
        self.send_response(201)
        self.send_header("Location", f"{self.path}/{name}")
        self.send_header("Content-Type", "application/sdp")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_DELETE(self):
        peer = peers.pop(self.path.rsplit("/", 1)[1], None)
        if peer:
            asyncio.run_coroutine_threadsafe(peer.close(), self.loop).result(10)
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_):
        pass


async def main():
    Whep.loop = asyncio.get_running_loop()
    server = http.server.ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Whep)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    print("ready", flush=True)
    await Whep.loop.run_in_executor(None, sys.stdin.read)


asyncio.run(main())
