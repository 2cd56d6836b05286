"""The error tree of this package."""

from __future__ import annotations

from anju.storage.yaml_file import DataFileError


class KnowledgeError(DataFileError):
    """A fact cannot be used.

    KnowledgeError
    ├── InvalidRecordError   a field is missing, too long, or of the wrong kind
    ├── DuplicateRecordError two records share an id
    ├── BrokenReferenceError `related` names a record that does not exist
    └── ExpiredRecordError   the record is past its `expires_on`
    """


class InvalidRecordError(KnowledgeError):
    """A field is missing, too long, or of the wrong kind."""


class DuplicateRecordError(KnowledgeError):
    """Two records share an id."""


class BrokenReferenceError(KnowledgeError):
    """`related` names a record that does not exist."""


class ExpiredRecordError(KnowledgeError):
    """The record is past its `expires_on` and has to be checked again."""
