"""Keep one process running: `python -m anju.supervise.keep COMMAND …`.

When a part dies it is started again, while the others go on: the door answers emergencies even
with nothing behind it.
"""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from types import FrameType
from typing import Optional

SHORT_LIFE = 10.0  # seconds; a process that dies sooner waits longer for its next start
LONGEST_WAIT = 30.0  # seconds


def keep_running(command: list[str]) -> int:
    """Run `command` again and again until this process is told to stop."""
    child: Optional[subprocess.Popen[bytes]] = None
    stopping = False

    def stop(number: int, frame: Optional[FrameType]) -> None:
        nonlocal stopping
        stopping = True
        if child is not None and child.poll() is None:
            child.terminate()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    wait = 1.0
    while not stopping:
        started = time.monotonic()
        child = subprocess.Popen(command)
        code = child.wait()
        if stopping:
            break
        lived = time.monotonic() - started
        wait = 1.0 if lived > SHORT_LIFE else min(wait * 2, LONGEST_WAIT)
        print(
            f"{command[0]} ended with {code} after {lived:.0f} s; again in {wait:.0f} s", flush=True
        )
        time.sleep(wait)
    return 0


if __name__ == "__main__":
    sys.exit(keep_running(sys.argv[1:]))
