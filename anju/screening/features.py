"""What the learned score sees of a message: meaning, letters, sounds, signs and indicators."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import TfidfVectorizer

from anju.screening.view import skeleton, sounds

# Lengths of the blocks beside one another, chosen on tests/screening/dev (bench/screening.py).
WEIGHTS = {"vector": 0.6, "letters": 1.0, "words": 0.7, "sounds": 0.7, "flags": 0.5}
_LETTERS, _WORDS, _SOUNDS = (1, 4), (1, 2), (1, 3)
_MIN_DF = 3
_MOST = {"letters": 30_000, "words": 12_000, "sounds": 20_000}  # columns; the commonest are kept
_LENGTHS = (12, 25, 45, 70, 110, 170, 260)  # characters; the bounds of the buckets
BLOCKS = ("letters", "words", "sounds")


class Seen(NamedTuple):
    """What was read of one message: normalised text, and the names of what stands in it."""

    text: str
    flags: frozenset[str]


class FeatureSpace:
    """Turn what was read into rows; the vocabulary is that of the examples."""

    def __init__(self, flags: Iterable[str], weights: Mapping[str, float] = WEIGHTS) -> None:
        """`flags` are the ids of all signs and indicators."""
        self._vectorizers = dict(zip(BLOCKS, _untrained()))
        self._flags = {name: place for place, name in enumerate(sorted(set(flags)))}
        self._weights = dict(weights)

    @property
    def flags(self) -> list[str]:
        return list(self._flags)

    def fit(self, seen: Sequence[Seen]) -> None:
        for name, vectorizer in self._vectorizers.items():
            vectorizer.fit(_view(name, seen))

    def sparse(self, seen: Sequence[Seen]) -> csr_matrix:
        """Return the rows of letters, words, sounds and flags, shape (messages, columns)."""
        blocks = [
            vectorizer.transform(_view(name, seen)) * self._weights[name]
            for name, vectorizer in self._vectorizers.items()
        ]
        return hstack([*blocks, self._flag_rows(seen)], format="csr", dtype=np.float32)

    def dense(self, vectors: NDArray[Any]) -> NDArray[Any]:
        """Return the sentence vectors at their weight, shape (messages, 512)."""
        return np.asarray(vectors * np.float32(self._weights["vector"]), dtype=np.float32)

    def to_json(self) -> dict[str, Any]:
        return {
            "flags": self.flags,
            "weights": self._weights,
            "terms": {
                name: [term for term, _ in sorted(each.vocabulary_.items(), key=lambda t: t[1])]
                for name, each in self._vectorizers.items()
            },
        }

    def idf(self) -> dict[str, NDArray[Any]]:
        return {name: each.idf_.astype(np.float32) for name, each in self._vectorizers.items()}

    @classmethod
    def from_json(cls, data: Mapping[str, Any], idf: Mapping[str, NDArray[Any]]) -> FeatureSpace:
        space = cls(data["flags"], data["weights"])
        for name, vectorizer in space._vectorizers.items():
            vectorizer.vocabulary_ = {term: i for i, term in enumerate(data["terms"][name])}
            vectorizer.idf_ = np.asarray(idf[name])
        return space

    def _flag_rows(self, seen: Sequence[Seen]) -> csr_matrix:
        """One column a flag, then the bucket of the length."""
        rows, columns = [], []
        for row, each in enumerate(seen):
            places = [self._flags[flag] for flag in each.flags if flag in self._flags]
            places.append(len(self._flags) + int(np.searchsorted(_LENGTHS, len(each.text))))
            rows.extend([row] * len(places))
            columns.extend(places)
        values = np.full(len(rows), self._weights["flags"], dtype=np.float32)
        shape = (len(seen), len(self._flags) + len(_LENGTHS) + 1)
        return csr_matrix((values, (rows, columns)), shape=shape)


def _view(block: str, seen: Sequence[Seen]) -> list[str]:
    if block == "sounds":
        return [" ".join(sounds(each.text)) for each in seen]
    return [skeleton(each.text) for each in seen]


def _untrained() -> list[TfidfVectorizer]:
    common = {"sublinear_tf": True, "min_df": _MIN_DF, "dtype": np.float32}
    return [
        TfidfVectorizer(
            analyzer="char_wb", ngram_range=_LETTERS, max_features=_MOST["letters"], **common
        ),
        TfidfVectorizer(
            token_pattern=r"(?u)[a-z0-9']+|[\u4e00-\u9fff]",  # noqa: S106 - tokens of text
            ngram_range=_WORDS,
            max_features=_MOST["words"],
            **common,
        ),
        TfidfVectorizer(
            token_pattern=r"(?u)\S+",  # noqa: S106 - tokens of text
            ngram_range=_SOUNDS,
            max_features=_MOST["sounds"],
            **common,
        ),
    ]
