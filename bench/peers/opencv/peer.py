"""OpenCV's side of the preprocessing benchmark: NV12 -> letterboxed planes of float.

Reads "NAME REPEATS" lines and answers with microseconds of CPU a frame; "tensor NAME FILE" writes the tensor of the first frame.
One thread, every buffer that OpenCV lets a caller keep is kept, the margins are painted once.
"""
import sys
import time

import cv2
import numpy as np

path, width, height = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
SIDE = 640
cv2.setNumThreads(1)
frames = np.fromfile(path, np.uint8).reshape(-1, height * 3 // 2, width)
scale = SIDE / max(width, height)
fit_w, fit_h = round(width * scale), round(height * scale)
left, top = (SIDE - fit_w) // 2, (SIDE - fit_h) // 2

rgb = np.empty((height, width, 3), np.uint8)
small = np.empty((fit_h, fit_w, 3), np.uint8)
small_y = np.empty((fit_h, fit_w), np.uint8)
small_uv = np.empty((fit_h // 2, fit_w // 2, 2), np.uint8)
planes = [np.empty((fit_h, fit_w), np.uint8) for _ in range(3)]
tensor = np.zeros((3, SIDE, SIDE), np.float32)


def to_planes():
    cv2.split(small, planes)
    for colour in range(3):
        # convertTo with a factor, the quickest way from bytes to floats that Python reaches.
        cv2.multiply(planes[colour], 1 / 255, tensor[colour, top:top + fit_h, left:left + fit_w], dtype=cv2.CV_32F)


def usual(frame):
    """The usual order: colours at full size, then the resize."""
    cv2.cvtColor(frame, cv2.COLOR_YUV2RGB_NV12, rgb)
    cv2.resize(rgb, (fit_w, fit_h), small, interpolation=cv2.INTER_LINEAR)
    to_planes()


def shrink_first(frame, interpolation):
    """The planes are made small before they become colours."""
    uv = frame[height:].reshape(height // 2, width // 2, 2)
    cv2.resize(frame[:height], (fit_w, fit_h), small_y, interpolation=interpolation)
    cv2.resize(uv, (fit_w // 2, fit_h // 2), small_uv, interpolation=interpolation)
    cv2.cvtColorTwoPlane(small_y, small_uv, cv2.COLOR_YUV2RGB_NV12, small)
    to_planes()


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
    start = time.process_time()
    for i in range(repeats):
        way(frames[i % len(frames)])
    print(f"{(time.process_time() - start) / repeats * 1e6:.3f}", flush=True)
