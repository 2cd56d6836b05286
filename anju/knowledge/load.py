"""Load `data/knowledge/*.yml` through the schema, or say which file, record and field is wrong."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from anju.knowledge.errors import (
    BrokenReferenceError,
    DuplicateRecordError,
    ExpiredRecordError,
    InvalidRecordError,
    KnowledgeError,
)
from anju.knowledge.schema import Group, Record
from anju.storage.yaml_file import DataFileError, read_yaml


class Knowledge(Mapping[str, Record]):
    """All facts by id."""

    def __init__(self, records: Iterable[Record]) -> None:
        self._records = {record.id: record for record in records}

    def __getitem__(self, record_id: str) -> Record:
        return self._records[record_id]

    def __iter__(self) -> Iterator[str]:
        return iter(self._records)

    def __len__(self) -> int:
        return len(self._records)

    def in_groups(self, groups: Iterable[Group]) -> list[Record]:
        wanted = set(groups)
        return [record for record in self._records.values() if record.group in wanted]


def load_knowledge(folder: Path, today: date | None = None) -> Knowledge:
    """Return all facts below `folder`.

    With `today`, a record past its `expires_on` is refused: this is how facts are checked before
    a release. Without it expired records load, because a resident is better served by a dated
    fact that says it is out of date (see `anju.knowledge.render`) than by none.

    Raises:
        KnowledgeError: the first problem found, with file, record and field.
    """
    problems = find_problems(folder, today)
    if problems:
        raise problems[0]
    return Knowledge(record for _, record, _ in _read(folder) if record is not None)


def find_problems(folder: Path, today: date | None = None) -> list[KnowledgeError]:
    """Return every problem below `folder`, so that an editor sees all of them at once."""
    problems: list[KnowledgeError] = []
    origin: dict[str, Path] = {}
    records: list[tuple[Path, Record]] = []
    for path, record, problem in _read(folder):
        if problem is not None:
            problems.append(problem)
        if record is None:
            continue
        if record.id in origin:
            problems.append(
                DuplicateRecordError(
                    f"{path}: record {record.id}: the id stands already in {origin[record.id]}; "
                    "give one of them another id."
                )
            )
        origin.setdefault(record.id, path)
        records.append((path, record))
    for path, record in records:
        problems.extend(_check(path, record, origin.keys(), today))
    if not records and not problems:
        problems.append(InvalidRecordError(f"{folder}: no facts found; is the folder right?"))
    return problems


def _check(
    path: Path, record: Record, known: Iterable[str], today: date | None
) -> Iterator[KnowledgeError]:
    for other in record.related:
        if other not in set(known):
            yield BrokenReferenceError(
                f"{path}: record {record.id}: field related: there is no record {other}; "
                "correct the id or take it out."
            )
    if today is not None and record.expired(today):
        yield ExpiredRecordError(
            f"{path}: record {record.id}: field expires_on: {record.expires_on} has passed; "
            "check the fact against its authority, then set checked_on and expires_on."
        )


def _read(folder: Path) -> Iterator[tuple[Path, Record | None, KnowledgeError | None]]:
    for path in sorted(folder.glob("*.yml")):
        try:
            content = read_yaml(path)
        except DataFileError as error:
            yield path, None, InvalidRecordError(str(error))
            continue
        if not isinstance(content, dict) or not isinstance(content.get("records"), list):
            yield path, None, InvalidRecordError(f"{path}: the file needs a list `records:`.")
            continue
        defaults = {key: content[key] for key in ("checked_on", "expires_on") if key in content}
        for place, raw in enumerate(content["records"], start=1):
            yield (path, *_parse(path, place, raw, defaults))


def _parse(
    path: Path, place: int, raw: Any, defaults: dict[str, Any]
) -> tuple[Record | None, KnowledgeError | None]:
    name = raw.get("id", f"number {place}") if isinstance(raw, dict) else f"number {place}"
    if not isinstance(raw, dict):
        return None, InvalidRecordError(f"{path}: record {name}: not a mapping of fields.")
    try:
        return Record.parse_obj({**defaults, **raw}), None
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(step) for step in first["loc"] if step != "__root__") or "record"
        return None, InvalidRecordError(f"{path}: record {name}: field {field}: {first['msg']}.")
