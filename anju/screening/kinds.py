"""The kinds of messages (`data/screening/kinds.yml`) and the examples of each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import Enum
from pathlib import Path
from typing import Any, NamedTuple, Optional

from anju.screening.errors import ScreeningDataError
from anju.storage.yaml_file import read_yaml

KINDS_FILE, SETTINGS_FILE = "kinds.yml", "settings.yml"
CHANNELS = ("sms", "chat", "dialog", "told", "notice", "email", "web", "ocr")
STYLES = ("plain", "terse", "long", "unpunctuated", "disguised", "old")
LANGUAGES = ("zh", "en")


class Group(str, Enum):
    SCAM = "scam"
    NUISANCE = "nuisance"
    GENUINE = "genuine"


class Kind(NamedTuple):
    """One kind; `type` is the fact of data/knowledge that explains it, for scams."""

    id: str
    group: Group
    name: Mapping[str, str]
    type: Optional[str] = None


class Example(NamedTuple):
    """One message with its place in the grid kind x channel x style x language."""

    text: str
    kind: str
    channel: str
    style: str
    language: str


def load_kinds(folder: Path) -> dict[str, Kind]:
    """Return the kinds of `folder` by id, in the order of the file.

    Raises:
        ScreeningDataError: a record lacks a field, or an id stands there twice.
    """
    path = folder / KINDS_FILE
    content = read_yaml(path)
    records = content.get("kinds") if isinstance(content, dict) else None
    if not isinstance(records, list):
        raise ScreeningDataError(f"{path}: the file needs a list `kinds:`.")
    kinds: dict[str, Kind] = {}
    for place, record in enumerate(records, start=1):
        try:
            kind = Kind(
                str(record["id"]),
                Group(record["group"]),
                {language: str(record["name"][language]) for language in LANGUAGES},
                record.get("type"),
            )
        except (KeyError, TypeError, ValueError) as error:
            raise ScreeningDataError(f"{path}: kind {place}: {error!r}.") from error
        if kind.id in kinds:
            raise ScreeningDataError(f"{path}: the kind {kind.id} stands there twice.")
        if kind.group is Group.SCAM and kind.type is None:
            raise ScreeningDataError(f"{path}: {kind.id}: a scam needs `type:`, a fact's id.")
        kinds[kind.id] = kind
    return kinds


def load_examples(folder: Path, kinds: Mapping[str, Kind]) -> list[Example]:
    """Return the examples in the files of `folder`, file by file.

    Raises:
        ScreeningDataError: a kind, channel, style or language is unknown, or a text is empty.
    """
    examples: list[Example] = []
    for path in sorted(folder.glob("*.yml")):
        if path.name not in {KINDS_FILE, SETTINGS_FILE}:
            examples.extend(_examples_of(path, kinds))
    return examples


def _examples_of(path: Path, kinds: Mapping[str, Kind]) -> Iterator[Example]:
    content = read_yaml(path)
    for document in content if isinstance(content, list) else [content]:
        kind = document.get("kind") if isinstance(document, dict) else None
        if kind not in kinds:
            raise ScreeningDataError(f"{path}: {kind!r} is no kind of {KINDS_FILE}.")
        cells = document.get("cells")
        if not isinstance(cells, list):
            raise ScreeningDataError(f"{path}: {kind}: needs a list `cells:`.")
        for cell in cells:
            yield from _texts_of(path, str(kind), cell)


def _texts_of(path: Path, kind: str, cell: Any) -> Iterator[Example]:
    where = f"{path}: {kind}"
    if not isinstance(cell, dict) or not isinstance(cell.get("texts"), list):
        raise ScreeningDataError(f"{where}: a cell needs channel, style, language and `texts:`.")
    place = []
    for field, allowed in (("channel", CHANNELS), ("style", STYLES), ("language", LANGUAGES)):
        value = cell.get(field)
        if value not in allowed:
            raise ScreeningDataError(f"{where}: {field} {value!r} is not one of {allowed}.")
        place.append(str(value))
    for text in cell["texts"]:
        if not isinstance(text, str) or not text.strip():
            raise ScreeningDataError(f"{where}: {text!r:.40} is no text (quote numbers).")
        yield Example(text, kind, *place)
