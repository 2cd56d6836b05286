"""The fact a question is about is found by its name, its words or its meaning."""

from __future__ import annotations

import json
import zlib
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from anju.knowledge.schema import Group, Record
from anju.knowledge.search import Hit, KnowledgeIndex

DIMENSIONS = 32
# Three things that people say in other words; the fake encoder knows each by its number.
MEANINGS = {
    0: ["护照", "passport", "出国证件"],
    1: ["电瓶", "e-bike", "小电驴"],
    2: ["贷款", "loan", "借钱"],
}


def encode(texts: list[str]) -> np.ndarray:
    """Unit vectors: one direction for each meaning, and a direction of its own for every text."""
    rows = []
    for text in texts:
        row = np.random.RandomState(zlib.crc32(text.encode())).randn(DIMENSIONS) * 0.02
        for number, words in MEANINGS.items():
            row[number] += sum(word in text for word in words)
        rows.append(row / np.linalg.norm(row))
    return np.array(rows, dtype=np.float32)


def make(record_id: str, group: str, names: tuple[str, str], *lines: str, **more: Any) -> Record:
    return Record.parse_obj(
        {
            "id": record_id,
            "group": group,
            "title": {"zh": names[0], "en": names[1]},
            "answer": {
                "zh": list(lines),
                "en": [f"{names[1]} line {n}" for n in range(len(lines))],
            },
            "authority": {"zh": "公安局", "en": "police"},
            "sources": ["s"],
            "checked_on": "2026-11-22",
            "expires_on": "2027-05-22",
            "confidence": "high",
            **more,
        }
    )


RECORDS = [
    make("sv_passport", "service", ("护照", "passport"), "先预约，再带身份证去出入境大厅。"),
    make("sv_foreign", "service", ("外国人护照", "foreign passport"), "外国人先到派出所开证明。"),
    make(
        "th_ebike",
        "theft",
        ("电瓶车被偷", "stolen e-bike"),
        "马上打110，把车架号告诉民警。",
        aliases={"zh": ["偷电瓶"], "en": ["lost bike"]},
    ),
    make(
        "s_loan",
        "scam",
        ("贷款诈骗", "loan scam"),
        "放款前先收保证金的都是骗子。",
        parts={
            "signs": {"zh": ["说流水不够要刷流水"], "en": ["says the account flow is too small"]}
        },
    ),
]


def search(index: KnowledgeIndex, text: str, **options: Any) -> list[Hit]:
    return index.search(text, encode([text])[0], **options)


@pytest.fixture(scope="module")
def index() -> KnowledgeIndex:
    return KnowledgeIndex.build(RECORDS, str.lower, encode)


@pytest.mark.parametrize(
    ("question", "best"),
    [
        pytest.param("护照怎么办", "sv_passport", id="by its Chinese name"),
        pytest.param("how do i get a passport", "sv_passport", id="by its English name"),
        pytest.param("外国人护照丢了", "sv_foreign", id="by the longer of two names"),
        pytest.param("有人偷电瓶", "th_ebike", id="by an alias"),
        pytest.param("让我先交保证金", "s_loan", id="by words of its answer"),
        pytest.param("对方说要刷流水", "s_loan", id="by words of one of its fields"),
        pytest.param("小电驴没了", "th_ebike", id="by its meaning, without a word in common"),
    ],
)
def test_a_question_finds_its_fact(index: KnowledgeIndex, question: str, best: str) -> None:
    assert search(index, question)[0].id == best


