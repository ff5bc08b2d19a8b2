"""Row 2: memory of one viewer, and what the garbage collector gets to do."""
import time

import recording
from audience import Audience, Refused
from processes import rss_mb
from report import Figure
from servers import Lookout, Pion

ROW = "2 memory and garbage"
FEW, MANY = 4, 64
SETTLE = 3


def measure(setting, plan, report, say):
    recordings = [recording.make(setting.recordings, 60)]
    for make, most in ((Lookout, 0.15), (Pion, None)):
        server = make(setting, recordings)
        try:
            few = _rss(setting, server, FEW)
            garbage = (lambda: _garbage(setting, server, plan, report)) if make is Lookout else None
            count, many = _most(setting, server, garbage)
            report.add(Figure(ROW, f"{server.name}: a viewer", (many - few) / (count - FEW), "MB", at_most=most, note=f"RSS {few:.1f} MB at {FEW}, {many:.1f} at {count}"))
        except Refused as refused:
            report.gap(ROW, f"{server.name}: {refused}")
        finally:
            server.stop()


# A server with fewer places is measured with half as many.
def _most(setting, server, then):
    try:
        return MANY, _rss(setting, server, MANY, then)
    except Refused:
        return MANY // 2, _rss(setting, server, MANY // 2, then)


def _rss(setting, server, viewers, then=None):
    with Audience(setting, server) as audience:
        audience.join(viewers)
        time.sleep(SETTLE)
        rss = rss_mb(server.pid)
        if then:
            then()
        audience.close()
    return rss


# A question for metrics allocates too: what one alone costs, asked twice in a row, is taken off.
def _garbage(setting, server, plan, report):
    first, second = server.metrics(), server.metrics()
    time.sleep(2 * plan.seconds)
    last = server.metrics()
    allocated = "lookout_process_allocated_bytes_total"
    if allocated not in first:
        report.gap(ROW, f"this executable tells no {allocated}")
        return
    packets = last["lookout_webrtc_packets_sent_total"] - second["lookout_webrtc_packets_sent_total"]
    own = last[allocated] - second[allocated] - (second[allocated] - first[allocated])
    report.add(Figure(ROW, "Lookout: allocated a packet sent", max(0, own) / packets, "B", at_most=1, note=f"{own / 1024:.0f} KiB in {packets:.0f} packets"))
    collections = {g: last[name] - second[name] for g in range(3) if (name := f'lookout_process_gc_collections_total{{generation="{g}"}}') in last}
    minute = 60 / (2 * plan.seconds)
    report.add(Figure(ROW, "Lookout: collections of generation 1 and 2", (collections[1] + collections[2]) * minute, "a minute", at_most=0,
                      note=f"generation 0: {collections[0] * minute:.0f}"))
