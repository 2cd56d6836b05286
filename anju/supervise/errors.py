"""What can stand in the way of a start."""

from __future__ import annotations


class StartError(Exception):
    """Anju cannot start. The message is one sentence that says what to do.

    StartError
    ├── TakenPortError      another program listens on a port that Anju needs
    ├── MissingToolError    a program or package is not installed
    ├── BrokenDataError     a YAML file cannot be used
    ├── TrainingError       Rasa refused to train
    └── NotAnsweringError   a part did not answer in time
    """


class TakenPortError(StartError):
    """Another program listens on a port that Anju needs."""


class MissingToolError(StartError):
    """A program or package is not installed."""


class BrokenDataError(StartError):
    """A YAML file cannot be used."""


class TrainingError(StartError):
    """Rasa refused to train."""


class NotAnsweringError(StartError):
    """A part did not answer in time."""
