"""A WHIP endpoint (RFC 9725) made of aiortc, which shares no code with ours: it decodes what is published.

One JSON object a line on stdout: {"event": ..., ...}. POST /whip takes an offer; POST /moved is answered 307 to it; POST /busy
503 with Retry-After: 1 the first time. After half of --frames it asks for a key frame by PLI and then counts on. It ends when
its resource is deleted, or its stdin closes.
"""
import argparse
import asyncio
import http.server
import json
import sys
import threading

from aiortc import RTCPeerConnection, RTCSessionDescription

RESOURCE = "/whip/session/1"


def tell(event, **values):
    print(json.dumps({"event": event, **values}), flush=True)


class Endpoint:
    def __init__(self, options):
        self.options = options
        self.loop = asyncio.get_running_loop()
        self.ended = asyncio.Event()
        self.refused = False
        self.peer = None

    async def open(self, offer):
        self.peer = peer = RTCPeerConnection()

        @peer.on("track")
        def on_track(track):
            asyncio.ensure_future(self.decode(track))

        await peer.setRemoteDescription(RTCSessionDescription(offer, "offer"))
        await peer.setLocalDescription(await peer.createAnswer())
        return peer.localDescription.sdp

    async def decode(self, track):
        receiver = self.peer.getReceivers()[0]
        half = self.options.frames // 2
        seen, keys_after = set(), 0
        for count in range(1, self.options.frames + 1):
            frame = await asyncio.wait_for(track.recv(), 30)
            seen.add(hash(frame.to_ndarray(format="gray").tobytes()))
            if count == 1:
                tell("first", width=frame.width, height=frame.height)
            if count == half:
                # aiortc asks only when its decoder is lost; asking by hand is its private method.
                sources = receiver.getSynchronizationSources()
                await receiver._send_rtcp_pli(sources[0].source)
                tell("asked", ssrc=sources[0].source)
            if count > half and frame.key_frame:
                keys_after += 1
        tell("done", frames=self.options.frames, different=len(seen), keysAfterAsking=keys_after)

    async def close(self):
        if self.peer is not None:
            await self.peer.close()
        self.ended.set()


def handler(endpoint):
    class Handler(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def answer(self, status, body=b"", **headers):
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name.replace("_", "-"), value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def run(self, coroutine):
            return asyncio.run_coroutine_threadsafe(coroutine, endpoint.loop).result(20)

        def do_POST(self):
            offer = self.rfile.read(int(self.headers["Content-Length"])).decode()
            tell("post", path=self.path, type=self.headers["Content-Type"], authorization=self.headers["Authorization"])
            if self.path == "/moved":
                return self.answer(307, Location="/whip")
            if self.path == "/busy" and not endpoint.refused:
                endpoint.refused = True
                return self.answer(503, Retry_After="1")
            if endpoint.options.token and self.headers["Authorization"] != f"Bearer {endpoint.options.token}":
                return self.answer(401, WWW_Authenticate="Bearer")
            sdp = self.run(endpoint.open(offer))
            self.answer(201, sdp.encode(), Content_Type="application/sdp", Location=RESOURCE, ETag='"1"')

        def do_DELETE(self):
            known = self.path == RESOURCE
            tell("delete", path=self.path, authorization=self.headers["Authorization"])
            self.answer(200 if known else 404)
            if known:
                self.run(endpoint.close())

        def log_message(self, *_):
            pass

    return Handler


async def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--frames", type=int, default=120)
    parser.add_argument("--token", default="")
    endpoint = Endpoint(parser.parse_args())
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler(endpoint))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    tell("listening", port=server.server_address[1])

    def until_stdin_closes():
        sys.stdin.read()
        endpoint.loop.call_soon_threadsafe(endpoint.ended.set)

    threading.Thread(target=until_stdin_closes, daemon=True).start()
    await endpoint.ended.wait()
    server.shutdown()
    tell("ended")


asyncio.run(main())
