"""A wrong fact never reaches a resident: its file, record and field are named instead."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from anju.knowledge.errors import (
    BrokenReferenceError,
    DuplicateRecordError,
    ExpiredRecordError,
    InvalidRecordError,
    KnowledgeError,
)
from anju.knowledge.load import find_problems, load_knowledge
from anju.knowledge.schema import Confidence, Group, Part
from anju.storage.yaml_file import DataFileError

TODAY = date(2026, 11, 23)
Fact = Callable[..., dict[str, Any]]
Folder = Callable[..., Path]
LONG_ZH, LONG_EN = "字" * 91, "x" * 261


def test_facts_are_loaded_by_id(fact: Fact, folder: Folder) -> None:
    knowledge = load_knowledge(folder(people={"records": [fact(), fact(id="sv_visa")]}), TODAY)
    assert list(knowledge) == ["sv_passport", "sv_visa"]
    record = knowledge["sv_passport"]
    assert record.group is Group.service
    assert record.title.in_language("zh") == "护照"
    assert record.title.in_language("en") == "Passport"
    assert record.parts[Part.fee].en == ["120 yuan."]
    assert record.confidence is Confidence.high
    assert record.checked_on == date(2026, 11, 22)


def test_all_files_of_the_folder_are_one_knowledge(fact: Fact, folder: Folder) -> None:
    one, other = {"records": [fact(related=["sv_visa"])]}, {"records": [fact(id="sv_visa")]}
    assert len(load_knowledge(folder(a=one, b=other))) == 2


def test_days_at_the_top_of_a_file_hold_for_records_without_their_own(
    fact: Fact, folder: Folder
) -> None:
    content = {
        "checked_on": date(2026, 1, 1),
        "expires_on": date(2026, 7, 1),
        "records": [
            fact(checked_on=None, expires_on=None),
            fact(id="sv_visa", checked_on=date(2026, 2, 2), expires_on=None),
        ],
    }
    knowledge = load_knowledge(folder(a=content))
    assert knowledge["sv_passport"].checked_on == date(2026, 1, 1)
    assert knowledge["sv_visa"].checked_on == date(2026, 2, 2)
    assert knowledge["sv_visa"].expires_on == date(2026, 7, 1)


def test_records_are_found_by_group(fact: Fact, folder: Folder) -> None:
    records = [fact(), fact(id="th_bike", group="theft"), fact(id="tr_light", group="traffic")]
    knowledge = load_knowledge(folder(a={"records": records}))
    assert [each.id for each in knowledge.in_groups([Group.theft, Group.traffic])] == [
        "th_bike",
        "tr_light",
    ]
    assert knowledge.in_groups([]) == []


def test_a_record_cannot_be_changed_after_loading(fact: Fact, folder: Folder) -> None:
    record = load_knowledge(folder(a={"records": [fact()]}))["sv_passport"]
    with pytest.raises(TypeError):
        record.id = "sv_other"


# What the schema refuses: file, record and field in every message -------------------------------

MEDIUM = {"confidence": "medium"}
REFUSED = [
    pytest.param({"sources": None}, "sources", id="no source"),
    pytest.param({"sources": []}, "sources", id="an empty list of sources"),
    pytest.param({"authority": None}, "authority", id="no authority"),
    pytest.param({"authority": {"zh": "公安局", "en": ""}}, "authority.en", id="half an authority"),
    pytest.param({"title": {"zh": "护照"}}, "title.en", id="a title in one language"),
    pytest.param(
        {"title": {"zh": "护照", "en": "P", "fr": "P"}}, "title.fr", id="a third language"
    ),
    pytest.param({"answer": None}, "answer", id="no answer"),
    pytest.param({"answer": {"zh": [], "en": []}}, "answer.zh", id="an answer of no lines"),
    pytest.param(
        {"answer": {"zh": ["一", " "], "en": ["1", "2"]}}, "answer.zh.1", id="an empty line"
    ),
    pytest.param(
        {"answer": {"zh": ["一", "二"], "en": ["1"]}}, "answer", id="a line not translated"
    ),
    pytest.param({"answer": {"zh": ["一"] * 7, "en": ["1"] * 7}}, "answer.zh", id="seven lines"),
    pytest.param(
        {"answer": {"zh": [LONG_ZH], "en": ["1"]}}, "answer", id="a Chinese line too long"
    ),
    pytest.param(
        {"answer": {"zh": ["一"], "en": [LONG_EN]}}, "answer", id="an English one too long"
    ),
    pytest.param({"parts": {"price": {"zh": ["一"], "en": ["1"]}}}, "parts", id="an unknown part"),
    pytest.param(
        {"parts": {"fee": {"zh": ["一"], "en": ["1", "2"]}}},
        "parts.fee",
        id="a part not translated",
    ),
    pytest.param(
        {"parts": {"fee": {"zh": ["一"] * 9, "en": ["1"] * 9}}}, "parts.fee.zh", id="nine lines"
    ),
    pytest.param({"group": "weather"}, "group", id="an unknown group"),
    pytest.param({"group": None}, "group", id="no group"),
    pytest.param({"id": "Passport"}, "id", id="an id in capitals"),
    pytest.param({"id": "passport"}, "id", id="an id without its group"),
    pytest.param(
        {"aliases": {"zh": ["照"], "en": []}}, "aliases.zh.0", id="an alias of one character"
    ),
    pytest.param(
        {"numbers": [{"name": {"zh": "甲", "en": "A"}, "number": "call us"}]},
        "numbers.0.number",
        id="a number that cannot be dialled",
    ),
    pytest.param({"checked_on": None}, "checked_on", id="never checked"),
    pytest.param({"checked_on": "yesterday"}, "checked_on", id="no day"),
    pytest.param({"expires_on": None}, "expires_on", id="never expires"),
    pytest.param({"expires_on": "2026-11-22"}, "record", id="expires on the day of the check"),
    pytest.param({"confidence": "low"}, "confidence", id="nothing that is a guess"),
    pytest.param({"confidence": None}, "confidence", id="no confidence"),
    pytest.param(MEDIUM, "record", id="medium without a word of doubt"),
    pytest.param({**MEDIUM, "doubt": {"zh": "也许"}}, "doubt.en", id="doubt in one language"),
    pytest.param({"note": "todo"}, "note", id="a field that nobody reads"),
]


@pytest.mark.parametrize(("changes", "field"), REFUSED)
def test_a_wrong_field_is_named_with_its_file_and_record(
    fact: Fact, folder: Folder, changes: dict[str, Any], field: str
) -> None:
    name = changes.get("id", "sv_passport")
    with pytest.raises(InvalidRecordError) as caught:
        load_knowledge(folder(people={"records": [fact(**changes)]}))
    expected = rf"people\.yml: record {name}: field {re.escape(field)}(\.\w+)*: \S.*\.$"
    assert re.search(expected, str(caught.value)), caught.value


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        pytest.param(MEDIUM, "`doubt` has to say what is uncertain", id="doubt"),
        pytest.param({"expires_on": "2026-01-01"}, "expires_on is not after checked_on", id="days"),
        pytest.param(
            {"answer": {"zh": ["一", "二"], "en": ["1"]}}, "same number of lines", id="translation"
        ),
        pytest.param({"answer": {"zh": [LONG_ZH], "en": ["1"]}}, "zh line is over 90", id="length"),
        pytest.param(
            {"answer": {"zh": ["一"], "en": [LONG_EN]}}, "en line is over 260", id="English"
        ),
    ],
)
def test_a_rule_of_ours_says_what_it_wants(
    fact: Fact, folder: Folder, changes: dict[str, Any], words: str
) -> None:
    with pytest.raises(InvalidRecordError, match=words):
        load_knowledge(folder(people={"records": [fact(**changes)]}))


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param(
            {"answer": {"zh": ["字" * 90], "en": ["x" * 260]}}, id="lines of just the length"
        ),
        pytest.param({"answer": {"zh": ["一"] * 6, "en": ["1"] * 6}}, id="six lines"),
        pytest.param(
            {**MEDIUM, "doubt": {"zh": "或有变", "en": "may change"}}, id="medium with doubt"
        ),
        pytest.param({"doubt": {"zh": "或有变", "en": "may change"}}, id="high with doubt"),
        pytest.param({"aliases": None, "parts": None}, id="no aliases and no parts"),
    ],
)
def test_what_just_fits_is_taken(fact: Fact, folder: Folder, changes: dict[str, Any]) -> None:
    assert "sv_passport" in load_knowledge(folder(people={"records": [fact(**changes)]}))


def test_a_record_without_an_id_is_named_by_its_place(fact: Fact, folder: Folder) -> None:
    with pytest.raises(InvalidRecordError, match=r"people\.yml: record number 2: field id"):
        load_knowledge(folder(people={"records": [fact(), fact(id=None)]}))


@pytest.mark.parametrize(
    ("content", "words"),
    [
        pytest.param("", "needs a list `records:`", id="an empty file"),
        pytest.param("- a\n", "needs a list `records:`", id="a list at the top"),
        pytest.param("records: {a: 1}\n", "needs a list `records:`", id="a mapping of records"),
        pytest.param("records: [text]\n", "record number 1: not a mapping", id="a text as record"),
        pytest.param("records: [\n", "line 2", id="not YAML"),
        pytest.param("records:\n- id: a\n  id: b\n", "'id' stands twice", id="a field twice"),
    ],
)
def test_a_file_of_another_shape_is_named(folder: Folder, content: str, words: str) -> None:
    with pytest.raises(InvalidRecordError, match=rf"people\.yml: .*{words}"):
        load_knowledge(folder(people=content))


def test_two_records_cannot_share_an_id_and_both_files_are_named(
    fact: Fact, folder: Folder
) -> None:
    with pytest.raises(
        DuplicateRecordError, match=r"b\.yml: record sv_passport: .* already in .*a\.yml"
    ):
        load_knowledge(folder(a={"records": [fact()]}, b={"records": [fact()]}))


def test_a_related_record_has_to_exist(fact: Fact, folder: Folder) -> None:
    with pytest.raises(
        BrokenReferenceError, match=r"record sv_passport: field related: there is no record sv_gone"
    ):
        load_knowledge(folder(people={"records": [fact(related=["sv_gone"])]}))


def test_a_record_may_relate_to_one_further_down(fact: Fact, folder: Folder) -> None:
    records = [fact(related=["sv_visa"]), fact(id="sv_visa", related=["sv_passport"])]
    assert len(load_knowledge(folder(people={"records": records}))) == 2


def test_an_empty_folder_is_no_knowledge(tmp_path: Path) -> None:
    with pytest.raises(InvalidRecordError, match="no facts found; is the folder right"):
        load_knowledge(tmp_path)


@pytest.mark.parametrize(
    ("today", "expired"),
    [
        pytest.param(date(2027, 5, 21), False, id="the day before"),
        pytest.param(date(2027, 5, 22), True, id="on the day"),
        pytest.param(date(2028, 1, 1), True, id="long after"),
    ],
)
def test_a_fact_has_to_be_checked_again_on_its_day(
    fact: Fact, folder: Folder, today: date, expired: bool
) -> None:
    path = folder(people={"records": [fact()]})
    problems = find_problems(path, today)
    assert [type(problem) for problem in problems] == [ExpiredRecordError] * expired
    assert all(
        "people.yml: record sv_passport: field expires_on: 2027-05-22" in str(problem)
        for problem in problems
    )


def test_without_a_day_an_old_fact_still_loads(fact: Fact, folder: Folder) -> None:
    """A resident is better served by a dated fact that says it is out of date than by none."""
    path = folder(people={"records": [fact(checked_on="2020-01-01", expires_on="2020-07-01")]})
    assert "sv_passport" in load_knowledge(path)


def test_an_editor_sees_all_problems_at_once(fact: Fact, folder: Folder) -> None:
    records = [
        fact(),
        fact(),
        fact(id="sv_a", related=["sv_gone"]),
        fact(id="sv_b", sources=[]),
        "x",
    ]
    problems = find_problems(folder(a={"records": records}, b="records: ["), date(2028, 1, 1))
    assert {type(problem) for problem in problems} == {
        BrokenReferenceError,
        DuplicateRecordError,
        ExpiredRecordError,
        InvalidRecordError,
    }
    assert sum(isinstance(problem, InvalidRecordError) for problem in problems) == 3


def test_every_error_of_facts_is_an_error_of_a_data_file() -> None:
    """So that a caller can catch one class, as the error tree in the docstring says."""
    for error in KnowledgeError.__subclasses__():
        assert issubclass(error, DataFileError)
        assert error.__name__ in (KnowledgeError.__doc__ or "")
