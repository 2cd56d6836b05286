"""Find the fact that a free question is about.

Five views of a question are added up: the cosine of its sentence vector to the names and to the
lines of a record, shared n-grams (TF-IDF) with its names and its lines, and BM25 over its whole
text. Weights were chosen on `tests/nlu/search_dev.yml` by `bench/knowledge.py`.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer

from anju.knowledge.schema import Group, Record

NAME_VECTOR, LINE_VECTOR, NAME_NGRAM, LINE_NGRAM, BM25 = 1.0, 0.5, 0.4, 0.4, 1.0
_NGRAMS = {"analyzer": "char_wb", "ngram_range": (1, 3)}
_K1, _B = 1.2, 0.5  # of BM25; Robertson and Zaragoza 2009, The Probabilistic Relevance Framework


class Encoder(Protocol):
    def __call__(self, texts: list[str]) -> NDArray[Any]: ...


class Hit(NamedTuple):
    """A record found; `named` says that an alias of it stands in the question."""

    id: str
    group: str
    score: float
    named: bool


class Phrase(NamedTuple):
    record_id: str
    text: str
    is_name: bool  # a title or alias, not a line of the answer


class KnowledgeIndex:
    """All phrases by which records can be found, with their vectors."""

    def __init__(
        self, phrases: Sequence[Phrase], groups: Mapping[str, str], vectors: NDArray[Any]
    ) -> None:
        """`vectors` has one unit row (512,) for each phrase."""
        self.groups = dict(groups)
        self._ids = list(groups)
        place = {record_id: index for index, record_id in enumerate(self._ids)}
        # Names first, then lines, each record by record, so that maxima are taken over slices.
        order = sorted(
            range(len(phrases)),
            key=lambda i: (not phrases[i].is_name, place[phrases[i].record_id]),
        )
        self.phrases = [phrases[index] for index in order]
        self.vectors = vectors[order].astype(np.float32)
        texts = [phrase.text for phrase in self.phrases]
        self._vectorizer = TfidfVectorizer(**_NGRAMS, sublinear_tf=True, dtype=np.float32)
        # Terms are rows: a question touches only those of its own.
        self._ngrams = self._vectorizer.fit_transform(texts).T.tocsr()
        owner = np.array([place[phrase.record_id] for phrase in self.phrases])
        names = sum(phrase.is_name for phrase in self.phrases)
        self._slices = (_Slices(owner[:names], 0), _Slices(owner[names:], names))
        self._bm25 = _Bm25([_document(self.phrases, record_id) for record_id in self._ids])
        self._names = _name_pattern(phrase.text for phrase in self.phrases if phrase.is_name)
        self._owners_of: dict[str, set[int]] = defaultdict(set)
        for phrase in self.phrases:
            if phrase.is_name:
                self._owners_of[phrase.text].add(place[phrase.record_id])

    @classmethod
    def build(
        cls, records: Iterable[Record], normalize: Callable[[str], str], encode: Encoder
    ) -> KnowledgeIndex:
        records = list(records)
        phrases = [phrase for record in records for phrase in _phrases(record, normalize)]
        vectors = encode([phrase.text for phrase in phrases])
        return cls(phrases, {record.id: record.group.value for record in records}, vectors)

    def search(
        self, text: str, vector: NDArray[Any], groups: Iterable[Group] | None = None, limit: int = 5
    ) -> list[Hit]:
        """Return the best records for a normalised question and its vector, best first."""
        wanted = None if groups is None else {group.value for group in groups}
        by_vector = self.vectors @ vector
        by_ngram = (self._vectorizer.transform([text]) @ self._ngrams).toarray()[0]
        scores = BM25 * self._bm25.scores(text)
        names, lines = self._slices
        names.add_best(scores, NAME_VECTOR * by_vector + NAME_NGRAM * by_ngram)
        lines.add_best(scores, LINE_VECTOR * by_vector + LINE_NGRAM * by_ngram)
        named = self._named_in(text)
        hits = []
        for index in np.argsort(-scores, kind="stable"):
            record_id = self._ids[index]
            if wanted is None or self.groups[record_id] in wanted:
                group, score = self.groups[record_id], float(scores[index])
                hits.append(Hit(record_id, group, score, int(index) in named))
            if len(hits) == limit:
                break
        return hits

    def search_each_group(self, text: str, vector: NDArray[Any], each: int = 3) -> list[Hit]:
        """Return the best `each` records of every group, best first."""
        counts: dict[str, int] = defaultdict(int)
        hits = []
        for hit in self.search(text, vector, limit=len(self._ids)):
            if counts[hit.group] < each:
                counts[hit.group] += 1
                hits.append(hit)
        return hits

    def to_json(self) -> dict[str, Any]:
        return {"phrases": [list(phrase) for phrase in self.phrases], "groups": self.groups}

    @classmethod
    def from_json(cls, data: Mapping[str, Any], vectors: NDArray[Any]) -> KnowledgeIndex:
        phrases = [Phrase(record_id, text, bool(name)) for record_id, text, name in data["phrases"]]
        return cls(phrases, data["groups"], vectors)

    def _named_in(self, text: str) -> set[int]:
        """Return the records a name of which stands in the text.

        A name inside a longer one ("护照" in "外国人护照丢了") does not count.
        """
        if self._names is None:
            return set()
        matches = [match.group() for match in self._names.finditer(text)]
        return {owner for name in matches for owner in self._owners_of[name]}


class _Slices:
    """Where the phrases of each record stand: one slice a record."""

    def __init__(self, owner: NDArray[Any], offset: int) -> None:
        self._records, first = np.unique(owner, return_index=True)
        self._first = first
        self._span = slice(offset, offset + len(owner))

    def add_best(self, scores: NDArray[Any], values: NDArray[Any]) -> None:
        """Add to each record's score the largest value among its phrases."""
        if len(self._records):
            scores[self._records] += np.maximum.reduceat(values[self._span], self._first)


