"""What a laboratory run saw, a line a look."""
import sys
import time
import traceback

from channel import CommandFailed, PowerLost


class Run:
    def __init__(self):
        self.passed = self.failed = 0

    def check(self, sentence, look, *arguments):
        """Runs one look, which returns what it has to say; true when it raised nothing."""
        started = time.monotonic()
        try:
            said = look(*arguments)
            self.passed += 1
            print(f"pass  {sentence} ({time.monotonic() - started:.1f} s){f': {said}' if said else ''}", flush=True)
            return True
        except Exception as error:
            self.failed += 1
            print(f"FAIL  {sentence}: {error}", flush=True)
            if not isinstance(error, (AssertionError, CommandFailed, PowerLost, RuntimeError, TimeoutError)):
                traceback.print_exc()
            return False

    def end(self):
        """Closes the program with the count."""
        print(f"{self.passed} passed, {self.failed} failed")
        sys.exit(self.failed > 0)
