"""The facts that Anju ships: they load, are current, and can be told in both languages."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from anju.knowledge.load import Knowledge, find_problems, load_knowledge
from anju.knowledge.render import render_answer
from anju.knowledge.schema import Group, Part, Record
from anju.storage.yaml_file import read_yaml

TODAY = date(2026, 11, 23)  # fixed: a test that fails on a day of its own helps nobody
HAN = re.compile(r"[\u4e00-\u9fff]")
ADDRESS = re.compile(r"https?:|www\.|\b[a-z0-9-]+\.(?:com|cn|org|net|gov)\b", re.IGNORECASE)


@pytest.fixture(scope="module")
def knowledge(data: Path) -> Knowledge:
    return load_knowledge(data / "knowledge")


@pytest.fixture(scope="module")
def labels(data: Path) -> Mapping[str, Any]:
    content: Mapping[str, Any] = read_yaml(data / "dialogue" / "labels.yml")
    return content


def texts(record: Record, language: str) -> list[str]:
    blocks = [record.answer, *record.parts.values()]
    lines = [line for block in blocks for line in block.in_language(language)]
    return [record.title.in_language(language), record.authority.in_language(language), *lines]


def test_no_fact_has_a_problem_and_none_is_out_of_date(data: Path) -> None:
    assert [str(problem) for problem in find_problems(data / "knowledge", TODAY)] == []


def test_every_duty_has_facts(knowledge: Knowledge) -> None:
    assert {record.group for record in knowledge.values()} == set(Group)


def test_no_fact_was_checked_in_the_future(knowledge: Knowledge) -> None:
    assert [record.id for record in knowledge.values() if record.checked_on > TODAY] == []


def test_every_fact_is_written_in_both_languages(knowledge: Knowledge) -> None:
    """A Chinese line without a Chinese character, or an English one with them, was mixed up."""
    mixed = [
        (record.id, text)
        for record in knowledge.values()
        for language, wrong in (("zh", _no_chinese), ("en", _chinese_left))
        for text in texts(record, language)
        if wrong(text)
    ]
    assert mixed == []


def _no_chinese(text: str) -> bool:
    return not HAN.search(text) and re.search(r"[a-z]{3}", text) is not None


def _chinese_left(text: str) -> bool:
    """Names of apps and forms may stand in an English line in brackets or quotes."""
    bare = re.sub(r"[(（“\"'].*?[)）”\"']", "", text)
    return len(HAN.findall(bare)) > len(re.findall(r"[a-zA-Z]", bare))


def test_an_authority_is_an_agency_or_a_law_and_no_web_address(knowledge: Knowledge) -> None:
    wrong = [
        record.id
        for record in knowledge.values()
        for language in ("zh", "en")
        if ADDRESS.search(record.authority.in_language(language))
    ]
    assert wrong == []


def test_every_fact_and_every_field_can_be_told(
    knowledge: Knowledge, labels: Mapping[str, Any]
) -> None:
    for record in knowledge.values():
        for part in (None, *record.parts):
            for language in ("zh", "en", "both"):
                text = render_answer(record, language, labels, TODAY, part)
                assert str(record.checked_on) in text
                assert "{" not in text


def test_a_chinese_answer_fits_into_one_message_of_wechat(
    knowledge: Knowledge, labels: Mapping[str, Any]
) -> None:
    long = {
        (record.id, part): length
        for record in knowledge.values()
        for part in (None, *record.parts)
        if (length := len(render_answer(record, "zh", labels, TODAY, part).encode())) > 2_048
    }
    assert long == {}


def test_every_field_has_a_label_for_its_quick_reply(labels: Mapping[str, Any]) -> None:
    for language in ("zh", "en"):
        assert set(labels[language]["buttons"]) == {part.value for part in Part}


def test_aliases_are_not_written_twice(knowledge: Knowledge) -> None:
    twice = [
        (record.id, alias)
        for record in knowledge.values()
        for aliases in (record.aliases.zh, record.aliases.en)
        for alias in {each for each in aliases if aliases.count(each) > 1}
    ]
    assert twice == []


def test_no_service_or_kind_of_scam_shares_a_name_with_another(knowledge: Knowledge) -> None:
    """Such a name names neither of them (see anju.language.lexicon)."""
    owners: dict[tuple[str, str], set[str]] = {}
    for record in knowledge.in_groups([Group.service, Group.scam, Group.technique]):
        kind = "service" if record.group is Group.service else "scam_type"
        for name in (record.title.zh, record.title.en, *record.aliases.zh, *record.aliases.en):
            owners.setdefault((kind, name.lower()), set()).add(record.id)
    assert {name: ids for name, ids in owners.items() if len(ids) > 1} == {}
