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
    pion = lambda **how: Pion(setting, recordings, **how)  # noqa: E731
    against = lambda *how, **more: _against(setting, recordings, plan, say, *how, **more)  # noqa: E731
    floors = lambda: {kind: floor.run(setting, kind, 32, min(plan.seconds, 2)) for kind in FLOORS}  # noqa: E731
    pairs = against(pion, 32, plan.rounds, beside=floors)
    _tell(report, "32 viewers, GCM", pairs, cost, 2.5)
    _tell_floors(report, pairs, cost)
    # The same work on both sides: a number in each packet, feedback about each, an estimate of each path.
    _tell(report, "32 viewers, GCM", against(lambda: pion(estimates=True), 32, plan.rounds), cost, 2.5)
    for viewers in plan.audiences:
        try:
            _tell(report, f"{viewers} viewers, GCM", against(pion, viewers, plan.side_rounds), cost)
        except Refused as refused:
            report.gap(ROW, f"{viewers} viewers: {refused}", needed=False)
    _tell(report, "32 viewers, CTR+HMAC", against(lambda: pion(profile="ctr"), 32, plan.side_rounds, profile="ctr"), cost)
    _tell(report, "32 viewers, GCM", against(lambda: Janus(setting, recordings), 32, plan.side_rounds), cost, 4)


# Ours begins anew each time: one that was asked for some hundreds of sessions by one address answers 429 for a while.
def _against(setting, recordings, plan, say, peer, viewers, count, profile="gcm", beside=lambda: None):
    ours = Lookout(setting, recordings)
    try:
        peer = peer()
        try:
            pairs = rounds.pairs(setting, ours, peer, viewers, plan.seconds, count, profile, say, beside)
        finally:
            peer.stop()
    finally:
        ours.stop()
    pairs.peer = peer.name
    return pairs


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
