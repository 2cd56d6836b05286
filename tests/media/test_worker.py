"""The reader works in its own process; when it hangs or dies the door stays open."""

from __future__ import annotations

import os
import signal

import pytest

from anju.media.errors import NothingReadError, PictureRefusedError
from anju.media.worker import PictureWorker
from tests.media.draw import page, png

pytestmark = [pytest.mark.asyncio, pytest.mark.processes]
WORDS = png(page(["请点击 icbc-kq.top 办理"]))


async def test_it_reads_refuses_and_reads_again() -> None:
    worker = PictureWorker(seconds=60)
    try:
        assert "icbc-kq.top" in (await worker.read(WORDS)).text
        with pytest.raises(PictureRefusedError):
            await worker.read(b"junk")
        assert "办理" in (await worker.read(WORDS)).text
    finally:
        worker.stop()


async def test_one_that_was_killed_is_started_again() -> None:
    worker = PictureWorker(seconds=60)
    try:
        await worker.read(WORDS)
        assert worker._pool is not None
        for process in list(worker._pool._processes):
            os.kill(process, signal.SIGKILL)
        with pytest.raises(NothingReadError):
            await worker.read(WORDS)
        assert "办理" in (await worker.read(WORDS)).text
    finally:
        worker.stop()


async def test_one_that_takes_too_long_is_given_up() -> None:
    worker = PictureWorker(seconds=0.01)
    with pytest.raises(NothingReadError) as caught:
        await worker.read(WORDS)
    assert caught.value.code == "unavailable"
    worker.stop()
