"""Names, aliases and warning signs (`data/lexicon`), found in a text with spaCy.

Chinese is matched character by character, Latin letters word by word: a segmenter such as jieba
cuts a phrase differently in different sentences and then a phrase pattern misses it (measured in
`bench/lexicon.py`, written down in docs/decisions/0003-lexicon-tokens.md).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import spacy
from spacy.language import Language
from spacy.tokens import Doc
from spacy.vocab import Vocab

from anju.language.normalize import Normalizer
from anju.storage.yaml_file import DataFileError, read_yaml

GAP = "…"
_GAP_TOKENS = {"zh": 8, "en": 4}
TOKEN = re.compile(r"[a-z0-9À-ÿ]+(?:'[a-z]+)?|\s|.", re.IGNORECASE)
_NOT_LEXICONS = frozenset({"lookalikes.yml", "patterns.yml", "signs.yml"})


class Entry(NamedTuple):
    """One thing that can be named: a bank, a place, a service, a kind of scam."""

    entity: str
    id: str
    forms: tuple[str, ...]


class Sign(NamedTuple):
    """A warning sign; `forms` may have a gap (…) inside."""

    id: str
    forms: tuple[tuple[str, str], ...]  # (language, phrase)


class Found(NamedTuple):
    """A named thing or a sign in the text, `start:end` in characters of that text."""

    kind: str
    id: str
    start: int
    end: int
    text: str


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
        if path.name not in _NOT_LEXICONS:
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
            for sign in _read_signs(folder / "signs.yml")
        ),
        tuple(_read_patterns(folder / "patterns.yml")),
    )


class LexiconReader:
    """Find names, patterns and warning signs in normalised text."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._nlp = _build_pipeline(lexicon)
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
        for entity, pattern in self._patterns:
            entities.extend(
                Found(entity, entity, *match.span(), match.group())
                for match in pattern.finditer(text)
            )
        signs = [
            Found("sign", span.label_, span.start_char, span.end_char, span.text)
            for span in doc.spans["signs"]
        ]
        return sorted(entities, key=lambda found: found.start), _one_of_each_overlap(signs)


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
    entities = nlp.add_pipe("entity_ruler", config={"phrase_matcher_attr": "LOWER"})
    entities.add_patterns(_entity_patterns(lexicon.entries))  # type: ignore[attr-defined]
    signs = nlp.add_pipe("span_ruler", config={"spans_key": "signs"})
    signs.add_patterns(  # type: ignore[attr-defined]
        [
            {"label": sign.id, "pattern": _gapped(nlp, phrase, language)}
            for sign in lexicon.signs
            for language, phrase in sign.forms
        ]
    )
    return nlp


def _entity_patterns(entries: Sequence[Entry]) -> list[dict[str, str]]:
    """A form that names two things of one kind names neither."""
    forms = {(entry.entity, entry.id, form) for entry in entries for form in entry.forms if form}
    owners = Counter((entity, form) for entity, _, form in forms)
    return [
        {"label": entity, "id": id_, "pattern": form}
        for entity, id_, form in sorted(forms)
        if owners[entity, form] == 1
    ]


def _plain(phrase: str, normalizer: Normalizer) -> str:
    return GAP.join(normalizer(piece.strip()).text for piece in phrase.split(GAP))


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


def _one_of_each_overlap(found: Iterable[Found]) -> list[Found]:
    """Of overlapping hits of one sign keep the shortest span that starts first."""
    kept: list[Found] = []
    for hit in sorted(found, key=lambda hit: (hit.id, hit.start, hit.end)):
        if kept and kept[-1].id == hit.id and hit.start < kept[-1].end:
            continue
        kept.append(hit)
    return sorted(kept, key=lambda hit: hit.start)


def _read_entries(path: Path) -> list[Entry]:
    content = read_yaml(path)
    if not isinstance(content, dict) or not isinstance(content.get("entity"), str):
        raise DataFileError(f"{path}: the file needs `entity:` and a list `entries:`.")
    entries = []
    for raw in content.get("entries") or []:
        try:
            name = raw["name"]
            forms = (name["zh"], name["en"], *(raw.get("zh") or ()), *(raw.get("en") or ()))
            entries.append(Entry(content["entity"], raw["id"], tuple(str(form) for form in forms)))
        except (KeyError, TypeError) as error:
            raise DataFileError(
                f"{path}: entry {raw!r:.60}: needs id, name (zh, en), zh and en ({error})."
            ) from error
    return entries


def _read_signs(path: Path) -> list[Sign]:
    content = read_yaml(path)
    signs = []
    for raw in content.get("signs", []):
        try:
            forms = [(language, phrase) for language in ("zh", "en") for phrase in raw[language]]
            signs.append(Sign(raw["id"], tuple(forms)))
        except (KeyError, TypeError) as error:
            raise DataFileError(
                f"{path}: sign {raw!r:.60}: needs id and lists zh, en ({error})."
            ) from error
    return signs


def _read_patterns(path: Path) -> list[tuple[str, str]]:
    patterns = []
    for entity, expressions in (read_yaml(path).get("patterns") or {}).items():
        for expression in expressions:
            try:
                re.compile(expression)
            except re.error as error:
                raise DataFileError(f"{path}: {entity}: {expression!r}: {error}.") from error
            patterns.append((entity, expression))
    return patterns
