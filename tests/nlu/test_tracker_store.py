"""Conversations outlive a restart, and one can be deleted when its person asks."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import BotUttered, SessionStarted, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import EndpointConfig

from anju.nlu.channel import _erasable
from anju.nlu.tracker_store import ErasableTrackerStore

pytestmark = [pytest.mark.rasa, pytest.mark.asyncio]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "not yet" / "conversations.db"


@pytest.fixture
def store(path: Path) -> ErasableTrackerStore:
    return ErasableTrackerStore(domain=Domain.empty(), db=str(path), dialect="sqlite")


async def remember(store: ErasableTrackerStore, person: str, *texts: str) -> None:
    events = [event for text in texts for event in (UserUttered(text), BotUttered("好的"))]
    await store.save(DialogueStateTracker.from_events(person, events))


async def test_the_folder_of_the_database_is_made(store: ErasableTrackerStore, path: Path) -> None:
    assert path.is_file()


async def test_a_conversation_is_there_after_a_restart(
    store: ErasableTrackerStore, path: Path
) -> None:
    await remember(store, "a", "我的护照丢了")
    again = ErasableTrackerStore(domain=Domain.empty(), db=str(path), dialect="sqlite")
    tracker = await again.retrieve("a")
    assert tracker is not None
    assert tracker.latest_message is not None
    assert tracker.latest_message.text == "我的护照丢了"


async def test_deleting_tells_how_much_was_there(store: ErasableTrackerStore) -> None:
    await remember(store, "a", "一", "二")
    assert await store.delete("a") == 4
    assert await store.delete("a") == 0


async def test_what_was_deleted_is_gone_from_the_store_and_from_the_file(
    store: ErasableTrackerStore, path: Path
) -> None:
    await remember(store, "a", "我的护照丢了")
    await store.delete("a")
    assert await store.retrieve("a") is None
    assert list(await store.keys()) == []
    with sqlite3.connect(path) as database:
        assert database.execute("select count(*) from events").fetchone() == (0,)


async def test_the_conversations_of_others_stay(store: ErasableTrackerStore) -> None:
    for person in ("a", "ab", "A"):
        await remember(store, person, "你好")
    await store.delete("a")
    assert sorted(await store.keys()) == ["A", "ab"]


@pytest.mark.parametrize("person", ["%", "_", "' or 1=1 --", ""])
async def test_an_odd_name_deletes_nobody_else(store: ErasableTrackerStore, person: str) -> None:
    await remember(store, "a", "你好")
    assert await store.delete(person) == 0
    assert list(await store.keys()) == ["a"]


async def test_a_person_can_start_again_after_deleting(store: ErasableTrackerStore) -> None:
    await remember(store, "a", "一", "二")
    await store.delete("a")
    await remember(store, "a", "三")
    assert await store.delete("a") == 2


async def test_rasa_finds_it_by_the_name_in_endpoints_yml_and_the_channel_inside_its_wrappers(
    path: Path,
) -> None:
    name = f"{ErasableTrackerStore.__module__}.{ErasableTrackerStore.__name__}"
    endpoint = EndpointConfig(type=name, dialect="sqlite", db=str(path))
    store = TrackerStore.create(endpoint, domain=Domain.empty())
    assert isinstance(_erasable(store), ErasableTrackerStore)


async def test_another_store_cannot_delete(tmp_path: Path) -> None:
    assert _erasable(TrackerStore.create(None, domain=Domain.empty())) is None
    assert _erasable(None) is None


async def test_a_talk_goes_on_from_memory_and_is_stored_event_by_event(
    store: ErasableTrackerStore, path: Path
) -> None:
    await remember(store, "a", "一")
    first = await store.retrieve("a")
    assert first is not None
    first.update(UserUttered("二"))
    await store.save(first)
    assert await store.retrieve("a") is first
    again = ErasableTrackerStore(domain=Domain.empty(), db=str(path), dialect="sqlite")
    read = await again.retrieve("a")
    assert read is not None
    assert [e.text for e in read.events if isinstance(e, UserUttered)] == ["一", "二"]


async def test_a_turn_that_failed_leaves_nothing_behind(store: ErasableTrackerStore) -> None:
    await remember(store, "a", "一")
    broken = await store.retrieve("a")
    assert broken is not None
    broken.update(UserUttered("never saved"))
    tracker = await store.retrieve("a")
    assert tracker is not None
    assert tracker.latest_message is not None
    assert tracker.latest_message.text == "一"


async def test_what_another_process_wrote_is_read(store: ErasableTrackerStore, path: Path) -> None:
    await remember(store, "a", "一")
    other = ErasableTrackerStore(domain=Domain.empty(), db=str(path), dialect="sqlite")
    theirs = await other.retrieve("a")
    assert theirs is not None
    theirs.update(UserUttered("二"))
    await other.save(theirs)
    tracker = await store.retrieve("a")
    assert tracker is not None
    assert tracker.latest_message is not None
    assert tracker.latest_message.text == "二"


async def test_a_new_session_does_not_carry_the_old_one(store: ErasableTrackerStore) -> None:
    events = [SessionStarted(timestamp=1.0), UserUttered("一", timestamp=2.0)]
    await store.save(DialogueStateTracker.from_events("a", events))
    tracker = await store.retrieve("a")
    assert tracker is not None
    tracker.update(SessionStarted(timestamp=3.0))
    tracker.update(UserUttered("二", timestamp=4.0))
    await store.save(tracker)
    latest = await store.retrieve("a")
    assert latest is not None
    assert [e.text for e in latest.events if isinstance(e, UserUttered)] == ["二"]
