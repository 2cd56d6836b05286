"""What stands in a message, good or bad: links, numbers, handles, amounts, pressure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple, Optional

from anju.language.normalize import NormalizedText, Normalizer
from anju.screening.indicator_kinds import IndicatorKind
from anju.screening.links import Link, LinkReader
from anju.screening.numbers import NumberReader
from anju.screening.official import Directory, Organisation

_TAG = re.compile(r"[【\[]([^】\]]{2,16})[】\]]")


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
