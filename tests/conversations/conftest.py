from __future__ import annotations

from pathlib import Path

import pytest

from anju.settings import load_settings
from anju.supervise.model import ensure_model

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def talker() -> object:
    """The assistant with the model for the present data and the real actions."""
    from tests.conversations.talk import Talker  # imports rasa: only when a conversation is held

    return Talker(ensure_model(ROOT, ROOT / load_settings().models_folder), ROOT)
