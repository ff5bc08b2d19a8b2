"""Row 5: from the POST to a complete key frame at the viewer, with a key frame each ten seconds; and sixteen at once."""
import time

import recording
import rounds
from audience import Audience, Refused
from report import Figure
from servers import Janus, Lookout, Pion

ROW = "5 join, key frame each 10 s"
# Longer than the second within which the last key frame is shown to who comes next.
EVERY_MS = 1200
AT_ONCE = 16


def measure(setting, plan, report, say):
    recordings = [recording.make(setting.recordings, 300)]
    for make in (lambda: Lookout(setting, recordings), lambda: Pion(setting, recordings), lambda: Pion(setting, recordings, pli=True), lambda: Janus(setting, recordings)):
        server = make()
        try:
            answers = _answers_requests(server)
            _joins(setting, plan, report, server, answers)
            if answers:
                _at_once(setting, report, server)
            say(f"  {server.name} done")
        except Refused as refused:
            report.gap(ROW, f"{server.name}: {refused}")
        finally:
            server.stop()


def _answers_requests(server):
    """Whether it makes a key frame for who asks; with the others a viewer waits for the next one, whatever else they do."""
    return server.name not in (Pion.WAITS, Janus.name)


def _joins(setting, plan, report, server, answers):
    ours = isinstance(server, Lookout)
    with Audience(setting, server) as audience:
        if answers:
            audience.join(1, 0, leave=True)  # the first pays for what is made once
        times = audience.join(plan.joins, EVERY_MS, leave=True)
    report.add(Figure(ROW, f"{server.name}, p50", rounds.percentile(times, 0.5), "ms", at_most=60 if ours else None, note=f"{len(times)} joins, one each {EVERY_MS} ms"),
               Figure(ROW, f"{server.name}, p95", rounds.percentile(times, 0.95), "ms", at_most=100 if ours else None))


def _at_once(setting, report, server):
    with Audience(setting, server) as audience:
        since = time.clock_gettime(time.CLOCK_MONOTONIC)
        times = audience.join(AT_ONCE)
        time.sleep(0.5)
        _all, asked = server.key_frames(since)
        audience.close()
    ours = isinstance(server, Lookout)
    report.add(Figure(ROW, f"{server.name}, key frames for {AT_ONCE} at once", asked, "", at_most=2 if ours else None, note=f"slowest join {max(times):.0f} ms"))
