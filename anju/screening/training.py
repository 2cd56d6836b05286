"""Make a screener from a data folder: learn it, or take one that was learned from the same data."""

from __future__ import annotations

import hashlib
import os
import random
import re
import shutil
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from anju.language.encoder import encode
from anju.language.lexicon_files import sign_files
from anju.language.normalize import HAN
from anju.screening.calibration import Calibration
from anju.screening.disguise import disguise
from anju.screening.errors import ScreeningDataError
from anju.screening.features import FeatureSpace
from anju.screening.kinds import SETTINGS_FILE, Example, Kind, load_examples, load_kinds
from anju.screening.model import ScreeningModel, fit_model, load_model
from anju.screening.reader import Reader, load_reader
from anju.screening.screener import Screener, to_encode
from anju.screening.verdict import Thresholds
from anju.storage.yaml_file import read_yaml

_FOLDERS = ("screening", "official", "lexicon")
QUESTION = "everyday_question"
HAN_CHARACTER = re.compile(f"[{HAN}]")
_KEPT = 1  # models kept beside the newest
_CODE = Path(__file__).resolve().parent


class Settings(NamedTuple):
    calibration: Calibration
    thresholds: Thresholds
    questions_from: tuple[str, ...]  # intents whose examples are everyday questions
    questions_each: int


def load_settings(data: Path) -> Settings:
    """Return calibration and thresholds of `data/screening/settings.yml`.

    Raises:
        ScreeningDataError: a field is missing or no number.
    """
    path = data / "screening" / SETTINGS_FILE
    content = read_yaml(path)
    try:
        return Settings(
            Calibration(**{k: float(v) for k, v in content["calibration"].items()}),
            Thresholds(**{k: float(v) for k, v in content["thresholds"].items()}),
            tuple(str(each) for each in content["questions_from"]),
            int(content["questions_each"]),
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise ScreeningDataError(f"{path}: {error!r}.") from error


def train_model(data: Path, seed: int = 0) -> ScreeningModel:
    """Learn from `data/screening`; the same data and seed give the same model."""
    kinds = load_kinds(data / "screening")
    settings = load_settings(data)
    examples = load_examples(data / "screening", kinds)
    examples += questions(data / "nlu", settings.questions_from, settings.questions_each)
    return learn(load_reader(data), examples, kinds, seed)


def questions(folder: Path, intents: Sequence[str], each: int) -> list[Example]:
    """Return every so manieth example of some intents as everyday questions.

    What residents ask the assistant is known already from data/nlu; it is nobody's message.
    """
    found: dict[str, list[str]] = {}
    for path in sorted(folder.glob("*.yml")):
        for block in read_yaml(path)["nlu"]:
            if block.get("intent") in intents:
                lines = str(block["examples"]).splitlines()
                texts = [line.removeprefix("- ").strip() for line in lines]
                found.setdefault(block["intent"], []).extend(filter(None, texts))
    return [
        Example(text, QUESTION, "chat", "plain", "zh" if HAN_CHARACTER.search(text) else "en")
        for texts in found.values()
        for text in texts[:: max(1, len(texts) // each)][:each]
    ]


def learn(
    reader: Reader, examples: Sequence[Example], kinds: dict[str, Kind], seed: int = 0
) -> ScreeningModel:
    """Learn from examples and from a disguised copy of each (see disguise.py)."""
    shuffled = random.Random(seed)  # noqa: S311 - no secret
    texts = [example.text for example in examples]
    texts += [disguise(text, shuffled) for text in texts]
    labels = [example.kind for example in examples] * 2
    readings = [reader(text) for text in texts]
    vectors = encode([to_encode(reading.text.text) for reading in readings])
    space = FeatureSpace(reader.flags)
    return fit_model(space, [r.seen for r in readings], vectors, labels, kinds, seed)


def build_screener(data: Path, model: ScreeningModel, reader: Reader | None = None) -> Screener:
    """Return the screener of a data folder with a model learned before."""
    weights = {
        str(sign["id"]): int(sign["weight"])
        for path in sign_files(data / "lexicon")
        for sign in read_yaml(path)["signs"]
    }
    kinds = load_kinds(data / "screening")
    settings = load_settings(data)
    model.calibration = settings.calibration
    return Screener(reader or load_reader(data), model, kinds, weights, settings.thresholds)


def ensure_model(data: Path, models: Path, report: Callable[[str], None]) -> ScreeningModel:
    """Return the model for the present data from `models`, learning it when there is none."""
    folder = models / f"screening-{fingerprint(data)}"
    if not folder.is_dir():
        report(f"Learning {folder.name}, a minute or two …")
        model = train_model(data)
        # Written beside and renamed: a half-written model is never taken for one.
        beside = folder.with_name(f"{folder.name}.{os.getpid()}")
        model.save(beside)
        beside.replace(folder)
        _forget_old(models, folder)
    return load_model(folder)


def _forget_old(models: Path, newest: Path) -> None:
    others = [path for path in models.glob("screening-*") if path != newest]
    for path in sorted(others, key=lambda path: path.stat().st_mtime)[:-_KEPT]:
        shutil.rmtree(path, ignore_errors=True)


def fingerprint(data: Path) -> str:
    """Return 12 hex digits that change when anything a model is made from changes."""
    digest = hashlib.sha256()
    for path in _sources(data):
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    settings = load_settings(data)
    for example in questions(data / "nlu", settings.questions_from, settings.questions_each):
        digest.update(example.text.encode() + b"\0")
    return digest.hexdigest()[:12]


def _sources(data: Path) -> Iterator[Path]:
    """Calibration and thresholds are chosen after learning, so their file is not among them."""
    for folder in _FOLDERS:
        paths = sorted((data / folder).glob("*.yml"))
        yield from (path for path in paths if path.name != SETTINGS_FILE)
    yield from sorted(_CODE.glob("*.py"))
    yield from sorted((_CODE.parent / "language").glob("*.py"))
