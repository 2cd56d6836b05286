"""What can go wrong in the screening.

ScreeningError
├── ScreeningDataError   a file of data/screening, data/official or data/lexicon is unusable
└── UntrainedError       there is no trained model where one was looked for
"""

from __future__ import annotations

from anju.storage.yaml_file import DataFileError


class ScreeningError(Exception):
    """Root of this package's errors."""


class ScreeningDataError(ScreeningError, DataFileError):
    """A data file cannot be used; the message names file, record and field."""


class UntrainedError(ScreeningError):
    """The model is missing; the message says how to make it."""
