"""The whole move on a machine with systemd, Docker and two cameras, and back. Ends with 'N passed, N failed'.

    own-network.sh python3 acceptance.py [FOLDER]     FOLDER keeps disks and logs
"""
import json
import subprocess
import sys
import time

import deployment
import machine
from deployment import COMPOSE, PROGRAM, SOCKET
from run import Run


class Acceptance:
    def __init__(self, vm, parts):
        self.vm = vm
        self.lookout = parts.shared / "lookout"
        self.old = None

    def old_deployment(self):
        deployment.start_old(self.vm)
        self.old = deployment.snapshot(self.vm)
        return ", ".join(deployment.containers(self.vm))

    def plan(self):
        plan = self.vm.run(deployment.PLAN, 300)
        now = deployment.snapshot(self.vm)
        assert now == self.old, f"plan changed something:\n{deployment.difference(self.old, now)}"
        assert f"-      - {SOCKET}:{SOCKET}" in plan.out, f"no diff of the compose file:\n{plan.out}"

    def apply(self):
        answer = self.vm.run(f"{PROGRAM} migrate apply", 1800, check=False)
        assert answer.code == 0, f"exit {answer.code}\n{answer.out}{answer.err}"

    def criterion(self, verdict, number):
        found = next(criterion for criterion in verdict["criteria"] if criterion["id"] == number)
        assert found["ok"], found
        return found["detail"]

    def viewer_outside(self):
        """The page's port of the box is loopback's; what a person would use, an SSH tunnel or a proxy, is systemd's here."""
        self.vm.run("systemctl is-active -q outside.socket || systemd-run --unit outside --socket-property=ListenStream=10.0.2.15:8080 "
                    "/lib/systemd/systemd-socket-proxyd 127.0.0.1:8080")
        return self.see()

    def see(self, patience=240):
        deadline = time.monotonic() + patience
        while True:
            report = self.probe()
            if report.get("decoded", 0) > 0 and report.get("changing") and report.get("kind") == "camera":
                return f"{report['decoded']} frames of {report['width']}x{report['height']} at {report['fps']:.1f} fps, changing"
            assert time.monotonic() < deadline, report
            time.sleep(2)

    def probe(self):
        camera = deployment.cameras(self.vm)[0]
        seen = subprocess.run([self.lookout, "probe", f"http://127.0.0.1:8080/{camera}", "--seconds", "5", "--timeout", "20", "--json"],
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, timeout=90)
        start = seen.stdout.find("{")
        return json.loads(seen.stdout[start:]) if start >= 0 else {"error": seen.stderr or seen.stdout}

    def unplug(self):
        self.vm.run("v4l2-ctl -d /dev/video0 -c disconnect=1; echo vivid.0 > /sys/bus/platform/drivers/vivid/unbind", 60)
        self.vm.run("! ls /dev/video0", 10)
        deadline = time.monotonic() + 60
        while (report := self.probe()).get("decoded", 0) > 0:
            assert time.monotonic() < deadline, f"a camera that is gone still has a picture: {report}"
        return report.get("error")

    def replug(self):
        self.vm.run("echo vivid.0 > /sys/bus/platform/drivers/vivid/bind", 60)
        return self.see()

    def restart_engine(self):
        self.vm.run("systemctl restart docker", 300)
        return self.see()

    def down(self):
        self.vm.run(f"{COMPOSE} down", 300)
        for left in ("docker ps -aq", "docker network ls -q --filter label=com.docker.compose.project=camera", f"ls {SOCKET} 2>/dev/null", "fuser /dev/video0 2>/dev/null",
                     "ss -Hltn 'sport = :8080 or sport = :8555' | grep -v 10.0.2.15", "pgrep -x lookout"):
            said = self.vm.run(left, 60, check=False).out.strip()
            assert not said, f"{left}: {said}"

    def roll_back(self):
        answer = self.vm.run(f"{PROGRAM} migrate rollback", 1200, check=False)
        assert answer.code == 0, f"exit {answer.code}\n{answer.out}{answer.err}"

    def as_before(self):
        now = deployment.snapshot(self.vm)
        assert now == self.old, deployment.difference(self.old, now)
        return f"{len(self.old.splitlines())} paths and enablements"

    def streams_again(self):
        deployment.wait_for_old_daemon(self.vm)
        assert "camera-service lab/camera-web:1" in deployment.containers(self.vm), deployment.containers(self.vm)

    def one_owner(self):
        most, double, gap = deployment.owners(self.vm.holders_log)
        assert most == 1, f"two owners: {double}"
        return f"never two; the longest time nobody looked: {gap} ms"


def main():
    run, parts = Run(), machine.parts()
    with machine.Machine(parts, keep=sys.argv[1] if len(sys.argv) > 1 else None) as vm:
        run.check("the VM boots", lambda: vm.start() and None)
        it = Acceptance(vm, parts)
        if run.check("the old daemon streams and its client runs", it.old_deployment) and run.check("plan shows the edit and changes nothing", it.plan) \
                and run.check("apply", it.apply):
            run.check("comments and other services of the compose file are as they were", deployment.require_rest_of_compose_file, vm)
            verdict = deployment.verdict(vm)
            for number in range(1, 6):
                run.check(f"criterion {number}", it.criterion, verdict, number)
            run.check("a viewer outside sees the camera's moving picture", it.viewer_outside)
            run.check("an unplugged camera shows nothing", it.unplug)
            run.check("a camera plugged in again shows its picture", it.replug)
            run.check("the picture is back after the engine restarted", it.restart_engine)
            run.check("down leaves nothing", it.down)
            run.check("rollback", it.roll_back)
            run.check("every file, owner, mode and enablement is as before", it.as_before)
            run.check("the old daemon streams again and its client runs", it.streams_again)
            run.check("a camera never had two owners", it.one_owner)
    run.end()


main()
