"""Names, aliases and warning signs (`data/lexicon`), found in a text with spaCy.

Chinese is matched character by character, Latin letters word by word: a segmenter such as jieba
cuts a phrase differently in different sentences and then a phrase pattern misses it (measured in
`bench/lexicon.py`, written down in docs/decisions/0003-lexicon-tokens.md).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

from anju.language.no_tensorflow import without_tensorflow

with without_tensorflow():
    import spacy
from spacy.language import Language
from spacy.matcher import Matcher
from spacy.tokens import Doc
from spacy.vocab import Vocab

from anju.language.lexicon_files import GAP, Entry, Lexicon, Sign, load_lexicon

__all__ = ["Entry", "Found", "Lexicon", "LexiconReader", "Sign", "load_lexicon"]

_GAP_TOKENS = {"zh": 8, "en": 4}
TOKEN = re.compile(r"[a-z0-9À-ÿ]+(?:'[a-z]+)?|\s|.", re.IGNORECASE)


class Found(NamedTuple):
    """A named thing or a sign in the text, `start:end` in characters of that text."""

    kind: str
    id: str
    start: int
    end: int
    text: str


class LexiconReader:
    """Find names, patterns and warning signs in normalised text."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._nlp = _build_pipeline(lexicon)
        self._signs = _SignReader(self._nlp, lexicon.signs)
        self._patterns = [(entity, re.compile(regex)) for entity, regex in lexicon.patterns]

    def tokens(self, text: str) -> list[tuple[str, int]]:
        """Return the tokens of `text` with their offsets."""
        return [(token.text, token.idx) for token in self._nlp.make_doc(text) if token.text.strip()]

    def read(self, text: str) -> tuple[list[Found], list[Found]]:
        """Return (named things, warning signs) of a normalised text."""
        doc = self._nlp(text)
        entities = [
            Found(ent.label_, ent.ent_id_, ent.start_char, ent.end_char, ent.text)
            for ent in doc.ents
        ]
        entities.extend(_longest(self._matches(text)))
        signs = _one_of_each_overlap(self._signs.find(doc))
        return sorted(entities, key=lambda found: found.start), signs

    def _matches(self, text: str) -> Iterator[Found]:
        for entity, pattern in self._patterns:
            for match in pattern.finditer(text):
                yield Found(entity, entity, *match.span(), match.group())


class CharacterTokenizer:
    """Chinese characters one by one, Latin letters and digits in words."""

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab

    def __call__(self, text: str) -> Doc:
        words: list[str] = []
        spaces: list[bool] = []
        for piece in TOKEN.findall(text):
            if piece == " " and words and not spaces[-1]:
                spaces[-1] = True
            else:
                words.append(piece)
                spaces.append(False)
        return Doc(self.vocab, words=words, spaces=spaces)


def _build_pipeline(lexicon: Lexicon) -> Language:
    nlp = spacy.blank("xx")
    nlp.tokenizer = CharacterTokenizer(nlp.vocab)
    if lexicon.entries:
        entities = nlp.add_pipe("entity_ruler", config={"phrase_matcher_attr": "LOWER"})
        entities.add_patterns(_entity_patterns(lexicon.entries))  # type: ignore[attr-defined]
    return nlp


class _SignReader:
    """The patterns of each sign, tried only where all words of one of its phrases stand.

    One matcher over all signs takes a millisecond and more a message; most messages hold the words
    of no phrase at all (docs/decisions/0010-screening.md).
    """

    def __init__(self, nlp: Language, signs: Sequence[Sign]) -> None:
        # A phrase is looked for when the first two letters of its longest piece stand in the text.
        self._phrases: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        self._matchers: dict[str, Matcher] = {}
        for sign in signs:
            matcher = Matcher(nlp.vocab)
            for language, phrase in sign.forms:
                matcher.add(sign.id, [_gapped(nlp, phrase, language)])
                pieces = tuple(p for p in map(str.strip, phrase.lower().split(GAP)) if p)
                key = max(pieces, key=len)[:2]
                self._phrases.setdefault(key, []).append((pieces, sign.id))
            self._matchers[sign.id] = matcher

    def find(self, doc: Doc) -> Iterator[Found]:
        text = doc.text.lower()
        pairs = {*map("".join, pairwise(text)), *text}
        possible = {
            sign
            for pair in pairs & self._phrases.keys()
            for pieces, sign in self._phrases[pair]
            if all(piece in text for piece in pieces)
        }
        for sign in sorted(possible):
            for span in self._matchers[sign](doc, as_spans=True):
                yield Found("sign", sign, span.start_char, span.end_char, span.text)


def _entity_patterns(entries: Sequence[Entry]) -> list[dict[str, str]]:
    """A form that names two things of one kind names neither."""
    forms = {(entry.entity, entry.id, form) for entry in entries for form in entry.forms if form}
    owners = Counter((entity, form) for entity, _, form in forms)
    return [
        {"label": entity, "id": id_, "pattern": form}
        for entity, id_, form in sorted(forms)
        if owners[entity, form] == 1
    ]


def _gapped(nlp: Language, phrase: str, language: str) -> list[dict[str, Any]]:
    """Return token patterns of a phrase; each … lets a few tokens of one clause stand between."""
    pattern: list[dict[str, Any]] = []
    for place, piece in enumerate(phrase.split(GAP)):
        if place:
            gap = {"IS_PUNCT": False, "OP": "?"}
            pattern.extend(dict(gap) for _ in range(_GAP_TOKENS[language]))
        words = [token.lower_ for token in nlp.make_doc(piece)]
        pattern.extend({"LOWER": word} for word in words)
    return pattern


def _longest(found: Iterable[Found]) -> list[Found]:
    """Of overlapping matches of one kind keep the longest: 两万块, not 两万 as well."""
    kept: list[Found] = []
    for hit in sorted(found, key=lambda hit: (hit.start - hit.end, hit.start)):
        if not any(
            hit.kind == other.kind and hit.start < other.end and other.start < hit.end
            for other in kept
        ):
            kept.append(hit)
    return kept


def _one_of_each_overlap(found: Iterable[Found]) -> list[Found]:
    """Of overlapping hits of one sign keep the shortest span that starts first."""
    kept: list[Found] = []
    for hit in sorted(found, key=lambda hit: (hit.id, hit.start, hit.end)):
        if kept and kept[-1].id == hit.id and hit.start < kept[-1].end:
            continue
        kept.append(hit)
    return sorted(kept, key=lambda hit: hit.start)
