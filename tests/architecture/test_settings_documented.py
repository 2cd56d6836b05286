"""Every setting is written down, and nothing is written down that is no setting."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

import pytest

from anju.settings import Settings, name_of


@pytest.fixture(scope="module")
def documented(root: Path) -> set[str]:
    text = (root / "docs" / "settings.md").read_text(encoding="utf-8")
    return set(re.findall(r"\bANJU_[A-Z_]+\b", text))


def test_every_setting_is_documented(documented: set[str]) -> None:
    assert {name_of(field) for field in fields(Settings)} - documented == set()


def test_every_documented_setting_exists(documented: set[str]) -> None:
    assert documented - {name_of(field) for field in fields(Settings)} == set()
