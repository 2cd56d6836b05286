"""What the components tell one another about a message, in one place."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Optional

import numpy as np
from numpy.typing import NDArray
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, TEXT
from rasa.shared.nlu.training_data.message import Message

from anju.language.normalize import NormalizedText

NORMALIZED = "normalized"  # NormalizedText of the whole message
READ = "read"  # the normalised text without a denied topic: what is classified
DENIED = "denied_topic"  # the topic that the person denied, None if none
SCREENING = "screening"  # the verdict (anju/screening/screener.py, `to_json`)
LOOKS_PASTED = "looks_pasted"  # whether the screening takes it for somebody else's words
PASTED = "pasted"  # in the metadata: somebody else wrote the message
FAMILIARITY = "familiarity"  # how near the message is to what was learned


def normalized(message: Message) -> Optional[NormalizedText]:
    value = message.get(NORMALIZED)
    return value if isinstance(value, NormalizedText) else None


def read_text(message: Message) -> str:
    """Return the text to classify; the raw text when no normaliser ran before."""
    value = message.get(READ)
    return value if isinstance(value, str) else str(message.get(TEXT) or "")


def sentence_vector(message: Message) -> Optional[NDArray[Any]]:
    """Return the sentence vector (512,) that the encoder left on the message, if any."""
    for features in message.features:
        if (
            features.type == FEATURE_TYPE_SENTENCE
            and features.attribute == TEXT
            and features.is_dense()
        ):
            vector: NDArray[Any] = np.asarray(features.features)[0]
            return vector
    return None


def fingerprint_of(paths: Iterable[Path]) -> str:
    """Hash the content of files, so that training again after an edit never gives old content."""
    digest = hashlib.sha256()
    for path in sorted(paths):
        digest.update(path.name.encode())
        digest.update(path.read_bytes() if path.is_file() else b"")
    return digest.hexdigest()


def helper_sources(*modules: object) -> list[Path]:
    """Return the source files of helper modules for `fingerprint_of`."""
    return [Path(str(getattr(module, "__file__", ""))) for module in modules]
