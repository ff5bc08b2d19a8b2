"""Row 7: one of four viewers behind a token bucket of 4, then 1, then 4 Mbit/s."""
import socket
import time

import recording
from audience import Audience, Refused
from processes import LOAD_CORE, Process, free_port
from report import Figure
from servers import Lookout, Pion

ROW = "7 adaptation, 4 -> 1 -> 4 Mbit/s"
WIDE, NARROW = 4_000_000, 1_000_000
VIEWERS = 4
FRAME = 1 / recording.RATE
CALM = 2.0


def measure(setting, plan, report, say):
    recordings = [recording.make(setting.recordings, 60, rendition) for rendition in range(len(recording.RENDITIONS))]
    for make in (lambda: Lookout(setting, recordings), lambda: Pion(setting, recordings, pli=True, mux=True)):
        server = make()
        try:
            _squeeze(setting, plan, report, server)
            say(f"  {server.name} done")
        except Refused as refused:
            report.gap(ROW, f"{server.name}: {refused}")
        finally:
            server.stop()


def _squeeze(setting, plan, report, server):
    before, squeezed, after = plan.squeeze
    port = free_port(socket.SOCK_DGRAM)
    bucket = Process(LOAD_CORE, [setting.bin / "pion-bucket", "-listen", f"127.0.0.1:{port}", "-to", f"127.0.0.1:{server.media_port}", "-rate", WIDE], setting.log("bucket"))
    try:
        bucket.wait_for(lambda line: line == "ready", 5)
        with Audience(setting, server, arguments=["-via", f"127.0.0.1:{port}"]) as audience:
            audience.join(1)
            audience.join(VIEWERS - 1)
            time.sleep(before)
            audience.start()
            start = _say(bucket, NARROW)
            time.sleep(squeezed)
            end = _say(bucket, WIDE)
            time.sleep(after)
            last = _now()
            viewers = audience.stop()["viewers"]
            audience.close()
    finally:
        bucket.stop()
    _tell(report, server, bucket.lines[1:], viewers, start, end, last)


def _now():
    return time.clock_gettime(time.CLOCK_MONOTONIC)


def _say(bucket, rate):
    bucket.say(f"rate {rate}")
    return _now()


def _tell(report, server, bins, viewers, start, end, last):
    ours = isinstance(server, Lookout)
    target = (lambda value: value) if ours else (lambda _: None)
    frames = [f["at"] / 1e9 for f in viewers[0]["frames"] or []]
    frozen = _frozen(frames, start, end)
    report.add(Figure(ROW, f"{server.name}: frozen while squeezed", 100 * frozen / (end - start), "%", at_most=target(5),
                      note=f"{sum(start <= at < end for at in frames)} of {(end - start) / FRAME:.0f} frames shown"))
    drops = [int(b.split()[0]) / 1e9 for b in bins if int(b.split()[3]) > 0]
    fit = _fit([at for at in drops if start <= at <= end], start, end)
    report.add(Figure(ROW, f"{server.name}: time to fit", fit, "s", at_most=target(1.5), note=f"until {CALM:g} s pass without a loss; {end - start:.0f} s: never"))
    report.add(Figure(ROW, f"{server.name}: time to recover", _recover(viewers, end, last), "s", at_most=target(10),
                      note="until a second of it is 90 % of what another viewer gets"))
    others = viewers[1:]
    report.add(Figure(ROW, f"{server.name}: lost by the others", sum(v["lost"] for v in others), "packets", at_most=target(0),
                      note=f"frozen {max(_frozen([f['at'] / 1e9 for f in v['frames'] or []], start, last) for v in others):.2f} s at most"))


def _frozen(frames, start, end):
    """W3C's freeze: a frame that comes more than max(3 d, d + 150 ms) after the one before; all of that time."""
    inside = [start, *(at for at in frames if start < at < end), end]
    return sum(b - a for a, b in zip(inside, inside[1:]) if b - a > max(3 * FRAME, FRAME + 0.15))


def _fit(drops, start, end):
    at = start
    for drop in drops:
        if drop - at > CALM:
            break
        at = drop
    return end - start if end - at <= CALM else at - start


def _recover(viewers, end, last):
    def rate(viewer, at):
        return sum(f["bytes"] for f in viewer["frames"] or [] if at <= f["at"] / 1e9 < at + 1)
    at = end
    while at + 1 <= last:
        if rate(viewers[0], at) >= 0.9 * rate(viewers[1], at):
            return at - end
        at += 0.1
    return last - end
