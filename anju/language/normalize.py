"""Bring a person's spelling to one form, and remember where each character came from.

Scammers and hurried people write the same word in many ways: full width, traditional, with
zero-width characters, stars or spaces inside, 薇信 or v信 for 微信. Everything that reads a
message reads the normalised text; everything that shows evidence shows the person's own.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import NamedTuple

from confusable_homoglyphs import confusables
from opencc import OpenCC

from anju.storage.yaml_file import DataFileError, read_yaml

HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_HAN = re.compile(f"[{HAN}]")
# Marks put between the characters of a word to hide it from filters. A full stop or a space
# may be honest, so those count only between at least three single characters.
_HIDDEN = re.compile(f"(?<=[{HAN}])[·•*_|~^丨]+(?=[{HAN}])")
# A picture in the middle of a word or number; one that stands for a syllable was read before.
_PICTURE = re.compile(
    f"(?<=[{HAN}a-z0-9])[\\u2190-\\u2bff\\U0001f000-\\U0001faff]+(?=[{HAN}a-z0-9])"
)
# Letters that stand for digits between digits: 5OOO, 1l0.
_LETTER_DIGIT = re.compile(r"(?<=\d)o+(?![a-z])|(?<=\d)[ol]+(?=\d)|(?<![a-z])[ol]+(?=\d{2})")
_FOREIGN = re.compile("[\u0370-\u03ff\u0400-\u04ff]")
_SPACED_HAN = re.compile(f"(?<![{HAN}])(?:[{HAN}][ .,、。\\-/]){{2,}}[{HAN}](?![{HAN}])")
_SPACED_LATIN = re.compile(r"(?<![a-z0-9])(?:[a-z][ .\-_]){3,}[a-z](?![a-z0-9])")
_PASSES = 2  # a run of foreign letters is reached from both ends
_SEPARATOR = re.compile(r"[ .,、。\-/_]")
_DECORATION = frozenset("★☆◆◇■□●○◎▲△▼▽※〓❤♥♡✿❀❁✨⭐🌟🔥💥👉👈👇👆▶►➤→⇒")


class _Char(NamedTuple):
    """One character and the span of the original it stands for."""

    char: str
    start: int
    end: int


@dataclass(frozen=True)
class NormalizedText:
    """A normalised text; `starts[i]:ends[i]` is where character i stands in the original."""

    original: str
    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def to_original(self, start: int, end: int) -> tuple[int, int]:
        """Map the span `start:end` of the text to a span of the original."""
        if not 0 <= start < end <= len(self.text):
            raise ValueError(f"no span {start}:{end} in a text of {len(self.text)} characters")
        return self.starts[start], max(self.ends[start:end])

    @cached_property
    def changed(self) -> bool:
        return self.text != self.original


class Normalizer:
    """Normalise texts with a table of look-alike spellings."""

    def __init__(self, lookalikes: Mapping[str, Sequence[str]] | None = None) -> None:
        """`lookalikes` maps the plain word to the spellings that stand for it."""
        self.lookalikes = {word: list(forms) for word, forms in (lookalikes or {}).items()}
        self._to_simplified = OpenCC("t2s")
        forms = {
            folded: _fold(word)
            for word, spellings in self.lookalikes.items()
            for form in spellings
            if (folded := self._to_simplified.convert(_fold(form)))
            and (len(folded) > 1 or len(form) == 1)
        }
        self._forms = forms
        self._lookalike = _alternation(forms)

    def __call__(self, original: str) -> NormalizedText:
        chars = self._simplify(_to_latin(self._fold_characters(original)))
        chars = _without(chars, _HIDDEN)
        chars = _join(chars, _SPACED_HAN)
        chars = _join(chars, _SPACED_LATIN)
        chars = self._undo_lookalikes(chars)
        chars = _without(chars, _PICTURE)
        chars = _as_digits(chars)
        return _normalized(original, _collapse_spaces(chars))

    def fold(self, original: str) -> NormalizedText:
        """Return the text with its characters folded only: links keep their letters."""
        return _normalized(original, self._fold_characters(original))

    def _fold_characters(self, original: str) -> list[_Char]:
        chars: list[_Char] = []
        for start, cluster in _clusters(original):
            end = start + len(cluster)
            chars.extend(_Char(char, start, end) for char in _fold(cluster))
        return chars

    def _simplify(self, chars: list[_Char]) -> list[_Char]:
        text = _text(chars)
        if not _HAN.search(text):
            return chars
        simplified = self._to_simplified.convert(text)
        if len(simplified) != len(text):  # a phrase changed its length: keep offsets honest
            simplified = "".join(self._to_simplified.convert(char)[:1] or char for char in text)
        return [char._replace(char=new) for char, new in zip(chars, simplified)]

    def _undo_lookalikes(self, chars: list[_Char]) -> list[_Char]:
        if self._lookalike is None:
            return chars
        text, result, position = _text(chars), [], 0
        for match in self._lookalike.finditer(text):
            result.extend(chars[position : match.start()])
            start, end = chars[match.start()].start, chars[match.end() - 1].end
            result.extend(_Char(char, start, end) for char in self._forms[match.group()])
            position = match.end()
        result.extend(chars[position:])
        return result


def load_normalizer(path: Path) -> Normalizer:
    """Return a normaliser with the look-alike table at `path` (`data/lexicon/lookalikes.yml`).

    Raises:
        DataFileError: the table is missing or not a mapping of words to lists of spellings.
    """
    table = read_yaml(path)
    lookalikes = table.get("lookalikes") if isinstance(table, dict) else None
    if not isinstance(lookalikes, dict) or not all(
        isinstance(forms, list) and all(isinstance(form, str) for form in forms)
        for forms in lookalikes.values()
    ):
        raise DataFileError(f"{path}: `lookalikes:` has to map each word to a list of spellings.")
    return Normalizer(lookalikes)


def _normalized(original: str, chars: Sequence[_Char]) -> NormalizedText:
    starts = tuple(char.start for char in chars)
    return NormalizedText(original, _text(chars), starts, tuple(char.end for char in chars))


def _clusters(text: str) -> list[tuple[int, str]]:
    """Split into characters with the combining marks that follow them."""
    if text.isascii() or not any(map(unicodedata.combining, text)):
        return list(enumerate(text))
    clusters: list[tuple[int, str]] = []
    for index, char in enumerate(text):
        if clusters and unicodedata.combining(char):
            start, cluster = clusters[-1]
            clusters[-1] = start, cluster + char
        else:
            clusters.append((index, char))
    return clusters


@lru_cache(maxsize=50_000)
def _fold(cluster: str) -> str:
    """NFKC, lower case, without invisible, decorating and over-struck marks."""
    folded = unicodedata.normalize("NFKC", cluster).lower()
    kept = []
    for char in folded:
        category = unicodedata.category(char)
        if char.isspace():
            kept.append(" ")
        elif category in {"Cf", "Cc", "Cs", "Mn", "Me"} or char in _DECORATION:
            continue
        else:
            kept.append(char)
    return "".join(kept)


def _alternation(forms: Mapping[str, str]) -> re.Pattern[str] | None:
    """One pattern over all spellings, the longest first; Latin ones only as whole words."""
    if not forms:
        return None
    parts = []
    for form in sorted(forms, key=lambda form: (-len(form), form)):
        before = r"(?<![a-z0-9])" if form[0].isascii() and form[0].isalnum() else ""
        after = r"(?![a-z])" if form[-1].isascii() and form[-1].isalnum() else ""
        parts.append(before + re.escape(form) + after)
    return re.compile("|".join(parts))


def _without(chars: list[_Char], pattern: re.Pattern[str]) -> list[_Char]:
    dropped: set[int] = set()
    for match in pattern.finditer(_text(chars)):
        dropped.update(range(*match.span()))
    return [char for index, char in enumerate(chars) if index not in dropped]


def _join(chars: list[_Char], pattern: re.Pattern[str]) -> list[_Char]:
    dropped: set[int] = set()
    for match in pattern.finditer(_text(chars)):
        dropped.update(
            index for index in range(*match.span()) if _SEPARATOR.match(chars[index].char)
        )
    return [char for index, char in enumerate(chars) if index not in dropped]


def _to_latin(chars: list[_Char]) -> list[_Char]:
    """Replace Cyrillic and Greek letters that look Latin, next to a Latin letter or a digit.

    A word that is wholly Russian stays: none of its neighbours is Latin.
    """
    text = _text(chars)
    if not _FOREIGN.search(text):
        return chars
    result = list(chars)
    for _ in range(_PASSES):
        for place, char in enumerate(result):
            beside = [result[i].char for i in (place - 1, place + 1) if 0 <= i < len(result)]
            if _FOREIGN.match(char.char) and any(c.isascii() and c.isalnum() for c in beside):
                result[place] = char._replace(char=_latin_twin(char.char))
    return result


@lru_cache(maxsize=1024)
def _latin_twin(char: str) -> str:
    found = confusables.is_confusable(char, preferred_aliases=["latin"]) or []
    for other in (twin["c"] for each in found for twin in each["homoglyphs"]):
        if len(other) == 1 and other.isascii() and other.isalpha():
            return str(other).lower()
    return char


def _as_digits(chars: list[_Char]) -> list[_Char]:
    text, result = _text(chars), list(chars)
    for match in _LETTER_DIGIT.finditer(text):
        for place in range(*match.span()):
            result[place] = chars[place]._replace(char="0" if text[place] == "o" else "1")
    return result


def _collapse_spaces(chars: list[_Char]) -> list[_Char]:
    result: list[_Char] = []
    for char in chars:
        if char.char == " " and (not result or result[-1].char == " "):
            continue
        result.append(char)
    while result and result[-1].char == " ":
        result.pop()
    return result


def _text(chars: Sequence[_Char]) -> str:
    return "".join(char.char for char in chars)
