"""Runs shell commands for the machine outside: one JSON object a line over a virtio-serial port, both ways.

{"id": 1, "run": "ls", "timeout": 60}  ->  {"id": 1, "rc": 0, "out": "...", "err": "..."}
Commands run side by side; each has a process group of its own, which is ended at its timeout (rc 124).
"""
import json
import os
import signal
import subprocess
import sys
import threading
import time

LONGEST_OUTPUT = 2_000_000
ENVIRONMENT = {"PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "HOME": "/root", "LANG": "C.UTF-8"}


class Port:
    def __init__(self, path):
        self._fd = os.open(path, os.O_RDWR)
        self._lock = threading.Lock()
        self._rest = b""

    def lines(self):
        while True:
            *complete, self._rest = self._rest.split(b"\n")
            yield from complete
            read = os.read(self._fd, 65536)
            if not read:
                time.sleep(0.05)  # nobody outside: the read returns at once
            self._rest += read

    def write(self, answer):
        data = json.dumps(answer).encode() + b"\n"
        with self._lock:
            while data:
                data = data[os.write(self._fd, data):]


def run(request):
    process = subprocess.Popen(["/bin/bash", "-c", request["run"]], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                               stderr=subprocess.PIPE, cwd="/root", env=ENVIRONMENT, start_new_session=True)
    try:
        out, err = process.communicate(timeout=request.get("timeout", 120))
        code = process.returncode
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        out, err = process.communicate()
        code = 124
    text = [data[-LONGEST_OUTPUT:].decode(errors="replace") for data in (out, err)]
    return {"id": request["id"], "rc": code, "out": text[0], "err": text[1]}


def main():
    port = Port(sys.argv[1])
    for line in port.lines():
        if line.strip():
            request = json.loads(line)
            threading.Thread(target=lambda r=request: port.write(run(r)), daemon=True).start()


main()