@pytest.mark.parametrize(
    ("question", "named"),
    [
        pytest.param("护照要多少钱", {"sv_passport"}, id="a title"),
        pytest.param("有人偷电瓶", {"th_ebike"}, id="an alias"),
        pytest.param(
            "外国人护照丢了", {"sv_foreign"}, id="the longer name hides the one inside it"
        ),
        pytest.param("护照和贷款诈骗", {"sv_passport", "s_loan"}, id="two names"),
        pytest.param("passports", set(), id="a Latin name inside a longer word"),
        pytest.param("小电驴没了", set(), id="found by meaning alone"),
        pytest.param("", set(), id="nothing"),
    ],
)
def test_a_fact_is_named_only_by_a_name_that_stands_in_the_question(
    index: KnowledgeIndex, question: str, named: set[str]
) -> None:
    assert {hit.id for hit in search(index, question) if hit.named} == named


def test_a_name_of_two_facts_names_both() -> None:
    """It is for the caller to ask which one is meant."""
    twins = [make(f"sv_{n}", "service", ("居住证", f"permit {n}"), "带身份证。") for n in "ab"]
    index = KnowledgeIndex.build(twins, str.lower, encode)
    assert all(hit.named for hit in search(index, "居住证怎么办"))


def test_hits_come_best_first_and_no_more_than_asked_for(index: KnowledgeIndex) -> None:
    hits = search(index, "护照")
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    assert len(hits) == len(RECORDS)
    assert [hit.id for hit in search(index, "护照", limit=2)] == [hit.id for hit in hits[:2]]


def test_only_the_wanted_groups_are_searched(index: KnowledgeIndex) -> None:
    hits = search(index, "护照", groups=[Group.theft, Group.scam])
    assert {hit.group for hit in hits} == {"theft", "scam"}
    assert search(index, "护照", groups=[]) == []


def test_every_group_has_its_best_records(index: KnowledgeIndex) -> None:
    hits = index.search_each_group("护照", encode(["护照"])[0], each=1)
    assert {hit.group for hit in hits} == {"service", "theft", "scam"}
    assert len(hits) == 3
    assert hits[0].id == "sv_passport"


def test_the_same_question_always_finds_the_same(index: KnowledgeIndex) -> None:
    again = KnowledgeIndex.build(RECORDS, str.lower, encode)
    assert search(again, "电瓶车没了") == search(index, "电瓶车没了")


def test_equal_scores_keep_the_order_of_the_file() -> None:
    twins = [make(f"sv_{n}", "service", ("居住证", "permit"), "带身份证。") for n in "ab"]
    for records in (twins, twins[::-1]):
        index = KnowledgeIndex.build(records, str.lower, encode)
        assert [hit.id for hit in search(index, "居住证")] == [record.id for record in records]


def test_names_and_lines_are_normalised_before_they_are_indexed() -> None:
    upper = [make("sv_visa", "service", ("签证VISA", "VISA"), "带护照。")]
    index = KnowledgeIndex.build(upper, str.lower, encode)
    assert search(index, "visa")[0].named
    assert {phrase.text for phrase in index.phrases} == {
        "签证visa",
        "visa",
        "带护照。",
        "visa line 0",
    }


def test_a_name_that_is_normalised_to_nothing_is_left_out() -> None:
    records = [make("sv_star", "service", ("护照", "★"), "带护照。")]
    index = KnowledgeIndex.build(records, lambda text: text.replace("★", ""), encode)
    assert "" not in {phrase.text for phrase in index.phrases}


def test_an_index_survives_the_way_through_json(index: KnowledgeIndex) -> None:
    data = json.loads(json.dumps(index.to_json(), ensure_ascii=False))
    copy = KnowledgeIndex.from_json(data, index.vectors)
    for question in ("护照怎么办", "刷流水", "小电驴没了"):
        assert search(copy, question) == search(index, question)


@given(st.text(max_size=40))
def test_any_question_gets_every_record_with_a_finite_score(question: str) -> None:
    hits = search(_INDEX, question.encode("utf-8", "ignore").decode())
    assert sorted(hit.id for hit in hits) == sorted(record.id for record in RECORDS)
    assert np.isfinite([hit.score for hit in hits]).all()


_INDEX = KnowledgeIndex.build(RECORDS, str.lower, encode)
