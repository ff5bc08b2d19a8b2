"""The bare C sender (bench/peers/floor): what the machine allows at the same load."""
import dataclasses
import subprocess

from processes import LOAD_CORE, SERVER_CORE


@dataclasses.dataclass
class Floor:
    cpu_ms_per_mbit: float
    us_per_packet: float


def run(setting, kind, viewers, seconds):
    """`kind` is sendto or gso."""
    out = subprocess.run([setting.bin / "floor", kind, str(viewers), str(seconds), str(SERVER_CORE), str(LOAD_CORE)], check=True, capture_output=True, text=True).stdout
    cpu, packets, size = map(int, out.split())
    return Floor(cpu / 1e6 / (size * 8 / 1e6), cpu / 1e3 / packets)
