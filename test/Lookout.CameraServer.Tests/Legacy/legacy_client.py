"""An independent client of the old protocol, with nothing but Python's own library: legacy_client.py SOCKET [face]

Waits until the server is there and has a picture, asks for everything there is, and prints what it was told as one JSON object.
"""
import json
import socket
import struct
import sys
import time

PATIENCE_S = 30
FRAMES = 10


class Client:
    def __init__(self, path):
        self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.socket.settimeout(5)
        self.socket.connect(path)

    def exact(self, count):
        chunks = []
        while count > 0:
            chunk = self.socket.recv(min(count, 1 << 20))
            if not chunk:
                raise EOFError("the server has closed")
            chunks.append(chunk)
            count -= len(chunk)
        return b"".join(chunks)

    def block(self):
        return self.exact(struct.unpack(">I", self.exact(4))[0])

    def ask(self, cmd, pixels=b"", **fields):
        request = json.dumps({"cmd": cmd, **fields}).encode("utf-8")
        self.socket.sendall(struct.pack(">I", len(request)) + request + pixels)
        return json.loads(self.block().decode("utf-8"))

    def frame(self):
        """The description and the pixels, which only come when there is no error."""
        about = self.ask("get_frame")
        return about, b"" if "error" in about else self.block()


def patiently(attempt):
    deadline = time.monotonic() + PATIENCE_S
    while True:
        result = attempt()
        if result is not None or time.monotonic() > deadline:
            return result
        time.sleep(0.05)


def connect(path):
    try:
        return Client(path)
    except OSError:
        return None


def picture(client):
    about, pixels = client.frame()
    return None if "error" in about else (about, pixels)


def strip_us(pixels, width):
    """The capture time that test://clock burns into its picture: 32 bits of microseconds, 40 cells in all."""
    bits, cell = 0, width // 40
    for i in range(32):
        green = pixels[(16 * width + i * cell + cell // 2) * 3 + 1]
        bits = bits << 1 | (green > 127)
    return bits


def main(path, face):
    client = patiently(lambda: connect(path))
    told = {"ping": client.ask("ping"), "unknown": client.ask("dance"), "frames": []}
    patiently(lambda: picture(client))
    about, pixels = None, b""
    for _ in range(FRAMES):
        about, pixels = client.frame()
        told["frames"].append(dict(about, length=len(pixels), strip_us=strip_us(pixels, about["width"])))
    told["stats"] = client.ask("stats")
    told["bad_size"] = client.ask("process_image", b"\0" * 4000, width=4000, height=1, channels=1)
    told["aligned"] = client.ask("process_aligned_face", b"\0" * 37632)
    if face:
        about, pixels = patiently(lambda: (lambda p: p if p and p[0]["faces"] else None)(picture(client)))
        told["seen"] = about
        told["image"] = client.ask("process_image", pixels, width=about["width"], height=about["height"], channels=3)
    told["last"] = client.ask("ping")
    print(json.dumps(told))


main(sys.argv[1], sys.argv[2:] == ["face"])
