"""Cuts the power at random moments of a migration. After the next boot the box must be all old or all new. Ends with 'N passed, N failed'.

    own-network.sh python3 powercut.py [--cuts N] [--seed N] [--folder FOLDER]     FOLDER keeps disks and logs
"""
import argparse
import random
import re
import tempfile
import threading
import time
from pathlib import Path

import deployment
import machine
from channel import PowerLost
from deployment import PLAN, PROGRAM
from run import Run

LOG = "/run/apply.log"
APPLY = f"{PROGRAM} migrate apply > {LOG} 2>&1"

# The same with the guest's clock before each line.
TIMED_APPLY = f"set -o pipefail; {PROGRAM} migrate apply 2>&1 | while read -r line; do echo \"$(cut -d' ' -f1 /proc/uptime) $line\"; done"


class PowerCuts:
    def __init__(self, parts, folder):
        self.parts, self.folder = parts, folder
        self.state, self.disks = folder / "planned.state", None
        self.old = self.new = None
        self.steps = []  # name and seconds

    def prepare(self):
        """Saves a VM in which the old deployment runs and a plan is made: every cut starts from there."""
        vm = machine.Machine(self.parts, keep=self.folder / "planned", reachable=False).start()
        try:
            deployment.start_old(vm)
            vm.run(PLAN, 300)
            vm.run("sync")
            self.old = deployment.snapshot(vm)
            self.disks = vm.save(self.state)
        finally:
            vm.cut_power()

    def planned(self, name):
        return machine.Machine(self.parts, keep=self.folder / name, disks=self.disks, state=self.state, reachable=False)

    def reference(self):
        """A whole apply: what new looks like, and how long each step takes."""
        with self.planned("reference") as vm:
            vm.start()
            said = vm.run(TIMED_APPLY, 1800).out
            ended = float(vm.run("cat /proc/uptime").out.split()[0])
            deployment.require_rest_of_compose_file(vm)
            self.new = deployment.snapshot(vm)
        assert self.new != self.old, "apply changed nothing"
        begun = [(name, float(at)) for at, name in re.findall(r"^([\d.]+) +\d+/\d+ (\w+)$", said, re.M)]
        assert len(begun) >= 10, said
        ends = [at for _, at in begun[1:]] + [ended]
        self.steps = [(name, end - at) for (name, at), end in zip(begun, ends)]
        return ", ".join(f"{name} {seconds:.1f} s" for name, seconds in self.steps)

    def cut(self, number, step, delay):
        with self.planned(f"cut-{number:02}") as vm:
            vm.start()
            apply = threading.Thread(target=self.apply, args=(vm,))
            apply.start()
            # One command that sleeps until the line is there: asking again and again would keep an emulated core busy.
            vm.run(f"grep -qm1 '/[0-9]* {step}$' <(tail -n +1 -F {LOG} 2>/dev/null)", 1800)
            time.sleep(delay)
            reached = vm.run(f"tail -1 {LOG}", check=False).out.strip()
            vm.cut_power()
            apply.join()
            vm.start()
            vm.run("systemctl is-system-running --wait", 1800, check=False)
            return f"at '{reached}', then {self.settled(vm)}"

    @staticmethod
    def apply(vm):
        try:
            vm.run(APPLY, 3600, check=False)
        except PowerLost:
            pass

    def settled(self, vm):
        now, status = deployment.snapshot(vm), vm.run(f"{PROGRAM} migrate status", check=False).out.strip().splitlines()[0]
        assert now in (self.old, self.new), f"neither ({status}):\nagainst old\n{deployment.difference(self.old, now)}\nagainst new\n{deployment.difference(self.new, now)}"
        is_old = now == self.old
        # Cut off before its boot unit was there: nothing of the box is changed, and 'status' says what is left to do.
        allowed = ("old", "in progress (step 1, Backup)") if is_old else ("new",)
        assert status in allowed, f"the box is {'old' if is_old else 'new'}, but status says '{status}'"
        if is_old:
            deployment.wait_for_old_daemon(vm, 600)
            vm.wait("the old client runs", "docker ps --format '{{.Image}} {{.Names}}' | grep -q 'lab/camera-web:1 camera-service'", 600)
            assert not any("lookout" in container for container in deployment.containers(vm)), deployment.containers(vm)
        else:
            vm.wait("the container is well", "docker ps --filter health=healthy --format '{{.Image}}' | grep -q lookout:dev", 900)
            assert vm.run("systemctl is-active native-camera.service", check=False).out.strip() == "inactive"
        most, double, _ = deployment.owners(vm.holders_log)
        assert most <= 1, f"two owners: {double}"
        return status


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--cuts", type=int, default=20)
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--folder", type=Path)
    given = arguments.parse_args()
    with tempfile.TemporaryDirectory(prefix="lookout-cuts-") as own:
        run, cuts = Run(), PowerCuts(machine.parts(), given.folder or Path(own))
        cuts.folder.mkdir(exist_ok=True)
        if run.check("the old deployment streams and a plan is made", cuts.prepare) and run.check("an apply that nobody cuts off", cuts.reference):
            chance = random.Random(given.seed)
            for number in range(given.cuts):
                # Each step in turn, at a random moment of it: one that takes long does not hide the short ones.
                step, seconds = cuts.steps[number % len(cuts.steps)]
                delay = chance.random() * seconds
                run.check(f"power cut {delay:.2f} s after {step} began", cuts.cut, number, step, delay)
    run.end()


main()
