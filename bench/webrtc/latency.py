"""Row 3: from the moment an access unit is handed in to the moment a viewer has read its last packet."""
import recording
import rounds
from audience import Refused
from report import Figure
from servers import Gst, Lookout, Pion

ROW = "3 server-added latency"


def measure(setting, plan, report, say):
    recordings = [recording.make(setting.recordings, 60)]
    worst = {}
    ours, pion = Lookout(setting, recordings), Pion(setting, recordings)
    try:
        for viewers in (1, 32):
            pairs = rounds.pairs(setting, ours, pion, viewers, plan.latency_seconds, plan.side_rounds, say=say)
            for server, rounds_ in ((ours, pairs.ours), (pion, pairs.peers)):
                all_ = [ms for runs in rounds_ for r in runs for ms in r.latencies]
                worst[server.name, viewers] = [[ms for r in runs for ms in r.latencies] for runs in rounds_]
                _tell(report, server, viewers, all_, 0.3 if server is ours and viewers == 1 else None, 2 if server is ours and viewers == 32 else None)
        p99 = [[rounds.percentile(values, 0.99) for values in worst[name, 32]] for name in (ours.name, pion.name)]
        ratios = [our / peer for our, peer in zip(*p99)]
        report.add(Figure(ROW, "Lookout / Pion, 32 viewers, p99, upper quartile", rounds.quartiles(ratios)[2], "x", at_most=0.7))
    finally:
        ours.stop()
        pion.stop()
    _gst(setting, plan, report, recordings)


def _gst(setting, plan, report, recordings):
    server = Gst(setting, recordings)
    try:
        for viewers in (1, 32) if plan.rounds > 1 else (1,):
            _tell(report, server, viewers, rounds.run(setting, server, viewers, plan.latency_seconds, "ctr").latencies)
    except (Refused, ZeroDivisionError) as refused:
        report.gap(ROW, f"{server.name}: {refused}")
    finally:
        server.stop()


def _tell(report, server, viewers, latencies, p50=None, p99=None):
    if not latencies:
        report.gap(ROW, f"{server.name}: no frame could be timed")
        return
    plural = "s" if viewers > 1 else ""
    report.add(Figure(ROW, f"{server.name}, {viewers} viewer{plural}, p50", rounds.percentile(latencies, 0.5), "ms", at_most=p50, note=f"{len(latencies)} frames"),
               Figure(ROW, f"{server.name}, {viewers} viewer{plural}, p99", rounds.percentile(latencies, 0.99), "ms", at_most=p99))
