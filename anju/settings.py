"""Every setting of Anju: its name, its default, and what it is for.

A setting is an environment variable ANJU_<AREA>_<NAME>; the field `gateway_port` below is
ANJU_GATEWAY_PORT. An unset or empty variable means the default.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import Field, dataclass, field, fields
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Any, TypeVar

SECRET_LENGTH = 32  # characters; shorter ones can be guessed
Network = IPv4Network | IPv6Network
_Number = TypeVar("_Number", int, float)
_RATE = re.compile(r"[1-9][0-9]{0,8}/(?:second|minute|hour|day)")


class SettingsError(ValueError):
    """A setting cannot be used. The message names it, its value, and what is expected."""


def _text(value: str) -> str:
    """a text without spaces"""
    if not value or value.split() != [value]:
        raise ValueError
    return value


def _secret(value: str) -> str:
    """at least 32 characters without spaces"""
    if value and (len(value) < SECRET_LENGTH or value.split() != [value]):
        raise ValueError
    return value


def _port(value: str) -> int:
    """a number from 1 to 65535"""
    return _between(int(value), 1, 65_535)


def _count(value: str) -> int:
    """a whole number from 1 to 100000"""
    return _between(int(value), 1, 100_000)


def _seconds(value: str) -> float:
    """seconds from 0.1 to 60"""
    return _between(float(value), 0.1, 60.0)


def _rate(value: str) -> str:
    """a number and second, minute, hour or day, as 30/minute"""
    if not _RATE.fullmatch(value):
        raise ValueError
    return value


def _networks(value: str) -> tuple[Network, ...]:
    """addresses or networks with commas between, as 127.0.0.1, 10.0.0.0/8"""
    return tuple(ip_network(part.strip()) for part in value.split(",") if part.strip())


def _folder(value: str) -> Path:
    """the path of a folder"""
    if "\0" in value:
        raise ValueError
    return Path(value)


def _between(value: _Number, low: _Number, high: _Number) -> _Number:
    if not low <= value <= high:  # also refuses NaN
        raise ValueError
    return value


def _setting(default: str, read: Callable[[str], Any], secret: bool = False) -> Any:
    metadata = {"read": read, "secret": secret}
    return field(default=read(default), repr=not secret, metadata=metadata)


@dataclass(frozen=True)
class Settings:
    """All settings, read once at the start and passed on."""

    # Where the public door listens.
    gateway_host: str = _setting("127.0.0.1", _text)
    gateway_port: int = _setting("8080", _port)
    # Signs the sessions; when empty, a key is made once and kept in the storage folder.
    gateway_secret: str = _setting("", _secret, secret=True)
    # Time for one answer, in seconds; WeChat asks again after 5.
    gateway_turn_seconds: float = _setting("4.3", _seconds)
    # How long a session of the chat page is good for.
    gateway_session_days: int = _setting("30", _count)
    # Requests of one session, of one address, and new sessions of one address.
    gateway_per_session: str = _setting("30/minute", _rate)
    gateway_per_address: str = _setting("240/minute", _rate)
    gateway_sessions_per_address: str = _setting("60/minute", _rate)
    # Turns that may wait for Rasa at one time.
    gateway_in_flight: int = _setting("64", _count)
    # Proxies whose X-Forwarded-For is believed.
    gateway_proxies: tuple[Network, ...] = _setting("", _networks)
    # Where Rasa and its action server listen; never in public.
    rasa_host: str = _setting("127.0.0.1", _text)
    rasa_port: int = _setting("5005", _port)
    actions_host: str = _setting("127.0.0.1", _text)
    actions_port: int = _setting("5055", _port)
    # Shared by the gateway and Rasa's channel; may be empty only in tests.
    internal_secret: str = _setting("", _secret, secret=True)
    # Databases, keys and everything else that has to outlive a restart.
    storage_folder: Path = _setting("var", _folder)
    # Trained models.
    models_folder: Path = _setting("models", _folder)


def load_settings(env: Mapping[str, str] | None = None) -> Settings:
    """Return the settings in `env` (by default the environment of this process).

    Raises:
        SettingsError: a value is not usable.
    """
    env = os.environ if env is None else env
    values = {
        one.name: _read(one, env[name_of(one)]) for one in fields(Settings) if env.get(name_of(one))
    }
    return Settings(**values)


def name_of(setting: Field[Any]) -> str:
    """Return the environment variable of a field of `Settings`."""
    return f"ANJU_{setting.name.upper()}"


def _read(setting: Field[Any], value: str) -> Any:
    read = setting.metadata["read"]
    try:
        return read(value.strip())
    except ValueError:
        # A secret must not end up in a log, not even a bad one.
        shown = f"(of {len(value)} characters)" if setting.metadata["secret"] else repr(value)
        raise SettingsError(f"{name_of(setting)} is {shown}; expected is {read.__doc__}.") from None
