"""What the actions say: facts, topics and texts, read once a process."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple, Optional

from anju.knowledge.load import Knowledge, load_knowledge
from anju.knowledge.schema import Group, Part
from anju.language.lexicon_files import sign_files
from anju.screening.cases import CaseStore
from anju.screening.indicator_kinds import IndicatorKind, load_indicators
from anju.screening.words import Words, load_words
from anju.settings import load_settings
from anju.storage.feedback import FeedbackStore
from anju.storage.yaml_file import DataFileError, read_yaml

DATA = Path("data")


class Topic(NamedTuple):
    """What an intent asks for (`data/dialogue/topics.yml` explains the fields)."""

    record: Optional[str] = None
    groups: tuple[Group, ...] = ()
    only: tuple[str, ...] = ()
    part: tuple[Part, ...] = ()
    follows: bool = False
    otherwise: Optional[str] = None
    ask: Optional[str] = None
    lead: Optional[str] = None
    ask_which: Optional[str] = None


class Book(NamedTuple):
    """Everything that actions read from files."""

    knowledge: Knowledge
    topics: Mapping[str, Topic]
    min_score: float
    min_unnamed: float
    labels: Mapping[str, Any]
    texts: Mapping[str, Any]
    intents: Mapping[str, Mapping[str, str]]
    signs: Mapping[str, Mapping[str, Any]]
    bank_names: Mapping[str, frozenset[str]]  # names and aliases by lexicon id
    screening: Words
    indicators: Mapping[str, IndicatorKind]
    feedback: FeedbackStore
    cases: CaseStore


@lru_cache(maxsize=1)
def open_book(folder: Path = DATA) -> Book:
    """Return the book of `folder`.

    Raises:
        DataFileError: a file is broken, or a topic names a fact or text that does not exist.
    """
    knowledge = load_knowledge(folder / "knowledge")
    dialogue = folder / "dialogue"
    raw = read_yaml(dialogue / "topics.yml")
    texts = read_yaml(dialogue / "actions.yml")
    topics = {
        intent: _topic(dialogue / "topics.yml", intent, fields, knowledge, texts)
        for intent, fields in raw["topics"].items()
    }
    signs = {
        sign["id"]: sign
        for path in sign_files(folder / "lexicon")
        for sign in read_yaml(path)["signs"]
    }
    return Book(
        knowledge,
        topics,
        float(raw["min_score"]),
        float(raw["min_unnamed"]),
        read_yaml(dialogue / "labels.yml"),
        texts,
        read_yaml(dialogue / "intents.yml")["intents"],
        signs,
        _bank_names(folder / "lexicon" / "bank.yml"),
        load_words(folder, knowledge),
        load_indicators(folder / "lexicon" / "indicators.yml"),
        FeedbackStore(load_settings().storage_folder / "feedback.db"),
        CaseStore(load_settings().storage_folder / "cases.db"),
    )


def _bank_names(path: Path) -> dict[str, frozenset[str]]:
    return {
        entry["id"]: frozenset(
            [entry["name"]["zh"], entry["name"]["en"], *entry.get("zh", ()), *entry.get("en", ())]
        )
        for entry in read_yaml(path)["entries"]
    }


def _topic(
    path: Path,
    intent: str,
    fields: Mapping[str, Any],
    knowledge: Knowledge,
    texts: Mapping[str, Any],
) -> Topic:
    try:
        topic = Topic(
            record=fields.get("record"),
            groups=tuple(Group(group) for group in fields.get("groups", ())),
            only=tuple(fields.get("only", ())),
            part=tuple(Part(part) for part in fields.get("part", ())),
            follows=fields.get("follows", False),
            otherwise=fields.get("otherwise"),
            ask=fields.get("ask"),
            lead=fields.get("lead"),
            ask_which=fields.get("ask_which"),
        )
    except ValueError as error:
        raise DataFileError(f"{path}: topic {intent}: {error}.") from error
    for name in (topic.record, topic.otherwise, *topic.only):
        if name is not None and name not in knowledge:
            raise DataFileError(f"{path}: topic {intent}: there is no record {name}.")
    for name in (topic.ask, topic.ask_which, topic.lead):
        if name is not None and name not in texts:
            raise DataFileError(f"{path}: topic {intent}: there is no text {name}.")
    return topic
