"""What the tests of the door share."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from anju.gateway import turn
from anju.gateway.turn import Turns
from anju.settings import Settings
from tests.gateway.stand_in import INTERNAL, KEY, StandIn, door, make_turns, open_session


@pytest.fixture(autouse=True, scope="session")
def _words_are_read_once(data: Path) -> Iterator[None]:
    """They do not change between tests, and reading them takes most of the time of one."""
    with pytest.MonkeyPatch.context() as patch:
        load, normalizer = turn.load_emergency_words, turn.load_normalizer
        read = functools.lru_cache(maxsize=None)
        lookalikes = data / "lexicon" / "lookalikes.yml"
        words = read(lambda path: load(path, normalizer(lookalikes)))
        patch.setattr(turn, "load_emergency_words", lambda path, _: words(path))
        patch.setattr(turn, "load_normalizer", read(normalizer))
        patch.setattr(turn, "load_cards", read(turn.load_cards))
        yield


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(
        gateway_secret=KEY,
        internal_secret=INTERNAL,
        storage_folder=tmp_path / "var",
        gateway_turn_seconds=0.5,
    )


@pytest.fixture
def rasa() -> StandIn:
    return StandIn()


@pytest.fixture
def client(settings: Settings, rasa: StandIn) -> Iterator[TestClient]:
    with door(settings, rasa) as client:
        yield client


@pytest.fixture
def token(client: TestClient) -> str:
    return open_session(client)


@pytest.fixture
def turns(settings: Settings, rasa: StandIn) -> Turns:
    return make_turns(settings, rasa)
