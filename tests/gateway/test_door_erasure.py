"""DELETE: everything of a conversation goes, at once or as soon as Rasa is back."""

from __future__ import annotations

import asyncio
import stat
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from anju.gateway.deletions import Deletions
from anju.gateway.sessions import Sessions
from anju.gateway.turn import Turns
from anju.settings import Settings
from tests.gateway.stand_in import KEY, StandIn, door, make_turns, open_session, say, texts

ANNA, BERT = "a" * 32, "b" * 32


def erase(client: TestClient, token: str) -> Any:
    return client.delete("/api/chat/session", headers={"Authorization": f"Bearer {token}"})


def owed(settings: Settings) -> list[str]:
    path = settings.storage_folder / "deletions.txt"
    return path.read_text().splitlines() if path.exists() else []


def eventually(check: Callable[[], bool]) -> bool:
    until = time.monotonic() + 5
    while not check() and time.monotonic() < until:
        time.sleep(0.01)
    return check()


def test_a_conversation_is_deleted_behind_the_door(
    client: TestClient, rasa: StandIn, settings: Settings, token: str
) -> None:
    answer = erase(client, token)
    assert (answer.status_code, answer.content) == (204, b"")
    assert rasa.deleted == [Sessions(KEY, 30).person(token)]
    assert owed(settings) == []


def test_nothing_is_deleted_without_a_token(client: TestClient, rasa: StandIn) -> None:
    assert client.delete("/api/chat/session").json()["error"] == "missing_token"
    assert erase(client, "x").json()["error"] == "unknown_token"
    assert rasa.deleted == []


@pytest.mark.parametrize("how", ["down", "500", "slow", "501"])
def test_when_rasa_cannot_the_promise_is_kept_in_a_file(
    client: TestClient, rasa: StandIn, settings: Settings, token: str, how: str
) -> None:
    rasa.up = how != "down"
    rasa.status = int(how) if how.isdigit() else 200
    rasa.delay = 30.0 if how == "slow" else 0.0
    assert erase(client, token).status_code == 204
    assert owed(settings) == [Sessions(KEY, 30).person(token)]


def test_it_is_done_at_the_next_contact_with_anyone(
    client: TestClient, rasa: StandIn, settings: Settings, token: str
) -> None:
    rasa.up = False
    erase(client, token)
    rasa.up = True
    assert texts(say(client, open_session(client), "hello")) == "heard hello"
    assert eventually(lambda: owed(settings) == [])
    assert rasa.deleted == [Sessions(KEY, 30).person(token)]


def test_it_is_done_after_a_restart_too(settings: Settings, rasa: StandIn) -> None:
    rasa.up = False
    with door(settings, rasa) as client:
        token = open_session(client)
        erase(client, token)
    rasa.up = True
    with door(settings, rasa):
        assert eventually(lambda: owed(settings) == [])
    assert rasa.deleted == [Sessions(KEY, 30).person(token)]


def test_the_supervisors_question_is_a_contact(
    client: TestClient, rasa: StandIn, settings: Settings, token: str
) -> None:
    rasa.up = False
    erase(client, token)
    rasa.up = True
    client.get("/health")
    assert eventually(lambda: owed(settings) == [])


def test_what_is_said_after_an_erasure_is_not_deleted_with_it(
    client: TestClient, rasa: StandIn, settings: Settings, token: str
) -> None:
    rasa.up = False
    erase(client, token)
    rasa.up = True
    say(client, token, "hello again")
    assert rasa.deleted == [Sessions(KEY, 30).person(token)]
    assert rasa.messages == ["hello again"]
    assert eventually(lambda: owed(settings) == [])
    assert len(rasa.deleted) == 1


@pytest.mark.asyncio
async def test_an_erasure_comes_after_the_messages_before_it(turns: Turns, rasa: StandIn) -> None:
    rasa.delay = 0.1
    await asyncio.gather(turns.answer(ANNA, "my secret"), turns.forget(ANNA))
    assert rasa.messages == ["my secret"]
    assert rasa.deleted == [ANNA]
    await turns.close()


@pytest.mark.asyncio
async def test_the_door_forgets_the_language_of_the_person_too(turns: Turns, rasa: StandIn) -> None:
    await turns.answer(ANNA, "how do I get a visa")
    await turns.forget(ANNA)
    assert len(turns._people) == 0
    await turns.answer(ANNA, "ok")
    assert [body["language"] for body in rasa.told] == ["en", None]
    await turns.close()


def test_a_promise_that_cannot_be_written_is_not_made(
    client: TestClient, rasa: StandIn, settings: Settings, token: str
) -> None:
    settings.storage_folder.parent.mkdir(exist_ok=True)
    settings.storage_folder.touch()  # a file where the folder should be
    answer = erase(client, token)
    assert (answer.status_code, answer.json()["error"]) == (503, "too_busy")


# The file --------------------------------------------------------------------------------------


def test_the_list_survives_and_nobody_stands_on_it_twice(tmp_path: Path) -> None:
    path = tmp_path / "var" / "deletions.txt"
    deletions = Deletions(path)
    for person in (ANNA, BERT, ANNA):
        deletions.remember(person)
    assert path.read_text() == f"{ANNA}\n{BERT}\n"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    again = Deletions(path)
    assert again.owed() == [ANNA, BERT]
    again.done(ANNA)
    again.done(ANNA)
    assert Deletions(path).owed() == [BERT]
    assert [each.name for each in path.parent.iterdir()] == ["deletions.txt"]


def test_a_damaged_line_is_no_person(tmp_path: Path) -> None:
    path = tmp_path / "deletions.txt"
    path.write_bytes(f"{ANNA}\n../../x\n\xff\n{BERT[:10]}\n{BERT}".encode("latin-1"))
    assert Deletions(path).owed() == [ANNA, BERT]


@pytest.mark.asyncio
async def test_one_that_fails_does_not_keep_the_door_from_trying_again(
    settings: Settings, rasa: StandIn
) -> None:
    rasa.status = 500
    turns = make_turns(settings, rasa)
    await turns.forget(ANNA)
    for status, deleted in ((500, []), (200, [ANNA])):
        rasa.status = status
        turns.settle_soon()
        while turns._background:
            await asyncio.gather(*turns._background)
        assert rasa.deleted == deleted
    await turns.close()
