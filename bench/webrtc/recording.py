"""Makes the recordings that every side plays: x264's output, the same bits on each run.

    "LOOKAU1\\n"  u32 width  u32 height  u32 frames a second          little-endian
    then for each access unit:
    u64 time, ns  u32 1 = key frame  u32 length  Annex B ...

An access unit has SPS and PPS before a key frame, one slice, and 28 bytes of stamp behind it ("LKAU", number, time handed in), which the
player fills in. No B-frames. The key-frame variant holds the same frames each as an IDR, played when somebody asks for one; what follows
it refers to another picture, which nobody sees: viewers check that frames are whole and do not look at them.
"""
import pathlib
import re
import struct
import subprocess

RATE = 30
SECONDS = 10
STAMP = b"LKAU" + 24 * b"0"
SLICE, IDR, SPS, PPS = 1, 5, 7, 8

# Height, kbit/s: what the product encodes as full, half and quarter.
RENDITIONS = [(720, 2000), (360, 600), (180, 200)]


def make(directory: pathlib.Path, interval: int, rendition: int = 0) -> tuple[pathlib.Path, pathlib.Path]:
    """The recording with a key frame each `interval` frames, and its key-frame variant; made once."""
    height, kbit = RENDITIONS[rendition]
    return (_make(directory / f"{height}-{interval}.au", height, kbit, interval),
            _make(directory / f"{height}-keys.au", height, 5 * kbit, 1))


def _make(path: pathlib.Path, height: int, kbit: int, interval: int) -> pathlib.Path:
    if path.exists():
        return path
    width = height * 16 // 9
    # One thread and fixed seeds: x264's rate control depends on nothing else.
    source = f"testsrc2=size={width}x{height}:rate={RATE},noise=all_seed=1:alls=10:allf=t"
    options = f"keyint={interval}:min-keyint={interval}:scenecut=0:bframes=0:slices=1:sliced-threads=0:threads=1:nal-hrd=none"
    stream = subprocess.run(
        ["ffmpeg", "-nostdin", "-loglevel", "error", "-f", "lavfi", "-i", source, "-t", str(SECONDS), "-pix_fmt", "yuv420p",
         "-c:v", "libx264", "-preset", "superfast", "-tune", "zerolatency", "-profile:v", "baseline", "-threads", "1",
         "-b:v", f"{kbit}k", "-maxrate", f"{kbit}k", "-bufsize", f"{kbit // 4}k", "-x264-params", options, "-f", "h264", "-"],
        check=True, capture_output=True).stdout
    unfinished = path.with_suffix(".part")
    with unfinished.open("wb") as file:
        file.write(b"LOOKAU1\n" + struct.pack("<III", width, height, RATE))
        for number, (key, unit) in enumerate(_units(stream)):
            file.write(struct.pack("<QII", number * 10**9 // RATE, key, len(unit)) + unit)
    unfinished.rename(path)
    return path


def _units(stream: bytes):
    pending = b""
    for nal in re.split(rb"\x00\x00\x00?\x01", stream)[1:]:
        kind = nal[0] & 0x1F
        if kind in (SPS, PPS):
            pending += b"\x00\x00\x00\x01" + nal
        elif kind in (SLICE, IDR):
            yield kind == IDR, pending + b"\x00\x00\x00\x01" + nal.rstrip(b"\x00") + STAMP
            pending = b""
