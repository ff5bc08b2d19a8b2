"""How long and how often: the whole run stays below 25 minutes, --quick below 4."""
import dataclasses


@dataclasses.dataclass(frozen=True)
class Plan:
    seconds: int             # of one run of a pair
    rounds: int              # A B B A, at the audience that has the target
    side_rounds: int         # at other audiences, profiles and peers
    audiences: tuple         # beside 32
    joins: int
    squeeze: tuple           # seconds before, squeezed, after
    frames: int              # seconds of frame-to-frame
    latency_seconds: int


FULL = Plan(seconds=5, rounds=8, side_rounds=3, audiences=(8, 64), joins=30, squeeze=(8, 20, 20), frames=20, latency_seconds=5)
QUICK = Plan(seconds=1, rounds=1, side_rounds=1, audiences=(), joins=5, squeeze=(3, 6, 8), frames=3, latency_seconds=1)
