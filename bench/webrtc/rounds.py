"""Runs in pairs, A B B A, and what is made of them."""
import dataclasses
import statistics
import time

from audience import Audience
from processes import Strangers, cpu_ns

SETTLE = 1.5
# Of all packets; the viewers' core was too slow then, and a datagram that nobody reads is cheap.
MOST_LOST = 0.001


@dataclasses.dataclass
class Run:
    """One server with one audience for a few seconds."""
    cpu_ms_per_mbit: float
    ns_per_packet: float
    arrivals: list           # ms from handing in to the viewer's socket, of each frame at each viewer; none unless sockets are stamped
    latencies: list          # ms until the viewer has read it
    lost: int
    mbit: float
    disturbed: str           # in a sentence; empty when nobody else used the machine


def run(setting, server, viewers, seconds, profile="gcm", arguments=()):
    with Audience(setting, server, profile, arguments) as audience:
        audience.join(viewers)
        time.sleep(min(SETTLE, seconds / 2))
        strangers = Strangers([*server.pids, audience.pid])
        audience.start()
        before = cpu_ns(server.pid)
        time.sleep(seconds)
        cpu = cpu_ns(server.pid) - before
        window = audience.stop()
        disturbed = strangers.disturbed()
        audience.close()
    seen = window["viewers"]
    mbit = sum(v["bytes"] for v in seen) * 8 / 1e6
    packets = sum(v["packets"] for v in seen)
    lost = sum(v["lost"] for v in seen)
    if lost > MOST_LOST * packets:
        disturbed = f"{lost} of {packets + lost} packets were lost"
    arrivals, latencies = ([f[what] / 1e6 for v in seen for f in v["frames"] or [] if f[what] >= 0] for what in ("arrived", "latency"))
    return Run(cpu / 1e6 / mbit, cpu / packets, arrivals, latencies, lost, mbit, disturbed)


@dataclasses.dataclass
class Pairs:
    """Rounds of A B B A: ours and the peer's."""
    ours: list
    peers: list
    beside: list             # what was run beside each round
    kept: int
    disturbed: int

    def ratios(self, cost):
        """Peer over ours, one for each round, where `cost` makes a number of a run's list of two."""
        return [cost(peer) / cost(our) for our, peer in zip(self.ours, self.peers)]


def pairs(setting, ours, peer, viewers, seconds, rounds, profile="gcm", say=lambda _: None, beside=lambda: None, arguments=()):
    """The first run of each is thrown away. A disturbed round is done again, but half as many as there are rounds, and kept if there are too few others."""
    for server in (ours, peer):
        run(setting, server, viewers, min(seconds, 2), profile, arguments)
    quiet, disturbed = [], []
    for _ in range(rounds + (rounds + 1) // 2):
        four = [run(setting, server, viewers, seconds, profile, arguments) for server in (ours, peer, peer, ours)]
        round_ = ([four[0], four[3]], [four[1], four[2]], beside())
        why = next((r.disturbed for r in four if r.disturbed), "")
        (disturbed if why else quiet).append(round_)
        say(f"  {viewers} viewers: {ours.name} {_cost(round_[0]):.3f}, {peer.name} {_cost(round_[1]):.3f} CPU-ms/Mbit" + (f"; {why}" if why else ""))
        if len(quiet) >= rounds or (rounds == 1 and disturbed):
            break
    kept = (quiet + disturbed)[:rounds]
    return Pairs([k[0] for k in kept], [k[1] for k in kept], [k[2] for k in kept], min(len(quiet), rounds), len(disturbed))


def _cost(runs):
    return statistics.mean(r.cpu_ms_per_mbit for r in runs)


def quartiles(values):
    """Lower quartile, median, upper quartile."""
    if len(values) < 2:
        return values[0], values[0], values[0]
    low, middle, high = statistics.quantiles(values, n=4, method="inclusive")
    return low, middle, high


def percentile(values, share):
    """Nearest rank."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, max(0, -int(-share * len(ordered) // 1) - 1))]
