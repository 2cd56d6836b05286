"""Hear an emergency in the words alone, so that it is answered even when all else is down.

`data/door/emergency.yml` holds the words. They are few and sure on purpose: what they miss is
still read by Rasa, but what they hear wrongly keeps a person from the right answer.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from anju.language.detect import LATIN_LANGUAGES, answer_language, detect_language
from anju.language.normalize import HAN, Normalizer
from anju.storage.yaml_file import DataFileError, read_yaml

KINDS = ("fire", "injury", "danger", "traffic_injury", "despair")
# Read in the normalised text; all others in the text as it was written, in one case and width.
_NORMALIZED = ("zh", "en")
# Japanese words in Chinese characters alone would be heard in Chinese texts as well.
_NEEDS = {"ja": re.compile("[\u3040-\u30ff]")}
LANGUAGES = (*_NORMALIZED, "ja", "ko", "fr", "de", "es", "ru")
# An exclamation mark stays: "help!" is not the "help" that asks for a menu.
_SENTENCE = re.compile(r"[。?;\n]+|\.(?=\s|$)|(?<=!)(?!!)")
_END = "(?=!*$)"  # what $ means in the file
_GAP = re.compile(f"(?<=[{HAN}]) (?=[{HAN}])")  # hurried people write in pieces
_PART = re.compile(r"<([a-z_]+)>")
_LONGEST = 300  # normalised characters; an emergency is told in few words, a long text is pasted


class Emergency(NamedTuple):
    """What was heard; `card` names the answer, `language` is zh, en or both."""

    kind: str
    card: str
    language: str


class Group(NamedTuple):
    """Words for one card, by language.

    A sentence in which an `unless` is found does not count, nor does any sentence of a message
    in which an `unless_anywhere` is found. With `alone`, every sentence has to be such a cry.
    """

    kind: str
    card: str
    words: Mapping[str, re.Pattern[str]]
    unless: Mapping[str, re.Pattern[str]]
    unless_anywhere: Mapping[str, re.Pattern[str]]
    any_length: bool
    alone: bool

    def hears(self, language: str, sentences: Sequence[str]) -> bool:
        pattern, unless = self.words[language], self.unless.get(language)
        anywhere = self.unless_anywhere.get(language)
        enough = all if self.alone else any
        heard = bool(sentences) and enough(
            pattern.search(sentence) and not (unless and unless.search(sentence))
            for sentence in sentences
        )
        return heard and not (anywhere and anywhere.search(" ".join(sentences)))


class EmergencyWords:
    """Find the first group, in the order of the file, whose words are in a message."""

    def __init__(
        self, normalizer: Normalizer, groups: Sequence[Group], pasted: re.Pattern[str]
    ) -> None:
        """`pasted` finds what only a text written by others has: links, signatures."""
        self._normalizer = normalizer
        self._groups = tuple(groups)
        self._pasted = pasted

    @property
    def cards(self) -> frozenset[str]:
        return frozenset(group.card for group in self._groups)

    def find(self, text: str) -> Emergency | None:
        """Return the emergency that the words of `text` (as the person wrote it) tell of."""
        # Line by line, because the normaliser takes a new line for a space.
        normalized = "\n".join(self._normalizer(line).text for line in text.splitlines())
        normalized = _GAP.sub("", normalized)
        if self._pasted.search(normalized):
            return None
        written = unicodedata.normalize("NFKC", text).casefold()
        is_short = len(normalized) <= _LONGEST
        sentences = {True: _sentences(normalized), False: _sentences(written)}
        for group in self._groups:
            if not is_short and not group.any_length:
                continue
            for language in group.words:
                if language in _NEEDS and not _NEEDS[language].search(text):
                    continue
                if group.hears(language, sentences[language in _NORMALIZED]):
                    return Emergency(group.kind, group.card, _answer_in(language, text))
        return None


def load_emergency_words(path: Path, normalizer: Normalizer) -> EmergencyWords:
    """Return the words at `path` (`data/door/emergency.yml`).

    Raises:
        DataFileError: a group, a part or a pattern is not usable.
    """
    content = read_yaml(path)
    try:
        groups = [_read_group(raw, content) for raw in content["groups"]]
        pasted = _one_of(content["pasted"], content["parts"])
    except (KeyError, TypeError, AttributeError, ValueError, re.error) as error:
        raise DataFileError(f"{path}: {type(error).__name__}: {error}.") from error
    return EmergencyWords(normalizer, groups, pasted)


def _read_group(raw: Mapping[str, Any], content: Mapping[str, Any]) -> Group:
    kind, card, parts = raw["kind"], raw["card"], content["parts"]
    if kind not in KINDS:
        raise ValueError(f"the kind {kind!r} is not one of {', '.join(KINDS)}")
    own = raw.get("unless") or {}
    is_shared = raw.get("shared_unless", True)
    shared = content["unless"] if is_shared else {}
    anywhere = content["unless_anywhere"] if is_shared else {}
    unless = {name: [*shared.get(name, []), *own.get(name, [])] for name in {*shared, *own}}
    if unknown := {*raw["words"], *unless, *anywhere} - {*LANGUAGES}:
        raise ValueError(f"card {card}: unknown languages {sorted(unknown)}")
    return Group(
        kind,
        card,
        {name: _one_of(expressions, parts) for name, expressions in raw["words"].items()},
        {name: _one_of(expressions, parts) for name, expressions in unless.items()},
        {name: _one_of(expressions, parts) for name, expressions in anywhere.items()},
        bool(raw.get("any_length")),
        bool(raw.get("alone")),
    )


def _one_of(expressions: Sequence[str], parts: Mapping[str, str]) -> re.Pattern[str]:
    """Join expressions to one pattern; `<name>` in them stands for a part of the file."""
    if not expressions or not all(isinstance(one, str) for one in expressions):
        raise ValueError(f"needs a list of expressions, not {expressions!r:.60}")
    filled = []
    for expression in expressions:
        text = _PART.sub(lambda match: f"(?:{parts[match[1]]})", expression)
        text = text.replace("$", _END)
        try:
            re.compile(text)
        except re.error as error:
            raise ValueError(f"{expression!r}: {error}") from error
        filled.append(f"(?:{text})")
    return re.compile("|".join(filled))


def _sentences(text: str) -> list[str]:
    return [sentence for sentence in _SENTENCE.split(text) if sentence.strip()]


def _answer_in(heard: str, text: str) -> str:
    """Answer in the language of the words, unless the letters are of another one."""
    if heard not in _NORMALIZED:
        return "both"
    written = detect_language(text)
    if written in LATIN_LANGUAGES:  # English, too short to be told from others, or pinyin
        return heard
    answer = answer_language(written)
    return heard if answer is None or answer.value in _NORMALIZED else "both"
