"""Boots a VM and runs the lines of standard input in it, one after the other: for looking around.

    own-network.sh python3 shell.py [FOLDER]     FOLDER keeps the overlay disks and logs
"""
import sys
import time

import machine


def main():
    started = time.monotonic()
    with machine.Machine(machine.parts(), keep=sys.argv[1] if len(sys.argv) > 1 else None) as vm:
        vm.start()
        print(f"up after {time.monotonic() - started:.1f} s; files in {vm.folder}", file=sys.stderr)
        for line in sys.stdin:
            answer = vm.run(line, timeout=3600, check=False)
            print(answer.out, end="", flush=True)
            print(answer.err, end="", file=sys.stderr, flush=True)
            if answer.code:
                print(f"exit status {answer.code}", file=sys.stderr, flush=True)


main()
