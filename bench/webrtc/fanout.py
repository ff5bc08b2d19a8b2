"""Row 1: CPU-ms of the server for each Mbit that viewers received, decrypted and put in order."""
import statistics

import floor
import recording
import rounds
from audience import Refused
from report import Figure
from servers import Janus, Lookout, Pion

ROW = "1 fan-out CPU"
INTERVAL = 60
FLOORS = ("gso", "sendto")


def measure(setting, plan, report, say):
    recordings = [recording.make(setting.recordings, INTERVAL)]
    cost = lambda runs: statistics.mean(r.cpu_ms_per_mbit for r in runs)  # noqa: E731
    ours = Lookout(setting, recordings)
    try:
        floors = lambda: {kind: floor.run(setting, kind, 32, min(plan.seconds, 2)) for kind in FLOORS}  # noqa: E731
        pairs = _against(setting, ours, Pion(setting, recordings), 32, plan.seconds, plan.rounds, "gcm", say, floors)
        _tell(report, "32 viewers, GCM", pairs, cost, 2.5)
        _tell_floors(report, pairs, cost)
        # The same work on both sides: a number in each packet, feedback about each, an estimate of each path.
        _tell(report, "32 viewers, GCM", _against(setting, ours, Pion(setting, recordings, estimates=True), 32, plan.seconds, plan.rounds, "gcm", say), cost, 2.5)
        for viewers in plan.audiences:
            try:
                _tell(report, f"{viewers} viewers, GCM", _against(setting, ours, Pion(setting, recordings), viewers, plan.seconds, plan.side_rounds, "gcm", say), cost)
            except Refused as refused:
                report.gap(ROW, f"{viewers} viewers: {refused}", needed=False)
        _tell(report, "32 viewers, CTR+HMAC", _against(setting, ours, Pion(setting, recordings, "ctr"), 32, plan.seconds, plan.side_rounds, "ctr", say), cost)
        _tell(report, "32 viewers, GCM", _against(setting, ours, Janus(setting, recordings), 32, plan.seconds, plan.side_rounds, "gcm", say), cost, 4)
    finally:
        ours.stop()


def _against(setting, ours, peer, viewers, seconds, count, profile, say, beside=lambda: None):
    try:
        pairs = rounds.pairs(setting, ours, peer, viewers, seconds, count, profile, say, beside)
        pairs.peer = peer.name
        return pairs
    finally:
        peer.stop()


def _tell(report, what, pairs, cost, at_least=None):
    low, middle, high = rounds.quartiles(pairs.ratios(cost))
    quiet = f"{pairs.kept} quiet rounds" + (f", {pairs.disturbed} DISTURBED" if pairs.disturbed else "")
    our = statistics.median(cost(runs) for runs in pairs.ours)
    theirs = statistics.median(cost(runs) for runs in pairs.peers)
    lost = sum(r.lost for runs in pairs.ours for r in runs), sum(r.lost for runs in pairs.peers for r in runs)
    report.add(Figure(ROW, f"{pairs.peer} / Lookout, {what}, lower quartile", low, "x", at_least=at_least,
                      note=f"median {middle:.2f}, upper {high:.2f}; {quiet}; lost {lost[0]} and {lost[1]}"))
    us = statistics.median(statistics.mean(r.ns_per_packet for r in runs) for runs in pairs.ours) / 1e3
    report.add(Figure(ROW, f"Lookout, {what}", our, "CPU-ms/Mbit", note=f"{us:.2f} us a packet"))
    us = statistics.median(statistics.mean(r.ns_per_packet for r in runs) for runs in pairs.peers) / 1e3
    report.add(Figure(ROW, f"{pairs.peer}, {what}", theirs, "CPU-ms/Mbit", note=f"{us:.2f} us a packet"))


def _tell_floors(report, pairs, cost):
    for kind in FLOORS:
        bare = [beside[kind] for beside in pairs.beside]
        shares = [statistics.median(cost(runs) / f.cpu_ms_per_mbit for runs, f in zip(side, bare)) for side in (pairs.ours, pairs.peers)]
        us = statistics.median(f.us_per_packet for f in bare)
        report.add(Figure(ROW, f"bare C, {kind}, 32 viewers", statistics.median(f.cpu_ms_per_mbit for f in bare), "CPU-ms/Mbit",
                          note=f"{us:.2f} us a packet; Lookout takes {shares[0]:.2f} x that, {pairs.peer} {shares[1]:.2f} x"))
