"""What the tests of the screening share."""

from __future__ import annotations

from pathlib import Path

import pytest

from anju.screening.reader import Reader, load_reader


@pytest.fixture(scope="session")
def reader(data: Path) -> Reader:
    return load_reader(data)
