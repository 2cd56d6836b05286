"""Real organisations: what they are called, the domains and numbers they use, when checked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple, Optional

from anju.screening.errors import ScreeningDataError
from anju.storage.yaml_file import read_yaml

LISTS_FILE = "link_lists.yml"
_SHORTEST_BRAND = 3


class Organisation(NamedTuple):
    """One sender; `brands` are the Latin words that false domains imitate."""

    id: str
    name: Mapping[str, str]
    senders: tuple[str, ...]
    brands: tuple[str, ...]
    domains: tuple[str, ...]
    numbers: tuple[str, ...]
    kinds: tuple[str, ...]
    checked_on: date


class LinkLists(NamedTuple):
    """Lists of domains and endings that tell what a link is."""

    shorteners: frozenset[str]
    odd_suffixes: frozenset[str]
    file_endings: frozenset[str]
    well_known: frozenset[str]
    hosting: frozenset[str]


class Directory:
    """All organisations, found by sender tag, domain or number."""

    def __init__(self, organisations: Iterable[Organisation], lists: LinkLists) -> None:
        self.organisations = {each.id: each for each in organisations}
        self.lists = lists
        self._by_domain = self._index(lambda each: each.domains)
        self._by_number = self._index(lambda each: each.numbers)
        self._by_sender = self._index(lambda each: (*each.senders, *each.name.values()))
        self.brands = {
            brand: each.id
            for each in self.organisations.values()
            for brand in each.brands
            if len(brand) >= _SHORTEST_BRAND
        }

    def _index(self, fields: Any) -> dict[str, str]:
        return {
            str(value).lower(): each.id
            for each in self.organisations.values()
            for value in fields(each)
        }

    def of_host(self, host: str) -> Optional[Organisation]:
        """Return who owns a host: its own entry or that of a domain above it."""
        labels = host.split(".")
        for place in range(len(labels) - 1):
            owner = self._by_domain.get(".".join(labels[place:]))
            if owner is not None:
                return self._get(owner)
        return None

    def of_number(self, number: str) -> Optional[Organisation]:
        return self._get(self._by_number.get(number))

    def of_sender(self, sender: str) -> Optional[Organisation]:
        """Return the organisation of a sender tag as it is written in 【】."""
        return self._get(self._by_sender.get(sender.strip().lower()))

    def sender_names(self) -> list[str]:
        return list(self._by_sender)

    def _get(self, organisation: Optional[str]) -> Optional[Organisation]:
        return None if organisation is None else self.organisations[organisation]


def load_directory(folder: Path) -> Directory:
    """Return the directory of `folder` (`data/official`).

    Raises:
        ScreeningDataError: a record or a list cannot be used.
    """
    organisations: dict[str, Organisation] = {}
    for path in sorted(folder.glob("*.yml")):
        if path.name == LISTS_FILE:
            continue
        for organisation in _read(path):
            if organisation.id in organisations:
                raise ScreeningDataError(f"{path}: {organisation.id} stands there twice.")
            organisations[organisation.id] = organisation
    return Directory(organisations.values(), _read_lists(folder / LISTS_FILE))


def _read(path: Path) -> Iterator[Organisation]:
    content = read_yaml(path)
    records = content.get("organisations") if isinstance(content, dict) else None
    if not isinstance(records, list):
        raise ScreeningDataError(f"{path}: the file needs a list `organisations:`.")
    for place, record in enumerate(records, start=1):
        try:
            checked = record["checked_on"]
            if not isinstance(checked, date):
                raise ValueError("checked_on is no date")
            yield Organisation(
                str(record["id"]),
                {each: str(record["name"][each]) for each in ("zh", "en")},
                _texts(record, "senders"),
                _texts(record, "brands"),
                _texts(record, "domains"),
                _texts(record, "numbers"),
                _texts(record, "kinds"),
                checked,
            )
        except (KeyError, TypeError, ValueError) as error:
            raise ScreeningDataError(f"{path}: organisation {place}: {error!r}.") from error


def _texts(record: Mapping[str, Any], field: str) -> tuple[str, ...]:
    value = record.get(field) or []
    if not isinstance(value, list):
        raise ValueError(f"{record.get('id')}: {field} is no list")
    return tuple(str(each) for each in value)


def _read_lists(path: Path) -> LinkLists:
    content = read_yaml(path)
    try:
        return LinkLists(
            *(
                frozenset(str(each).lower() for each in content[field])
                for field in LinkLists._fields
            )
        )
    except (KeyError, TypeError) as error:
        raise ScreeningDataError(
            f"{path}: needs the lists {LinkLists._fields} ({error})."
        ) from error
