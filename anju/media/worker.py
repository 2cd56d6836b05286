"""The reader of pictures in a process of its own: it takes half a gigabyte and a second at a time.

The door stays quick whatever a picture does: a reader that hangs is killed, one that dies is
started again for the next picture.
"""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import signal
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool

from anju.media.errors import NothingReadError
from anju.media.text import PictureText

_SECONDS = 20.0
_MOST_WAITING = 8
_MEMORY = 3 * 1024**3  # bytes of address space


class PictureWorker:
    """Read pictures one after another, outside the event loop."""

    def __init__(self, seconds: float = _SECONDS) -> None:
        self._seconds = seconds
        self._pool: ProcessPoolExecutor | None = None
        self._waiting = 0

    async def read(self, content: bytes) -> PictureText:
        """Return what a picture says. Nothing of it is kept.

        Raises:
            MediaError: the picture is refused, empty of text, or there is no time for it.
        """
        if self._waiting >= _MOST_WAITING:
            raise NothingReadError("unavailable")
        self._waiting += 1
        try:
            work = self._started().submit(_read, content)
            return await asyncio.wait_for(asyncio.wrap_future(work), self._seconds)
        except (BrokenProcessPool, asyncio.TimeoutError, OSError) as error:
            self.stop()
            raise NothingReadError("unavailable") from error
        finally:
            self._waiting -= 1

    def stop(self) -> None:
        """End the process, whatever it is doing."""
        pool, self._pool = self._pool, None
        if pool is None:
            return
        for process in list((pool._processes or {}).values()):
            if process.pid is not None and process.is_alive():
                os.kill(process.pid, signal.SIGKILL)
        pool.shutdown(wait=False, cancel_futures=True)

    def _started(self) -> ProcessPoolExecutor:
        if self._pool is None:
            context = multiprocessing.get_context("spawn")
            self._pool = ProcessPoolExecutor(1, mp_context=context, initializer=_prepare)
        return self._pool


def _prepare() -> None:
    """Ctrl-C is for the parent; a picture may not take all the memory."""
    import resource  # not on every system

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))


def _read(content: bytes) -> PictureText:
    from anju.media.reader import read_picture  # the worker alone loads what reads

    return read_picture(content)
