"""Receives video by WHEP's offer and answer over stdin and stdout, and says what it decoded.

Lines out: the offer as JSON, then {"frames": n, "width": w, "height": h}. Lines in: the answer as JSON.
"""

import asyncio
import json
import sys

from aiortc import RTCPeerConnection, RTCSessionDescription

FRAMES = int(sys.argv[1])


async def main():
    peer = RTCPeerConnection()
    peer.addTransceiver("video", direction="recvonly")
    track = asyncio.get_running_loop().create_future()
    peer.on("track", lambda t: track.set_result(t))
    await peer.setLocalDescription(await peer.createOffer())
    print(json.dumps({"sdp": peer.localDescription.sdp}), flush=True)
    line = await asyncio.get_running_loop().run_in_executor(None, sys.stdin.readline)
    await peer.setRemoteDescription(RTCSessionDescription(sdp=json.loads(line)["sdp"], type="answer"))
    video = await track
    for _ in range(FRAMES):
        frame = await video.recv()
    print(json.dumps({"frames": FRAMES, "width": frame.width, "height": frame.height}), flush=True)
    await peer.close()


asyncio.run(asyncio.wait_for(main(), 40))
