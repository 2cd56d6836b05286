"""A small valid fact, to be broken in one place at a time."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from anju.knowledge.schema import Record

FACT: dict[str, Any] = {
    "id": "sv_passport",
    "group": "service",
    "title": {"zh": "护照", "en": "Passport"},
    "aliases": {"zh": ["办护照"], "en": ["get a passport"]},
    "answer": {
        "zh": ["先在随申办预约。", "带身份证。"],
        "en": ["Book in Suishenban first.", "Bring your ID card."],
    },
    "parts": {
        "fee": {"zh": ["120元。"], "en": ["120 yuan."]},
        "materials": {"zh": ["身份证。", "照片。"], "en": ["ID card.", "A photo."]},
    },
    "authority": {"zh": "国家移民管理局", "en": "National Immigration Administration"},
    "sources": ["https://example.invalid/passport"],
    "checked_on": "2026-11-22",
    "expires_on": "2027-05-22",
    "confidence": "high",
}


@pytest.fixture
def fact() -> Callable[..., dict[str, Any]]:
    """A function that returns the fields of a fact, with changes; None takes a field out."""

    def build(**changes: Any) -> dict[str, Any]:
        fields = {**FACT, **changes}
        return {name: value for name, value in fields.items() if value is not None}

    return build


@pytest.fixture
def record(fact: Callable[..., dict[str, Any]]) -> Callable[..., Record]:
    return lambda **changes: Record.parse_obj(fact(**changes))


@pytest.fixture
def folder(tmp_path: Path) -> Callable[..., Path]:
    """A function that writes files of facts and returns their folder."""

    def write(**files: Any) -> Path:
        for name, content in files.items():
            text = (
                content if isinstance(content, str) else yaml.safe_dump(content, allow_unicode=True)
            )
            (tmp_path / f"{name}.yml").write_text(text, encoding="utf-8")
        return tmp_path

    return write
