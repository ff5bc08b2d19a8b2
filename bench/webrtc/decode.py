"""Decodes what pion-clients -decode writes and prints, for each frame, milliseconds from the time in its strip to now; -1: not readable."""
import struct
import sys
import time

import av
import numpy

CELLS, ROW = 40, 16
codec = av.CodecContext.create("h264", "r")
codec.thread_count = 1
# No frame is kept back: the stream has none to reorder.
codec.options = {"flags": "low_delay"}


def captured(frame):
    """The strip of src/Lookout.CameraServer/Sources/ClockStrip.cs; microseconds, low 32 bits."""
    plane = frame.planes[0]
    row = numpy.frombuffer(plane, numpy.uint8, frame.width, ROW * plane.line_size)
    cell = frame.width // CELLS
    bits = 0
    for index in range(CELLS):
        bits = bits << 1 | int(row[index * cell + cell // 2] > 125)
    value = bits >> 8
    return value if (value >> 24 ^ value >> 16 ^ value >> 8 ^ value) & 0xFF == bits & 0xFF else None


while len(head := sys.stdin.buffer.read(12)) == 12:
    length, _ = struct.unpack("<Iq", head)
    for frame in codec.decode(av.Packet(sys.stdin.buffer.read(length))):
        now = time.monotonic_ns() // 1000
        then = captured(frame)
        print(-1 if then is None else ((now - then) & 0xFFFFFFFF) / 1000, flush=True)
