"""Figures with their targets, as a table and as JSON."""
import dataclasses
import json
import os
import pathlib
import platform
import time


@dataclasses.dataclass
class Figure:
    """One number. `value` is what a gate is held against: of paired rounds the worse quartile."""
    row: str
    name: str
    value: float
    unit: str
    at_most: float = None
    at_least: float = None
    note: str = ""

    @property
    def met(self):
        """None without a target."""
        if self.at_most is not None:
            return self.value <= self.at_most
        if self.at_least is not None:
            return self.value >= self.at_least
        return None


class Report:
    def __init__(self, command):
        self.command = command
        self.figures = []
        self.gaps = []
        self.machine = _machine()

    def add(self, *figures):
        self.figures += figures

    def gap(self, row, why, needed=True):
        """A figure that could not be had; a gate fails on one that it needs."""
        self.gaps.append({"row": row, "why": why, "needed": needed})

    @property
    def gates_met(self):
        return not any(gap["needed"] for gap in self.gaps) and all(f.met is not False for f in self.figures)

    def print(self):
        print(f"{self.machine['cpu']}, {self.machine['cores']} cores, Linux {self.machine['kernel']}, load before {self.machine['loadBefore']:.2f}\n")
        width = max((len(f.name) for f in self.figures), default=0)
        row = None
        for f in self.figures:
            if f.row != row:
                print(f"\n{f.row}" if row else f.row)
                row = f.row
            target = f"<= {f.at_most:g}" if f.at_most is not None else f">= {f.at_least:g}" if f.at_least is not None else ""
            verdict = "" if f.met is None else "met" if f.met else "MISSED"
            print(f"  {f.name:<{width}}  {f.value:9.3f} {f.unit:<12} {target:<8} {verdict:<7} {f.note}".rstrip())
        for gap in self.gaps:
            print(f"\n  no figure for {gap['row']}: {gap['why']}")
        print(f"\nby: {self.command}")

    def write(self, path: pathlib.Path):
        path.parent.mkdir(parents=True, exist_ok=True)
        figures = [{**dataclasses.asdict(f), "met": f.met} for f in self.figures]
        path.write_text(json.dumps({"command": self.command, "machine": self.machine, "figures": figures, "gaps": self.gaps, "gatesMet": self.gates_met}, indent=2) + "\n")


def _machine():
    cpu = next((line.split(":")[1].strip() for line in pathlib.Path("/proc/cpuinfo").read_text().splitlines() if line.startswith("model name")), platform.machine())
    return {"cpu": cpu, "cores": os.cpu_count(), "kernel": platform.release(), "loadBefore": os.getloadavg()[0],
            "takenUtc": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())}
