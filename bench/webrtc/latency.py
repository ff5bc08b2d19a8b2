"""
Row 3: from the moment an access unit is handed in to the moment its last packet is in the viewer's socket, by the kernel's own stamp,
which is what the server adds; and until the viewer has read it, which is what its one core adds.
"""
import recording
import rounds
from audience import Refused
from report import Figure
from servers import Gst, Lookout, Pion

ROW = "3 server-added latency"
STAMPED = ["-stamped"]
# As the product encodes: a key frame each 10 s. Ours are spread over most of a frame's time, on purpose.
KEY_INTERVAL = 300
P50, P99 = {1: 0.3}, {32: 2}


def measure(setting, plan, report, say):
    recordings = [recording.make(setting.recordings, KEY_INTERVAL)]
    ours, pion = Lookout(setting, recordings), Pion(setting, recordings)
    try:
        for viewers in (1, 32):
            pairs = rounds.pairs(setting, ours, pion, viewers, plan.latency_seconds, plan.side_rounds, say=say, arguments=STAMPED)
            _tell(report, ours, viewers, [run for round_ in pairs.ours for run in round_], P50.get(viewers), P99.get(viewers))
            _tell(report, pion, viewers, [run for round_ in pairs.peers for run in round_])
        ratios = [_p99(our) / _p99(peer) for our, peer in zip(pairs.ours, pairs.peers)]
        report.add(Figure(ROW, "Lookout / Pion, 32 viewers, p99, upper quartile", rounds.quartiles(ratios)[2], "x", at_most=0.7))
    finally:
        ours.stop()
        pion.stop()
    _gst(setting, plan, report, recordings)


def _p99(runs):
    return rounds.percentile([ms for run in runs for ms in run.arrivals], 0.99)


def _gst(setting, plan, report, recordings):
    server = Gst(setting, recordings)
    try:
        for viewers in (1, 32) if plan.rounds > 1 else (1,):
            _tell(report, server, viewers, [rounds.run(setting, server, viewers, plan.latency_seconds, "ctr", STAMPED)])
    except (Refused, ZeroDivisionError) as refused:
        report.gap(ROW, f"{server.name}: {refused}")
    finally:
        server.stop()


def _tell(report, server, viewers, runs, p50=None, p99=None):
    arrivals = [ms for run in runs for ms in run.arrivals]
    read = [ms for run in runs for ms in run.latencies]
    if not arrivals:
        report.gap(ROW, f"{server.name}: no frame could be timed")
        return
    plural = "s" if viewers > 1 else ""
    for share, name, most in ((0.5, "p50", p50), (0.99, "p99", p99)):
        report.add(Figure(ROW, f"{server.name}, {viewers} viewer{plural}, {name}", rounds.percentile(arrivals, share), "ms", at_most=most,
                          note=f"{rounds.percentile(read, share):.2f} ms until read; {len(arrivals)} frames"))
