"""Tokens: unguessable, bound to the key and to time, and kept nowhere."""

from __future__ import annotations

import re
import stat
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anju.gateway.errors import DoorError
from anju.gateway.sessions import Sessions, gateway_key
from anju.settings import Settings, SettingsError
from tests.gateway.stand_in import KEY

DAY = 86_400


def code_of(sessions: Sessions, token: object) -> str:
    with pytest.raises(DoorError) as caught:
        sessions.person(token)
    return caught.value.code


def test_a_token_leads_to_one_person_and_says_nothing_of_the_id() -> None:
    sessions = Sessions(KEY, 30)
    token = sessions.open()
    person = sessions.person(token)
    assert re.fullmatch("[0-9a-f]{32}", person)
    assert sessions.person(token) == person
    assert person not in token


def test_no_two_sessions_are_the_same() -> None:
    sessions = Sessions(KEY, 30)
    tokens = [sessions.open() for _ in range(200)]
    assert len({sessions.person(token) for token in tokens}) == 200
    assert all(len(token) > 60 for token in tokens)


def test_a_restart_with_the_same_key_knows_the_token() -> None:
    token = Sessions(KEY, 30).open()
    assert Sessions(KEY, 30).person(token) == Sessions(KEY, 30).person(token)


def test_a_token_of_another_key_is_unknown() -> None:
    assert code_of(Sessions(KEY, 30), Sessions("o" * 40, 30).open()) == "unknown_token"


@pytest.mark.parametrize("token", [None, "", 7, ["x"], {"token": "x"}])
def test_no_token_is_missing(token: object) -> None:
    assert code_of(Sessions(KEY, 30), token) == "missing_token"


def test_every_changed_character_makes_it_unknown() -> None:
    sessions = Sessions(KEY, 30)
    token = sessions.open()
    for place in range(len(token)):
        other = "A" if token[place] != "A" else "B"
        changed = token[:place] + other + token[place + 1 :]
        # The last character of base64 may carry bits that count for nothing.
        if place < len(token) - 1:
            assert code_of(sessions, changed) == "unknown_token", place


@given(st.text(min_size=1))
def test_any_other_text_is_unknown(token: str) -> None:
    assert code_of(Sessions(KEY, 30), token) == "unknown_token"


def test_a_token_ends_after_its_days() -> None:
    now = 1_000_000.0
    token = Sessions(KEY, 30, clock=lambda: now).open()
    assert Sessions(KEY, 30, clock=lambda: now + 30 * DAY).person(token)
    later = Sessions(KEY, 30, clock=lambda: now + 30 * DAY + 1)
    assert code_of(later, token) == "expired_token"


def test_a_token_from_the_future_does_not_live_longer() -> None:
    token = Sessions(KEY, 30, clock=lambda: 2_000_000.0).open()
    assert code_of(Sessions(KEY, 30, clock=lambda: 1_000_000.0), token) == "expired_token"


# The key ---------------------------------------------------------------------------------------


def test_the_key_of_the_settings_comes_first(settings: Settings) -> None:
    assert gateway_key(settings) == KEY
    assert not settings.storage_folder.exists()


def test_a_key_is_made_once_and_only_its_owner_can_read_it(settings: Settings) -> None:
    settings = replace(settings, gateway_secret="")
    key = gateway_key(settings)
    path = settings.storage_folder / "gateway.key"
    assert len(key) >= 32
    assert gateway_key(settings) == key
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [each.name for each in settings.storage_folder.iterdir()] == ["gateway.key"]


def test_a_key_file_that_others_can_read_is_closed(settings: Settings) -> None:
    settings = replace(settings, gateway_secret="")
    gateway_key(settings)
    path = settings.storage_folder / "gateway.key"
    path.chmod(0o644)
    gateway_key(settings)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_short_key_file_is_refused_without_being_shown(settings: Settings) -> None:
    settings.storage_folder.mkdir()
    (settings.storage_folder / "gateway.key").write_text("abc")
    with pytest.raises(SettingsError, match=r"gateway\.key has 3 characters") as caught:
        gateway_key(replace(settings, gateway_secret=""))
    assert "abc" not in str(caught.value)


def test_a_storage_folder_that_is_a_file_is_explained(tmp_path: Path, settings: Settings) -> None:
    (tmp_path / "file").touch()
    settings = replace(settings, gateway_secret="", storage_folder=tmp_path / "file")
    with pytest.raises(SettingsError, match=r"SECRET is empty and .* cannot be used"):
        gateway_key(settings)
