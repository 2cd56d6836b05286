"""Rasa component: is this a scam? The verdict on the parse, with the vector it already has."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Dict, List, Optional

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from anju.language.encoder import encode
from anju.nlu.reading import LOOKS_PASTED, SCREENING, fingerprint_of, normalized, sentence_vector
from anju.screening.cases import pack
from anju.screening.model import load_model
from anju.screening.outcome import Verdict
from anju.screening.screener import ENCODED, Screener, to_encode
from anju.screening.training import build_screener, ensure_model, fingerprint

_ALARMING = {Verdict.HIGH_RISK, Verdict.SUSPICIOUS}
_MODEL, _DATA = "model", "data"
_FOLDERS = ("screening/kinds.yml", "screening/settings.yml", "official", "lexicon")


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=True)
class ScamScreener(GraphComponent):
    """Judge every message; custom actions decide whether the verdict is told."""

    @staticmethod
    def get_default_config() -> Dict[str, Any]:
        return {"data": "data", "models": "models"}

    def __init__(
        self,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        screener: Optional[Screener] = None,
    ) -> None:
        self._config = config
        self._model_storage = model_storage
        self._resource = resource
        self._screener = screener

    @classmethod
    def create(
        cls,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> ScamScreener:
        return cls(config, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> ScamScreener:
        with model_storage.read_from(resource) as folder:
            screener = build_screener(folder / _DATA, load_model(folder / _MODEL))
        return cls(config, model_storage, resource, screener)

    @classmethod
    def fingerprint_addon(cls, config: Dict[str, Any]) -> Optional[str]:
        data = Path({**cls.get_default_config(), **config}["data"])
        return fingerprint(data) + fingerprint_of([data / "screening" / "settings.yml"])

    def train(self, training_data: TrainingData) -> Resource:
        data, models = Path(self._config["data"]), Path(self._config["models"])
        model = ensure_model(data, models, lambda text: None)
        with self._model_storage.write_to(self._resource) as folder:
            model.save(folder / _MODEL)
            _copy(data, folder / _DATA)
        return self._resource

    def process(self, messages: List[Message]) -> List[Message]:
        for message in messages:
            text, vector = normalized(message), sentence_vector(message)
            if self._screener is None or text is None or vector is None or not text.text:
                continue
            if text.original.startswith("/"):
                continue
            if len(text.text) > ENCODED:  # the dialogue's vector is of the whole text
                vector = encode([to_encode(text.text)])[0]
            reading = self._screener.reader.read(text)
            found = self._screener.judge([reading], np.asarray(vector)[np.newaxis])[0]
            content = {**found.to_json(), "pasted": found.pasted}
            if found.verdict in _ALARMING:  # for the search of cases like it
                content["vector"] = pack(np.asarray(vector))
            message.set(SCREENING, content, add_to_output=True)
            message.set(LOOKS_PASTED, found.pasted)
        return messages


def _copy(data: Path, target: Path) -> None:
    """The small files that reading and judging need go into the model with it."""
    for name in _FOLDERS:
        source = data / name
        for path in [source] if source.is_file() else sorted(source.glob("*.yml")):
            copy = target / path.relative_to(data)
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_bytes(path.read_bytes())
