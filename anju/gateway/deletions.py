"""Conversations that still have to be deleted behind the door."""

from __future__ import annotations

import os
import re
from pathlib import Path

_PERSON = re.compile(r"[0-9a-f]{32}")
FILE = "deletions.txt"


class Deletions:
    """Person ids, one a line, kept until Rasa has deleted what it knows of them.

    Written before Rasa is asked, so that a crash in between forgets no promise.
    """

    def __init__(self, path: Path) -> None:
        """Read the file at `path`, if there is one.

        Raises:
            OSError: the file is there and cannot be read.
        """
        self._path = path
        text = path.read_text(encoding="ascii", errors="replace") if path.exists() else ""
        # A line cut short by a full disk is no person.
        self._owed = {line: None for line in text.splitlines() if _PERSON.fullmatch(line)}

    def __contains__(self, person: str) -> bool:
        return person in self._owed

    def owed(self) -> list[str]:
        """Return who still has to be deleted, the oldest first."""
        return list(self._owed)

    def remember(self, person: str) -> None:
        """Add a person.

        Raises:
            OSError: the file cannot be written.
        """
        if person not in self._owed:
            self._owed[person] = None
            self._write()

    def done(self, person: str) -> None:
        """Take a person off the list.

        Raises:
            OSError: the file cannot be written.
        """
        if person in self._owed:
            del self._owed[person]
            self._write()

    def _write(self) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        draft = self._path.with_name(f"{self._path.name}.new")
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            file.writelines(f"{person}\n" for person in self._owed)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(self._path)
