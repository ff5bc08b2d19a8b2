"""Runs commands in the VM, through the agent's virtio-serial port."""
import itertools
import json
import queue
import threading
from dataclasses import dataclass


@dataclass(frozen=True)
class Answer:
    code: int
    out: str
    err: str


class CommandFailed(Exception):
    pass


class PowerLost(Exception):
    """The VM went away while a command ran."""


class Channel:
    """Several threads may run commands at once; the answers find their callers by number. Owns the connection."""

    def __init__(self, connection):
        self._connection = connection
        self._numbers = itertools.count(1)
        self._waiting = {}
        self._lock = threading.Lock()
        self._gone = False
        threading.Thread(target=self._read, daemon=True).start()

    def run(self, command, timeout, check):
        mailbox = queue.Queue(1)
        with self._lock:
            if self._gone:
                raise PowerLost(command)
            number = next(self._numbers)
            self._waiting[number] = mailbox
            self._connection.sendall(json.dumps({"id": number, "run": command, "timeout": timeout}).encode() + b"\n")
        try:
            answer = mailbox.get(timeout=timeout + 30)
        except queue.Empty:
            raise TimeoutError(f"the VM does not answer: {command}") from None
        if answer is None:
            raise PowerLost(command)
        if check and answer.code != 0:
            raise CommandFailed(f"{command}\nexit status {answer.code}\n{answer.out}{answer.err}")
        return answer

    def _read(self):
        try:
            with self._connection.makefile("rb") as lines:
                for line in lines:
                    message = json.loads(line)
                    self._give(message["id"], Answer(message["rc"], message["out"], message["err"]))
        except (OSError, ValueError):
            pass
        with self._lock:
            self._gone = True
        for number in list(self._waiting):
            self._give(number, None)

    def _give(self, number, answer):
        with self._lock:
            mailbox = self._waiting.pop(number, None)
        if mailbox:
            mailbox.put(answer)

    def close(self):
        self._connection.close()
