"""bench/webrtc.sh: Lookout's WebRTC sending beside its peers. docs/design/bench-webrtc.md says how to read it."""
import argparse
import pathlib
import shlex
import sys
import time

import adapt
import fanout
import frames
import join
import latency
import memory
import plan
import servers
from report import Report

ROWS = {"fanout": fanout, "memory": memory, "latency": latency, "frames": frames, "join": join, "adapt": adapt}


def main():
    parser = argparse.ArgumentParser(prog="bench/webrtc.sh")
    parser.add_argument("rows", nargs="*", metavar="row", help=f"{', '.join(ROWS)}; all without one")
    parser.add_argument("--quick", action="store_true", help="less than four minutes: does everything work, no figures to quote")
    parser.add_argument("--gate", action="store_true", help="exit 1 when a target is missed or a figure is missing")
    for name in ("root", "work", "lookout", "host", "bin", "recordings"):
        parser.add_argument(f"--{name}", required=True, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if unknown := set(arguments.rows) - set(ROWS):
        parser.error(f"no row {', '.join(sorted(unknown))}; there are {', '.join(ROWS)}")

    setting = servers.Setting(pathlib.Path(arguments.root), pathlib.Path(arguments.work), pathlib.Path(arguments.lookout),
                              shlex.split(arguments.host), pathlib.Path(arguments.bin), pathlib.Path(arguments.recordings))
    setting.recordings.mkdir(parents=True, exist_ok=True)
    rows = arguments.rows or list(ROWS)
    report = Report(" ".join(["bench/webrtc.sh", *rows, *(["--quick"] if arguments.quick else [])]))
    for row in rows:
        started = time.monotonic()
        _say(f"measuring: {row}")
        try:
            ROWS[row].measure(setting, plan.QUICK if arguments.quick else plan.FULL, report, _say)
        except (OSError, RuntimeError) as failed:
            report.gap(row, str(failed))
        _say(f"  {time.monotonic() - started:.0f} s")
    report.print()
    path = setting.root / "out/bench/webrtc.json"
    report.write(path)
    _say(str(path))
    return 1 if arguments.gate and not report.gates_met else 0


def _say(text):
    print(text, file=sys.stderr, flush=True)


sys.exit(main())
