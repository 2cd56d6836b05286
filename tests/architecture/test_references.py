"""Facts, lexicons and topics name one another by ids that exist."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from anju.knowledge.load import Knowledge, load_knowledge
from anju.knowledge.schema import Group, Part
from anju.language.lexicon_files import sign_files
from anju.storage.yaml_file import read_yaml

Json = Mapping[str, Any]


@pytest.fixture(scope="module")
def knowledge(data: Path) -> Knowledge:
    return load_knowledge(data / "knowledge")


def test_every_record_and_text_that_a_topic_names_exists(
    dialogue: Json, knowledge: Knowledge, domain: Json
) -> None:
    topics = dialogue["topics"]["topics"]
    missing = set()
    for intent, topic in topics.items():
        names = {topic.get("record"), topic.get("otherwise"), *topic.get("only", [])} - {None}
        missing |= {(intent, name) for name in names - set(knowledge)}
        texts = {topic.get("ask"), topic.get("ask_which")} - {None}
        missing |= {(intent, name) for name in texts - set(dialogue["actions"])}
        missing |= {(intent, part) for part in topic.get("part", []) if part not in set(Part)}
        missing |= {(intent, group) for group in topic.get("groups", []) if group not in set(Group)}
    assert missing == set()
    assert set(topics) - set(domain["intents"]) == set()


def test_a_topic_names_only_records_of_its_own_groups(dialogue: Json, knowledge: Knowledge) -> None:
    """A record of another group is never found, however near the question is to it."""
    wrong = [
        (intent, name)
        for intent, topic in dialogue["topics"]["topics"].items()
        for name in topic.get("only", [])
        if knowledge[name].group.value not in topic["groups"]
    ]
    assert wrong == []


def test_every_hotline_of_the_lexicon_is_a_fact(data: Path, knowledge: Knowledge) -> None:
    entries = read_yaml(data / "lexicon" / "hotline.yml")["entries"]
    assert {entry["id"] for entry in entries} - set(knowledge) == set()


def test_every_kind_of_scam_that_a_sign_points_to_is_a_fact(
    data: Path, knowledge: Knowledge
) -> None:
    signs = [s for path in sign_files(data / "lexicon") for s in read_yaml(path)["signs"]]
    named = {scam for sign in signs for scam in sign.get("scams", [])}
    assert named - set(knowledge) == set()


def test_every_sign_can_be_shown_with_its_reason(data: Path) -> None:
    for sign in (s for path in sign_files(data / "lexicon") for s in read_yaml(path)["signs"]):
        assert sign["why"]["zh"]
        assert sign["why"]["en"]
        assert sign["weight"] in {1, 2, 3}


def test_no_id_of_a_lexicon_stands_twice(data: Path) -> None:
    twice = []
    for path in sorted((data / "lexicon").glob("*.yml")):
        content = read_yaml(path)
        ids = [each["id"] for each in content.get("entries") or content.get("signs") or []]
        twice += [(path.name, name) for name, count in Counter(ids).items() if count > 1]
    assert twice == []


def test_every_field_that_words_ask_for_exists(data: Path) -> None:
    entries = read_yaml(data / "lexicon" / "part.yml")["entries"]
    assert {entry["id"] for entry in entries} - {part.value for part in Part} == set()


def test_every_entity_of_a_lexicon_is_in_the_domain(data: Path, domain: Json) -> None:
    known = {
        name for each in domain["entities"] for name in ([each] if isinstance(each, str) else each)
    }
    files = [read_yaml(path) for path in sorted((data / "lexicon").glob("*.yml"))]
    named = {content["entity"] for content in files if "entity" in content}
    named |= {entity for content in files for entity in content.get("patterns", {})}
    assert named - known == set()
