"""Watches a Lookout camera over WHEP with aiortc, a WebRTC stack that shares no code with ours.

One JSON object a line on stdout: {"event": ..., ...}. Runs until --frames are decoded, or with --hold until stdin closes.
--hold receives and decrypts but does not decode: a light viewer for measuring what a viewer costs the sender. A line on its
stdin asks how many frames came so far.
"""
import argparse
import asyncio
import json
import sys
import time
import urllib.request

import aiortc.rtcrtpreceiver
from aiortc import RTCPeerConnection, RTCSessionDescription
from aiortc.mediastreams import MediaStreamError
from OpenSSL._util import ffi, lib


def tell(event, **values):
    print(json.dumps({"event": event, **values}), flush=True)


def post(url, sdp):
    request = urllib.request.Request(url, sdp.encode(), {"Content-Type": "application/sdp"})
    with urllib.request.urlopen(request, timeout=10) as answer:
        return answer.status, answer.headers["Location"], answer.read().decode()


class NoDecoder:
    frames = 0

    def decode(self, encoded_frame):
        self.frames += 1
        return []


async def join(url):
    peer = RTCPeerConnection()
    peer.addTransceiver("video", direction="recvonly")
    await peer.setLocalDescription(await peer.createOffer())
    started = time.monotonic()
    status, location, sdp = await asyncio.to_thread(post, url, peer.localDescription.sdp)
    tell("answer", status=status, location=location, ms=(time.monotonic() - started) * 1000)
    await peer.setRemoteDescription(RTCSessionDescription(sdp, "answer"))
    return peer


def srtp_profile(peer):
    """The profile OpenSSL says the DTLS handshake chose (RFC 5764 section 4.1.2); pyOpenSSL does not wrap this call."""
    connection = peer.getTransceivers()[0].receiver.transport.ssl
    return ffi.string(lib.SSL_get_selected_srtp_profile(connection._ssl).name).decode()


async def ask_for_key_frame(peer):
    """By a PLI; aiortc sends them by itself only after loss."""
    receiver = peer.getReceivers()[0]
    for source in receiver.getSynchronizationSources():
        await receiver._send_rtcp_pli(source.source)


async def decode(peer, frames):
    track = peer.getReceivers()[0].track
    seen = set()
    key_frames = before_request = 0
    for count in range(1, frames + 1):
        frame = await asyncio.wait_for(track.recv(), 15)
        key_frames += frame.key_frame
        if count == frames // 2:
            before_request = key_frames
            await ask_for_key_frame(peer)
        luma = frame.to_ndarray(format="gray")
        seen.add(hash(luma.tobytes()))
        if count == 1:
            tell("first", width=frame.width, height=frame.height, profile=srtp_profile(peer))
    tell("done", frames=frames, different=len(seen), width=frame.width, height=frame.height,
         keyFrames=key_frames, keyFramesBeforeRequest=before_request)


async def hold(peers, decoders):
    async def connected(peer):
        while peer.connectionState != "connected":
            if peer.connectionState in ("failed", "closed"):
                raise MediaStreamError(peer.connectionState)
            await asyncio.sleep(0.02)

    await asyncio.wait_for(asyncio.gather(*map(connected, peers)), 30)
    tell("holding", viewers=len(peers))
    while await asyncio.to_thread(sys.stdin.readline):
        tell("frames", frames=sum(decoder.frames for decoder in decoders))
    packets = 0
    for peer in peers:
        for report in (await peer.getReceivers()[0].getStats()).values():
            packets += getattr(report, "packetsReceived", 0)
    tell("held", packets=packets)


async def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("url")
    parser.add_argument("--frames", type=int, default=60)
    parser.add_argument("--hold", type=int, default=0, metavar="VIEWERS")
    options = parser.parse_args()
    decoders = []

    def count_only(codec):
        decoders.append(NoDecoder())
        return decoders[-1]

    if options.hold:
        aiortc.rtcrtpreceiver.get_decoder = count_only
    peers = []
    try:
        for _ in range(options.hold or 1):
            peers.append(await join(options.url))
        if options.hold:
            await hold(peers, decoders)
        else:
            await decode(peers[0], options.frames)
    finally:
        await asyncio.gather(*(peer.close() for peer in peers))


asyncio.run(main())
