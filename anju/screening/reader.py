"""Read a message once: spelling, signs, indicators. What follows judges what was read."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from anju.language.lexicon import Lexicon, LexiconReader, load_lexicon
from anju.language.normalize import NormalizedText, Normalizer, load_normalizer
from anju.screening.features import Seen
from anju.screening.indicator_kinds import IndicatorKind, load_indicators
from anju.screening.indicators import Findings, IndicatorReader
from anju.screening.official import Directory, load_directory

LONGEST = 4_000  # characters; a pasted talk is long, a flood longer


class SignFound(NamedTuple):
    """A warning sign at `start:end` of the person's own text."""

    sign: str
    start: int
    end: int


class Reading(NamedTuple):
    """What was read of one message."""

    text: NormalizedText
    signs: tuple[SignFound, ...]
    findings: Findings

    @property
    def seen(self) -> Seen:
        return Seen(self.text.text, frozenset({*self.findings.ids, *(s.sign for s in self.signs)}))


class Reader:
    """Read messages with the lexicon, the indicators and the directory of one data folder."""

    def __init__(
        self,
        normalizer: Normalizer,
        lexicon: Lexicon,
        indicators: Mapping[str, IndicatorKind],
        directory: Directory,
    ) -> None:
        self.normalizer = normalizer
        self.directory = directory
        self.indicators = indicators
        # Names of services and places are of no use here, so only the signs are looked for.
        self._signs = LexiconReader(Lexicon((), lexicon.signs, ()))
        self._indicators = IndicatorReader(indicators, directory, normalizer)
        self.flags = [*indicators, *(sign.id for sign in lexicon.signs)]

    def __call__(self, original: str) -> Reading:
        """Read a message; what is longer than LONGEST is cut."""
        return self.read(self.normalizer(original[:LONGEST]))

    def read(self, text: NormalizedText) -> Reading:
        """Read a message that was normalised before."""
        _, found = self._signs.read(text.text)
        signs = tuple(SignFound(each.id, *text.to_original(each.start, each.end)) for each in found)
        return Reading(text, signs, self._indicators.read(text))


def load_reader(data: Path) -> Reader:
    """Return the reader of a data folder.

    Raises:
        DataFileError: a file cannot be used.
    """
    lexicon = data / "lexicon"
    normalizer = load_normalizer(lexicon / "lookalikes.yml")
    return Reader(
        normalizer,
        load_lexicon(lexicon, normalizer),
        load_indicators(lexicon / "indicators.yml"),
        load_directory(data / "official"),
    )
