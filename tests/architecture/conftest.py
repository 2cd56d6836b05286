"""The project as data: its modules, and what its files say."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from anju.storage.yaml_file import read_yaml


@pytest.fixture(scope="session")
def domain(root: Path) -> Mapping[str, Any]:
    content: Mapping[str, Any] = read_yaml(root / "domain.yml")
    return content


@pytest.fixture(scope="session")
def dialogue(data: Path) -> Mapping[str, Any]:
    """The files of data/dialogue by name."""
    return {path.stem: read_yaml(path) for path in sorted((data / "dialogue").glob("*.yml"))}


@pytest.fixture(scope="session")
def steps(data: Path) -> list[Mapping[str, Any]]:
    """All steps of rules and stories, those inside `or` too."""
    found: list[Mapping[str, Any]] = []
    for folder, key in (("rules", "rules"), ("stories", "stories")):
        for path in sorted((data / folder).glob("*.yml")):
            for each in read_yaml(path)[key]:
                for step in each["steps"]:
                    found.extend(step.get("or", [step]))
    return found
