"""Messages of one person are answered in order and soon; different people do not wait."""

from __future__ import annotations

import asyncio
import time

import pytest
from rasa.core.lock_store import LockStore
from rasa.utils.endpoints import EndpointConfig

from anju.nlu.lock_store import POLL_SECONDS, QuickLockStore

pytestmark = [pytest.mark.rasa, pytest.mark.asyncio]


async def turn(store: QuickLockStore, person: str, name: int, done: list[int]) -> None:
    async with store.lock(person):
        await asyncio.sleep(0.01)
        done.append(name)


async def test_four_quick_messages_are_answered_in_order_well_under_a_second() -> None:
    """With Rasa's poll of one second the last would wait three."""
    store, done = QuickLockStore(), list[int]()
    start = time.monotonic()
    await asyncio.gather(*(turn(store, "person", name, done) for name in range(4)))
    assert done == [0, 1, 2, 3]
    assert time.monotonic() - start < 0.9


async def test_two_people_do_not_wait_for_each_other() -> None:
    store, done = QuickLockStore(), list[int]()
    async with store.lock("one"):
        await asyncio.wait_for(turn(store, "other", 1, done), timeout=2)
    assert done == [1]


async def test_a_turn_that_fails_lets_the_next_one_in() -> None:
    store, done = QuickLockStore(), list[int]()
    with pytest.raises(RuntimeError, match="broken"):
        async with store.lock("person"):
            raise RuntimeError("broken")
    await asyncio.wait_for(turn(store, "person", 1, done), timeout=2)
    assert done == [1]


async def test_the_poll_of_a_caller_counts() -> None:
    """Rasa's processor calls `lock` without one; whoever gives one gets it."""
    store, done = QuickLockStore(), list[int]()

    async def patient() -> None:
        async with store.lock("person", wait_time_in_seconds=0.5):
            done.append(2)

    start = time.monotonic()
    await asyncio.gather(turn(store, "person", 1, done), patient())
    assert done == [1, 2]
    assert time.monotonic() - start >= 0.45
    assert POLL_SECONDS < 0.1


async def test_rasa_finds_it_by_the_name_in_endpoints_yml() -> None:
    name = f"{QuickLockStore.__module__}.{QuickLockStore.__name__}"
    assert isinstance(LockStore.create(EndpointConfig(type=name)), QuickLockStore)
