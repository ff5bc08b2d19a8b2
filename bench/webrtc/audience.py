"""The viewers: one process of Pion peers on the load's core. They decrypt and count; see bench/peers/pion/clients."""
import json

from processes import LOAD_CORE, Process


class Audience:
    def __init__(self, setting, server, profile="gcm", arguments=(), via=(), pass_fds=()):
        self._process = Process(LOAD_CORE, [*via, setting.bin / "pion-clients", *server.way(), "-profile", profile, *arguments],
                                setting.log("clients"), env={"GOMAXPROCS": "1"}, pass_fds=pass_fds)
        self.pid = self._process.pid

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._process.stop()

    def _ask(self, command, timeout):
        since = len(self._process.lines)
        self._process.say(command)
        return json.loads(self._process.wait_for(lambda _: True, timeout, since))

    def join(self, count, every_ms=0, leave=False):
        """Milliseconds from POST to a complete key frame, of each."""
        answer = self._ask(f"join {count} {every_ms}" + (" leave" if leave else ""), 40 + count * every_ms / 1000)
        if answer["errors"]:
            raise Refused(answer["errors"][0])
        return answer["ms"]

    def start(self):
        self._ask("start", 10)

    def stop(self):
        return self._ask("stop", 20)

    def close(self):
        self._ask("close", 20)


class Refused(Exception):
    """Viewers did not get in."""
