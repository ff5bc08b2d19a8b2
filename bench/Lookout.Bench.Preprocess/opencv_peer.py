"""OpenCV's side of the preprocessing benchmark.

Reads "NAME REPEATS" lines and answers with microseconds a frame; "tensor NAME FILE" writes the tensor of the first frame.
One thread, and every buffer that OpenCV and NumPy let a caller keep is kept.
"""
import sys
import time

import cv2
import numpy as np

path, width, height = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
SIDE = 256
cv2.setNumThreads(1)
frames = np.fromfile(path, np.uint8).reshape(-1, height * 3 // 2, width)
scale = SIDE / max(width, height)
fit_w, fit_h = round(width * scale), round(height * scale)
left, top = (SIDE - fit_w) // 2, (SIDE - fit_h) // 2

rgb = np.empty((height, width, 3), np.uint8)
small = np.empty((fit_h, fit_w, 3), np.uint8)
boxed = np.empty((SIDE, SIDE, 3), np.uint8)
planes = np.empty((fit_h * 3 // 2, fit_w), np.uint8)
tensor = np.empty((SIDE, SIDE, 3), np.float32)


def border_and_scale():
    cv2.copyMakeBorder(small, top, SIDE - fit_h - top, left, SIDE - fit_w - left, cv2.BORDER_CONSTANT, boxed, value=(0, 0, 0))
    np.multiply(boxed, np.float32(1 / 127.5), out=tensor)
    np.subtract(tensor, np.float32(1), out=tensor)


def usual(frame):
    """The usual order: colours at full size, then the resize."""
    cv2.cvtColor(frame, cv2.COLOR_YUV2RGB_I420, rgb)
    cv2.resize(rgb, (fit_w, fit_h), small, interpolation=cv2.INTER_LINEAR)
    border_and_scale()


def shrink_first(frame, interpolation):
    """The planes are made small before they become colours."""
    quarter = width * height // 4
    flat = frame.reshape(-1)
    chroma = planes[fit_h:].reshape(2, fit_h // 2, fit_w // 2)
    cv2.resize(frame[:height], (fit_w, fit_h), planes[:fit_h], interpolation=interpolation)
    for i in range(2):
        start = width * height + i * quarter
        plane = flat[start:start + quarter].reshape(height // 2, width // 2)
        cv2.resize(plane, (fit_w // 2, fit_h // 2), chroma[i], interpolation=interpolation)
    cv2.cvtColor(planes, cv2.COLOR_YUV2RGB_I420, small)
    border_and_scale()


WAYS = {
    "usual": usual,
    "shrink-linear": lambda frame: shrink_first(frame, cv2.INTER_LINEAR),
    "shrink-area": lambda frame: shrink_first(frame, cv2.INTER_AREA),
}

for line in sys.stdin:
    words = line.split()
    if words[0] == "tensor":
        WAYS[words[1]](frames[0])
        tensor.tofile(words[2])
        print("ok", flush=True)
        continue
    way, repeats = WAYS[words[0]], int(words[1])
    start = time.perf_counter()
    for i in range(repeats):
        way(frames[i % len(frames)])
    print(f"{(time.perf_counter() - start) / repeats * 1e6:.3f}", flush=True)
