"""What stands in a message, good or bad: links, numbers, handles, amounts, pressure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple, Optional

from anju.language.normalize import NormalizedText, Normalizer
from anju.screening.errors import ScreeningDataError
from anju.screening.links import Link, LinkReader
from anju.screening.numbers import NumberReader
from anju.screening.official import Directory, Organisation
from anju.storage.yaml_file import read_yaml

_TAG = re.compile(r"[【\[]([^】\]]{2,16})[】\]]")


class IndicatorKind(NamedTuple):
    """One indicator of data/lexicon/indicators.yml; `why` is set when it may be a reason."""

    id: str
    name: Mapping[str, str]
    why: Optional[Mapping[str, str]]
    patterns: tuple[re.Pattern[str], ...]


class Indicator(NamedTuple):
    """An indicator at `start:end` of the person's own text."""

    id: str
    start: int
    end: int


class Findings(NamedTuple):
    """All indicators of a message, its links, and who the sender tag names."""

    indicators: tuple[Indicator, ...]
    links: tuple[Link, ...]  # with spans in the folded text
    sender: Optional[Organisation]

    @property
    def ids(self) -> set[str]:
        return {indicator.id for indicator in self.indicators}


class IndicatorReader:
    """Find the indicators of a message."""

    def __init__(
        self,
        kinds: Mapping[str, IndicatorKind],
        directory: Directory,
        normalizer: Normalizer,
    ) -> None:
        self.kinds = kinds
        self._directory = directory
        self._normalizer = normalizer
        self._links = LinkReader(directory)
        self._numbers = NumberReader(directory)

    def read(self, text: NormalizedText) -> Findings:
        """Return what stands in a message; spans point into the original."""
        folded = self._normalizer.fold(text.original)
        links = tuple(self._links.find(folded.text))
        sender = self._sender(folded.text)
        found = [
            *self._of_links(folded, links),
            *self._of_numbers(folded, links),
            *self._of_patterns(text),
            *self._of_sender(folded, links, sender),
        ]
        return Findings(tuple(sorted(set(found), key=lambda each: each[1:])), links, sender)

    def _of_links(self, folded: NormalizedText, links: tuple[Link, ...]) -> Iterator[Indicator]:
        for link in links:
            start, end = folded.to_original(link.start, link.end)
            yield from (Indicator(flag, start, end) for flag in sorted(link.flags))

    def _of_numbers(self, folded: NormalizedText, links: tuple[Link, ...]) -> Iterator[Indicator]:
        for number in self._numbers.find(folded.text):
            if any(number.start < link.end and link.start < number.end for link in links):
                continue
            yield Indicator(number.id, *folded.to_original(number.start, number.end))

    def _of_patterns(self, text: NormalizedText) -> Iterator[Indicator]:
        for kind in self.kinds.values():
            for pattern in kind.patterns:
                for match in pattern.finditer(text.text):
                    if match.end() > match.start():
                        yield Indicator(kind.id, *text.to_original(*match.span()))

    def _of_sender(
        self, folded: NormalizedText, links: tuple[Link, ...], sender: Optional[Organisation]
    ) -> Iterator[Indicator]:
        if sender is None:
            return
        whole = (0, len(folded.original))
        yield Indicator("sender_known", *whole)
        for link in links:
            strange = link.owner is None or link.owner.id != sender.id
            if strange and "link_known" not in link.flags:
                start, end = folded.to_original(link.start, link.end)
                yield Indicator("sender_conflict", start, end)

    def _sender(self, text: str) -> Optional[Organisation]:
        for match in _TAG.finditer(text):
            organisation = self._directory.of_sender(match.group(1))
            if organisation is not None:
                return organisation
        return None


def load_indicators(path: Path) -> dict[str, IndicatorKind]:
    """Return the indicators of `path` by id.

    Raises:
        ScreeningDataError: a record lacks a field, or a pattern is no regular expression.
    """
    content = read_yaml(path)
    records = content.get("indicators") if isinstance(content, dict) else None
    if not isinstance(records, list):
        raise ScreeningDataError(f"{path}: the file needs a list `indicators:`.")
    kinds: dict[str, IndicatorKind] = {}
    for place, record in enumerate(records, start=1):
        try:
            kind = IndicatorKind(
                str(record["id"]),
                {each: str(record["name"][each]) for each in ("zh", "en")},
                {each: str(record["why"][each]) for each in ("zh", "en")}
                if record.get("shown")
                else None,
                tuple(re.compile(pattern) for pattern in record.get("patterns", [])),
            )
        except (KeyError, TypeError, re.error) as error:
            raise ScreeningDataError(f"{path}: indicator {place}: {error!r}.") from error
        if kind.id in kinds:
            raise ScreeningDataError(f"{path}: the indicator {kind.id} stands there twice.")
        kinds[kind.id] = kind
    return kinds
