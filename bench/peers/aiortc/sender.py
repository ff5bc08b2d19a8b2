"""aiortc as a WHEP server: sender.py PORT. Pictures with the time burnt in, encoded for each viewer, H.264."""
import asyncio
import fractions
import sys
import time

import av
import numpy
from aiohttp import web
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


async def open_session(request):
    peer = RTCPeerConnection()
    await peer.setRemoteDescription(RTCSessionDescription(await request.text(), "offer"))
    peer.addTrack(Clock())
    for transceiver in peer.getTransceivers():
        h264 = [codec for codec in RTCRtpSender.getCapabilities("video").codecs if codec.mimeType == "video/H264"]
        transceiver.setCodecPreferences(h264)
    await peer.setLocalDescription(await peer.createAnswer())
    name = f"{id(peer)}"
    peers[name] = peer
    return web.Response(status=201, text=peer.localDescription.sdp, content_type="application/sdp", headers={"Location": f"{request.path}/{name}"})


async def close_session(request):
    peer = peers.pop(request.match_info["name"], None)
    if peer:
        await peer.close()
    return web.Response()


async def main():
    app = web.Application()
    app.router.add_post("/clock/whep", open_session)
    app.router.add_delete("/clock/whep/{name}", close_session)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", int(sys.argv[1])).start()
    print("ready", flush=True)
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)


asyncio.run(main())
