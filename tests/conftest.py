"""What all tests share: where the project is, and how patient hypothesis is."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path

import pytest
import pytest_randomly
from hypothesis import settings

ROOT = Path(__file__).resolve().parents[1]
RASA_MARK = re.compile(r"^pytestmark = .*pytest\.mark\.rasa\b", re.MULTILINE)

os.environ.setdefault("RASA_TELEMETRY_ENABLED", "false")
os.environ.setdefault("SQLALCHEMY_SILENCE_UBER_WARNING", "1")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")

# thinc, below spaCy, gives pytest-randomly a seeder that imports TensorFlow for every test run and
# fails on seeds over 32 bits. `random` and numpy are still seeded before each test.
pytest_randomly.entrypoint_reseeds = []

# A machine shared with others is slow now and then; that is no failure.
settings.register_profile("anju", deadline=None)
settings.load_profile("anju")


def without_rasa(config: pytest.Config) -> bool:
    return "not rasa" in config.getoption("markexpr")


def pytest_configure(config: pytest.Config) -> None:
    """Without rasa nobody needs TensorFlow, which spaCy would import if it could: ten seconds."""
    if without_rasa(config):
        sys.modules["tensorflow"] = None  # type: ignore[assignment]  # importing it fails


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Do not even import files that need rasa when they are not wanted."""
    if not without_rasa(config) or collection_path.suffix != ".py":
        return None
    return True if RASA_MARK.search(collection_path.read_text(encoding="utf-8")) else None


@pytest.fixture(scope="session")
def root() -> Path:
    """The folder of the project."""
    return ROOT


@pytest.fixture(scope="session")
def data(root: Path) -> Path:
    """The folder of everything that people edit."""
    return root / "data"


@pytest.fixture(scope="session")
def talker(root: Path) -> object:
    """The assistant with the model for the present data and the real actions."""
    from anju.settings import load_settings
    from anju.supervise.model import ensure_model
    from tests.conversations.talk import Talker  # imports rasa: only when a conversation is held

    return Talker(ensure_model(root, root / load_settings().models_folder), root)
