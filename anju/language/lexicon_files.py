"""Read the lexicon files that people edit (`data/lexicon`), or say what is wrong with them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from anju.language.normalize import Normalizer
from anju.storage.yaml_file import DataFileError, read_yaml

GAP = "…"  # a few characters may stand between
_LANGUAGES = ("zh", "en")
_NOT_LEXICONS = frozenset({"lookalikes.yml", "patterns.yml", "indicators.yml", "signs.yml"})


class Entry(NamedTuple):
    """One thing that can be named: a bank, a place, a service, a kind of scam."""

    entity: str
    id: str
    forms: tuple[str, ...]


class Sign(NamedTuple):
    """A warning sign; `forms` may have a gap (…) inside."""

    id: str
    forms: tuple[tuple[str, str], ...]  # (language, phrase)


class Lexicon(NamedTuple):
    """Everything a reader needs, plain data so that a model can carry it."""

    entries: tuple[Entry, ...]
    signs: tuple[Sign, ...]
    patterns: tuple[tuple[str, str], ...]  # (entity, regular expression)

    def to_json(self) -> dict[str, Any]:
        return {
            "entries": [list(entry) for entry in self.entries],
            "signs": [[sign.id, list(sign.forms)] for sign in self.signs],
            "patterns": list(self.patterns),
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Lexicon:
        return cls(
            tuple(Entry(entity, id_, tuple(forms)) for entity, id_, forms in data["entries"]),
            tuple(
                Sign(id_, tuple((language, phrase) for language, phrase in forms))
                for id_, forms in data["signs"]
            ),
            tuple((entity, pattern) for entity, pattern in data["patterns"]),
        )


def load_lexicon(folder: Path, normalizer: Normalizer, extra: Iterable[Entry] = ()) -> Lexicon:
    """Return the lexicon of `folder`, with `extra` entries (names and aliases of the facts).

    All forms are normalised here, once, so that reading needs no look-alike table.

    Raises:
        DataFileError: a file, an entry or a pattern is not usable.
    """
    entries = list(extra)
    for path in sorted(folder.glob("*.yml")):
        if path.name not in _NOT_LEXICONS and not path.name.startswith("signs_"):
            entries.extend(_read_entries(path))
    return Lexicon(
        tuple(
            Entry(entry.entity, entry.id, tuple(normalizer(form).text for form in entry.forms))
            for entry in entries
        ),
        tuple(
            Sign(
                sign.id,
                tuple((language, _plain(form, normalizer)) for language, form in sign.forms),
            )
            for sign in _all_signs(folder)
        ),
        tuple(_read_patterns(folder / "patterns.yml")),
    )


def _plain(phrase: str, normalizer: Normalizer) -> str:
    return GAP.join(normalizer(piece.strip()).text for piece in phrase.split(GAP))


def _read_entries(path: Path) -> list[Entry]:
    content = read_yaml(path)
    if not isinstance(content, dict) or not isinstance(content.get("entity"), str):
        raise DataFileError(f"{path}: the file needs `entity:` and a list `entries:`.")
    entries = []
    for place, raw in enumerate(_list_of(path, content, "entries"), start=1):
        where = f"entry {_name_of(raw, place)}"
        fields = _mapping(path, where, raw)
        name = _mapping(path, f"{where}: name", fields.get("name"))
        names = [_text(path, f"{where}: name.{each}", name.get(each)) for each in _LANGUAGES]
        forms = [form for each in _LANGUAGES for form in _forms(path, where, fields, each)]
        entries.append(Entry(content["entity"], _id(path, where, fields), (*names, *forms)))
    return entries


def sign_files(folder: Path) -> list[Path]:
    """Return the files with warning signs: signs.yml and one for each further theme."""
    return [folder / "signs.yml", *sorted(folder.glob("signs_*.yml"))]


def _all_signs(folder: Path) -> list[Sign]:
    signs: dict[str, Sign] = {}
    for path in sign_files(folder):
        for sign in _read_signs(path):
            if sign.id in signs:
                raise DataFileError(f"{path}: the sign {sign.id} stands there twice.")
            signs[sign.id] = sign
    return list(signs.values())


def _read_signs(path: Path) -> list[Sign]:
    content = read_yaml(path)
    signs = []
    for place, raw in enumerate(_list_of(path, content, "signs"), start=1):
        where = f"sign {_name_of(raw, place)}"
        fields = _mapping(path, where, raw)
        if not fields.keys() >= {*_LANGUAGES}:
            raise DataFileError(f"{path}: {where}: needs the lists zh, en.")
        forms = [(each, form) for each in _LANGUAGES for form in _texts(path, where, fields, each)]
        for _, form in forms:
            if not any(char.isalnum() for char in form):
                raise DataFileError(f"{path}: {where}: {form!r} has no letter to look for.")
        signs.append(Sign(_id(path, where, fields), tuple(forms)))
    return signs


def _read_patterns(path: Path) -> list[tuple[str, str]]:
    content = _mapping(path, "patterns", read_yaml(path))
    patterns = []
    for entity in _mapping(path, "patterns", content.get("patterns")):
        for expression in _texts(path, "patterns", content["patterns"], entity):
            try:
                re.compile(expression)
            except re.error as error:
                raise DataFileError(f"{path}: {entity}: {expression!r}: {error}.") from error
            patterns.append((entity, expression))
    return patterns


def _list_of(path: Path, content: Any, key: str) -> list[Any]:
    """Return the list under `key`; a lexicon file may have no entries yet."""
    value = content.get(key) if isinstance(content, dict) else content
    if value is None and isinstance(content, dict) and key == "entries":
        return []
    if not isinstance(content, dict) or not isinstance(value, list):
        raise DataFileError(f"{path}: the file needs a list `{key}:`.")
    return value


def _mapping(path: Path, where: str, value: Any) -> Mapping[Any, Any]:
    if not isinstance(value, dict):
        raise DataFileError(f"{path}: {where}: has to be fields with values, not {value!r:.40}.")
    return value


def _texts(path: Path, where: str, fields: Mapping[Any, Any], key: Any) -> list[str]:
    value = fields.get(key, [])
    if not isinstance(value, list):
        raise DataFileError(f"{path}: {where}: {key}: has to be a list, not {value!r:.40}.")
    return [_text(path, f"{where}: {key}", each) for each in value]


def _forms(path: Path, where: str, fields: Mapping[Any, Any], key: str) -> list[str]:
    """Names may be numbers: 110 is one."""
    value = fields.get(key, [])
    if isinstance(value, list):
        value = [str(each) if type(each) is int else each for each in value]
    return _texts(path, where, {key: value}, key)


def _id(path: Path, where: str, fields: Mapping[Any, Any]) -> str:
    if "id" not in fields:
        raise DataFileError(f"{path}: {where}: needs id.")
    return _text(path, f"{where}: id", fields["id"])


def _text(path: Path, where: str, value: Any) -> str:
    if not isinstance(value, str) or not value.strip():
        raise DataFileError(f"{path}: {where}: has to be a text in quotes, not {value!r:.40}.")
    return value


def _name_of(raw: Any, place: int) -> str:
    return str(raw.get("id", place)) if isinstance(raw, dict) else str(place)