class _Bm25:
    """BM25 over character n-grams, scaled to 0..1 by the most a question could reach."""

    def __init__(self, documents: Sequence[str]) -> None:
        self._vectorizer = CountVectorizer(**_NGRAMS)
        counts = self._vectorizer.fit_transform(documents).tocoo()
        lengths = np.bincount(counts.row, weights=counts.data, minlength=len(documents))
        present = np.bincount(counts.col, minlength=counts.shape[1])
        self._idf = np.log(1 + (len(documents) - present + 0.5) / (present + 0.5))
        norm = _K1 * (1 - _B + _B * lengths / lengths.mean())
        weights = counts.data * (_K1 + 1) / (counts.data + norm[counts.row])
        weights *= self._idf[counts.col]
        self._weights = csr_matrix((weights, (counts.col, counts.row)), shape=counts.shape[::-1])

    def scores(self, text: str) -> NDArray[Any]:
        """Return one score for each document."""
        terms = np.unique(self._vectorizer.transform([text]).indices)
        if not len(terms):
            return np.zeros(self._weights.shape[1])
        total = np.asarray(self._weights[terms].sum(axis=0)).ravel()
        return np.asarray(total / self._idf[terms].sum())


def _phrases(record: Record, normalize: Callable[[str], str]) -> list[Phrase]:
    names = [record.title.zh, record.title.en, *record.aliases.zh, *record.aliases.en]
    blocks = [record.answer, *record.parts.values()]
    lines = [line for block in blocks for line in (*block.zh, *block.en)]
    phrases = [Phrase(record.id, normalize(name), True) for name in names]
    phrases += [Phrase(record.id, normalize(line), False) for line in lines]
    return [phrase for phrase in dict.fromkeys(phrases) if phrase.text]


def _document(phrases: Sequence[Phrase], record_id: str) -> str:
    return " ".join(phrase.text for phrase in phrases if phrase.record_id == record_id)


def _name_pattern(names: Iterable[str]) -> re.Pattern[str] | None:
    """One pattern over all names, the longest first; Latin ones only as whole words."""
    parts = []
    for name in sorted(set(names), key=lambda name: (-len(name), name)):
        before = r"(?<![a-z0-9])" if name[0].isascii() and name[0].isalnum() else ""
        after = r"(?![a-z0-9])" if name[-1].isascii() and name[-1].isalnum() else ""
        parts.append(before + re.escape(name) + after)
    return re.compile("|".join(parts)) if parts else None
