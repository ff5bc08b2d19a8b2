"""Processes of the benchmark, each on its core, and what /proc says of them."""
import os
import pathlib
import signal
import socket
import subprocess
import threading
import time

SERVER_CORE, LOAD_CORE = 0, 1


class Process:
    """A child whose standard output is read line by line, and which ends with its standard input."""

    def __init__(self, core, command, log, env=None, pass_fds=()):
        self._log = open(log, "ab")
        self._child = subprocess.Popen(
            ["taskset", "-c", str(core), *map(str, command)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self._log,
            text=True, env={**os.environ, **(env or {})}, pass_fds=pass_fds)
        self.pid = self._child.pid
        self.lines = []
        self._changed = threading.Condition()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self):
        for line in self._child.stdout:
            with self._changed:
                self.lines.append(line.rstrip("\n"))
                self._changed.notify_all()
        with self._changed:
            self._changed.notify_all()

    def wait_for(self, matches, timeout, since=0):
        """The first line from `since` on that matches."""
        until = time.monotonic() + timeout
        with self._changed:
            while True:
                for line in self.lines[since:]:
                    if matches(line):
                        return line
                left = until - time.monotonic()
                if left <= 0 or (self._child.poll() is not None and not self._reader.is_alive()):
                    raise RuntimeError(f"{self._child.args[3]}: no answer; its log is {self._log.name}")
                self._changed.wait(min(left, 0.5))

    def say(self, line):
        self._child.stdin.write(line + "\n")
        self._child.stdin.flush()

    def stop(self):
        try:
            self._child.stdin.close()
        except BrokenPipeError:
            pass
        try:
            self._child.wait(8)
        except subprocess.TimeoutExpired:
            self._child.kill()
            self._child.wait()
        self._reader.join(2)
        self._log.close()


class Daemon:
    """A child that ends by SIGTERM and says nothing of use."""

    def __init__(self, core, command, log, env=None):
        with open(log, "ab") as file:
            self._child = subprocess.Popen(
                ["taskset", "-c", str(core), *map(str, command)], stdin=subprocess.DEVNULL, stdout=file, stderr=file, env={**os.environ, **(env or {})})
        self.pid = self._child.pid

    def stop(self):
        self._child.send_signal(signal.SIGTERM)
        try:
            self._child.wait(8)
        except subprocess.TimeoutExpired:
            self._child.kill()
            self._child.wait()


def cpu_ns(pid):
    """Time on a CPU of all living threads: schedstat counts nanoseconds, /proc/PID/stat ticks of 10 ms."""
    total = 0
    for task in pathlib.Path(f"/proc/{pid}/task").iterdir():
        try:
            total += int((task / "schedstat").read_text().split()[0])
        except FileNotFoundError:
            pass  # it ended meanwhile
    return total


def rss_mb(pid):
    for line in pathlib.Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith("Rss:"):
            return int(line.split()[1]) / 1024
    raise RuntimeError(f"no RSS of {pid}")


def free_port(kind):
    with socket.socket(socket.AF_INET, kind) as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


class Strangers:
    """How much of the machine others used: busy time less that of our processes, and what the host took away."""

    MOST_FOREIGN, MOST_STOLEN = 0.10, 0.02

    def __init__(self, pids):
        self._pids = [*pids, os.getpid()]
        self._before = self._read()

    def _read(self):
        fields = [int(x) for x in pathlib.Path("/proc/stat").read_text().splitlines()[0].split()[1:9]]
        user, nice, system, _idle, _wait, irq, softirq, steal = fields
        tick = 1 / os.sysconf("SC_CLK_TCK")
        ours = sum(cpu_ns(pid) for pid in self._pids) / 1e9
        return time.monotonic(), (user + nice + system + irq + softirq) * tick, steal * tick, ours

    def disturbed(self):
        """Why the time since was not ours, in a sentence; empty when it was."""
        at, busy, steal, ours = (now - then for now, then in zip(self._read(), self._before))
        foreign = max(0.0, busy - ours) / at
        stolen = steal / at
        if foreign <= self.MOST_FOREIGN and stolen <= self.MOST_STOLEN:
            return ""
        return f"others used {foreign:.2f} of a core, {stolen:.2f} were stolen"
