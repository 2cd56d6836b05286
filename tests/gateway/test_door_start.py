"""python -m anju.gateway: what it refuses to start with, and what it tells the web server."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from starlette.applications import Starlette

from anju.gateway import __main__ as start
from anju.gateway.app import create_app
from anju.settings import Settings
from anju.storage.yaml_file import DataFileError
from tests.gateway.stand_in import INTERNAL, KEY


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[pytest.MonkeyPatch]:
    monkeypatch.setenv("ANJU_GATEWAY_SECRET", KEY)
    monkeypatch.setenv("ANJU_INTERNAL_SECRET", INTERNAL)
    monkeypatch.setenv("ANJU_STORAGE_FOLDER", str(tmp_path))
    monkeypatch.setenv("ANJU_GATEWAY_PORT", "8123")
    level = logging.getLogger("httpx").level
    yield monkeypatch
    logging.getLogger("httpx").setLevel(level)


def test_the_server_writes_no_address_and_does_not_name_itself(
    environment: pytest.MonkeyPatch,
) -> None:
    told: dict[str, Any] = {}
    environment.setattr(uvicorn, "run", lambda app, **options: told.update(options, app=app))
    start.main()
    assert isinstance(told["app"], Starlette)
    assert (told["host"], told["port"]) == ("127.0.0.1", 8123)
    assert told["access_log"] is False
    assert told["server_header"] is False
    assert told["proxy_headers"] is False
    assert logging.getLogger("httpx").level == logging.WARNING, "it logs the addresses it asks"


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("ANJU_INTERNAL_SECRET", "", "ANJU_INTERNAL_SECRET is empty"),
        ("ANJU_INTERNAL_SECRET", "short", "ANJU_INTERNAL_SECRET is"),
        ("ANJU_GATEWAY_PORT", "no", "ANJU_GATEWAY_PORT is 'no'"),
    ],
)
def test_it_does_not_start_with_a_wrong_setting(
    environment: pytest.MonkeyPatch, name: str, value: str, message: str
) -> None:
    environment.setenv(name, value)
    with pytest.raises(SystemExit, match=message) as caught:
        start.main()
    assert "\n" not in str(caught.value)


def test_it_does_not_start_without_its_words(settings: Settings, tmp_path: Path) -> None:
    with pytest.raises(DataFileError, match=r"lookalikes\.yml"):
        create_app(settings, data=tmp_path / "nothing")
