"""Components driven directly, with a model storage in a folder of the test, as Rasa's own tests do.

Nothing here imports rasa before a test needs it: tests without rasa run in seconds.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

LOOKALIKES = "lookalikes:\n  微信: [薇信, v信]\n"
BANK = """
entity: bank
entries:
- {id: icbc, name: {zh: 工商银行, en: ICBC}, zh: [工行], en: []}
- {id: ccb, name: {zh: 建设银行, en: CCB}, zh: [建行], en: []}
"""
SIGNS = "signs:\n- {id: u_safe_account, zh: [转到…安全账户], en: [safe account]}\n"
PATTERNS = "patterns:\n  money: ['\\d+元']\n"
KNOWLEDGE = """
checked_on: 2026-11-22
expires_on: 2027-05-22
records:
- id: sv_passport
  group: service
  title: {zh: 护照, en: Passport}
  answer: {zh: [先在随申办预约。], en: [Book in Suishenban first.]}
  authority: {zh: 国家移民管理局, en: National Immigration Administration}
  sources: [s]
  confidence: high
- id: th_bike
  group: theft
  title: {zh: 电动车被偷, en: Stolen e-bike}
  answer: {zh: [打110报警。], en: [Call 110.]}
  authority: {zh: 公安局, en: Police}
  sources: [s]
  confidence: high
"""


@pytest.fixture
def small_data(tmp_path: Path) -> Path:
    """A folder like `data`, with two banks, one sign, one pattern and two facts."""
    folder = tmp_path / "data"
    files = {
        "lexicon/lookalikes.yml": LOOKALIKES,
        "lexicon/bank.yml": BANK,
        "lexicon/signs.yml": SIGNS,
        "lexicon/patterns.yml": PATTERNS,
        "knowledge/facts.yml": KNOWLEDGE,
    }
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    return folder


@pytest.fixture
def create(tmp_path: Path) -> Callable[..., Any]:
    """A function that creates a component with its default configuration and changes to it."""
    return _maker(tmp_path, "create")


@pytest.fixture
def load(tmp_path: Path) -> Callable[..., Any]:
    """A function that loads the component that one from `create` has trained."""
    return _maker(tmp_path, "load")


def _maker(folder: Path, way: str) -> Callable[..., Any]:
    from rasa.engine.graph import ExecutionContext, GraphSchema
    from rasa.engine.storage.local_model_storage import LocalModelStorage
    from rasa.engine.storage.resource import Resource

    model = folder / "model"
    model.mkdir(exist_ok=True)
    storage = LocalModelStorage.create(model)

    def make(component: Any, **config: Any) -> Any:
        name = component.__name__
        return getattr(component, way)(
            {**component.get_default_config(), **config},
            storage,
            Resource(name),
            ExecutionContext(GraphSchema({}), node_name=name),
        )

    return make


@pytest.fixture
def normalizer(create: Callable[..., Any], small_data: Path) -> Any:
    """The first component of the pipeline, trained."""
    from rasa.shared.nlu.training_data.training_data import TrainingData

    from anju.nlu.text_normalizer import TextNormalizer

    component = create(TextNormalizer, lookalikes=str(small_data / "lexicon" / "lookalikes.yml"))
    component.train(TrainingData())
    return component


@pytest.fixture
def read(normalizer: Any) -> Callable[[str], Any]:
    """A function that returns the message of a text as the first component leaves it."""
    from rasa.shared.nlu.training_data.message import Message

    def message_of(text: str) -> Any:
        (message,) = normalizer.process([Message.build(text)])
        return message

    return message_of
