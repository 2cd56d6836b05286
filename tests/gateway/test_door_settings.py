"""Settings: defaults, what is refused, and that no secret is shown."""

from __future__ import annotations

from dataclasses import fields
from ipaddress import ip_network
from pathlib import Path

import pytest

from anju.settings import Settings, SettingsError, load_settings, name_of

SECRET = "s" * 32


def test_without_any_variable_everything_has_its_default() -> None:
    settings = load_settings({})
    assert settings == Settings()
    assert (settings.gateway_host, settings.gateway_port) == ("127.0.0.1", 8080)
    assert (settings.rasa_port, settings.actions_port) == (5005, 5055)
    assert settings.gateway_turn_seconds == 4.3
    assert settings.gateway_proxies == ()
    assert settings.storage_folder == Path("var")


def test_an_empty_variable_means_the_default() -> None:
    assert load_settings({"ANJU_GATEWAY_PORT": "", "ANJU_INTERNAL_SECRET": ""}) == Settings()


def test_values_are_read_with_their_types() -> None:
    settings = load_settings(
        {
            "ANJU_GATEWAY_PORT": " 9000 ",
            "ANJU_GATEWAY_TURN_SECONDS": "2",
            "ANJU_GATEWAY_PER_SESSION": "5/second",
            "ANJU_GATEWAY_PROXIES": "10.0.0.0/8, ::1",
            "ANJU_STORAGE_FOLDER": "/srv/anju",
            "ANJU_INTERNAL_SECRET": SECRET,
        }
    )
    assert settings.gateway_port == 9000
    assert settings.gateway_turn_seconds == 2.0
    assert settings.gateway_per_session == "5/second"
    assert settings.gateway_proxies == (ip_network("10.0.0.0/8"), ip_network("::1"))
    assert settings.storage_folder == Path("/srv/anju")
    assert settings.internal_secret == SECRET


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ANJU_GATEWAY_PORT", "0"),
        ("ANJU_GATEWAY_PORT", "65536"),
        ("ANJU_GATEWAY_PORT", "http"),
        ("ANJU_GATEWAY_HOST", "two words"),
        ("ANJU_GATEWAY_TURN_SECONDS", "nan"),
        ("ANJU_GATEWAY_TURN_SECONDS", "-1"),
        ("ANJU_GATEWAY_SESSION_DAYS", "1.5"),
        ("ANJU_GATEWAY_PER_SESSION", "30"),
        ("ANJU_GATEWAY_PER_ADDRESS", "0/minute"),
        ("ANJU_GATEWAY_SESSIONS_PER_ADDRESS", "60 per minute"),
        ("ANJU_GATEWAY_IN_FLIGHT", "0"),
        ("ANJU_GATEWAY_PROXIES", "proxy.example"),
        ("ANJU_RASA_PORT", "5005/tcp"),
        ("ANJU_MODELS_FOLDER", "a\0b"),
    ],
)
def test_a_bad_value_names_the_setting_the_value_and_what_is_expected(
    name: str, value: str
) -> None:
    with pytest.raises(SettingsError) as caught:
        load_settings({name: value})
    message = str(caught.value)
    assert message.startswith(f"{name} is {value!r}; expected is ")
    assert "None" not in message


@pytest.mark.parametrize("name", ["ANJU_GATEWAY_SECRET", "ANJU_INTERNAL_SECRET"])
def test_a_secret_is_never_shown(name: str) -> None:
    with pytest.raises(SettingsError, match=r"\(of 6 characters\)") as caught:
        load_settings({name: "hunter"})
    assert "hunter" not in str(caught.value)
    assert SECRET not in repr(load_settings({name: SECRET}))


def test_the_environment_of_the_process_is_read_when_no_other_is_given(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("ANJU_GATEWAY_PORT", "8123")
    assert load_settings().gateway_port == 8123


def test_names_follow_one_pattern() -> None:
    names = [name_of(field) for field in fields(Settings)]
    assert "ANJU_GATEWAY_SESSIONS_PER_ADDRESS" in names
    assert len(set(names)) == len(names)
