"""Cuts the power at random moments of a migration. After the next boot the box must be all old or all new. Ends with 'N passed, N failed'.

    own-network.sh python3 powercut.py [--cuts N] [--seed N] [--folder FOLDER]     FOLDER keeps disks and logs
"""
import argparse
import random
import tempfile
import threading
import time
from pathlib import Path

import deployment
import machine
from channel import PowerLost
from deployment import PLAN, PROGRAM
from run import Run

JOURNAL = "/var/lib/lookout-migrate/journal"


class PowerCuts:
    def __init__(self, parts, folder):
        self.parts, self.folder = parts, folder
        self.state, self.disks = folder / "planned.state", None
        self.old = self.new = self.takes = None

    def prepare(self):
        """Saves a VM in which the old deployment runs and a plan is made: every cut starts from there."""
        vm = machine.Machine(self.parts, keep=self.folder / "planned").start()
        try:
            deployment.start_old(vm)
            vm.run(PLAN, 300)
            vm.run("sync")
            self.old = deployment.snapshot(vm)
            self.disks = vm.save(self.state)
        finally:
            vm.cut_power()

    def planned(self, name):
        return machine.Machine(self.parts, keep=self.folder / name, disks=self.disks, state=self.state)

    def reference(self):
        """A whole apply: what new looks like, and how long there is to cut."""
        with self.planned("reference") as vm:
            vm.start()
            started = time.monotonic()
            vm.run(f"{PROGRAM} migrate apply", 1800)
            self.takes = time.monotonic() - started
            self.new = deployment.snapshot(vm)
        assert self.new != self.old, "apply changed nothing"
        return f"{self.takes:.0f} s"

    def cut(self, number, moment):
        with self.planned(f"cut-{number:02}") as vm:
            vm.start()
            apply = threading.Thread(target=self.apply, args=(vm,))
            apply.start()
            time.sleep(moment)
            vm.cut_power()
            apply.join()
            vm.start()
            vm.run("systemctl is-system-running --wait", 900, check=False)
            step = vm.run(f"sed '/RollingBack/q' {JOURNAL} | grep -o 'step\":\"[A-Za-z]*' | tail -1", check=False).out.strip().removeprefix('step":"')
            return f"{step or 'nothing begun'}, then {self.settled(vm)}"

    @staticmethod
    def apply(vm):
        try:
            vm.run(f"{PROGRAM} migrate apply", 1800, check=False)
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
            deployment.wait_for_old_daemon(vm, 300)
            vm.wait("the old client runs", "docker ps --format '{{.Image}} {{.Names}}' | grep -q 'lab/camera-web:1 camera-service'", 300)
            assert not any("lookout" in container for container in deployment.containers(vm)), deployment.containers(vm)
        else:
            vm.wait("the container is well", "docker ps --filter health=healthy --format '{{.Image}}' | grep -q lookout:dev", 600)
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
                # One in each of as many equal parts of the time: no step that takes long is passed over.
                moment = cuts.takes * (number + chance.random()) / given.cuts
                run.check(f"power cut after {moment:.1f} s", cuts.cut, number, moment)
    run.end()


main()
