"""The answer first, then who says so and since when."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from anju.knowledge.render import next_parts, render_answer
from anju.knowledge.schema import Part, Record
from anju.storage.yaml_file import read_yaml

TODAY = date(2026, 11, 23)
Make = Callable[..., Record]


@pytest.fixture(scope="module")
def labels(data: Path) -> Mapping[str, Any]:
    content: Mapping[str, Any] = read_yaml(data / "dialogue" / "labels.yml")
    return content


def test_the_first_line_is_the_thing_to_do_and_the_last_one_the_authority(
    record: Make, labels: Mapping[str, Any]
) -> None:
    assert render_answer(record(), "zh", labels, TODAY).split("\n") == [
        "先在随申办预约。",
        "· 带身份证。",
        "依据：国家移民管理局（2026-11-22核对）",
    ]


def test_an_answer_in_english_is_all_english(record: Make, labels: Mapping[str, Any]) -> None:
    assert render_answer(record(), "en", labels, TODAY).split("\n") == [
        "Book in Suishenban first.",
        "· Bring your ID card.",
        "Source: National Immigration Administration (checked 2026-11-22)",
    ]


def test_both_languages_are_english_then_chinese(record: Make, labels: Mapping[str, Any]) -> None:
    english, chinese = (render_answer(record(), each, labels, TODAY) for each in ("en", "zh"))
    assert render_answer(record(), "both", labels, TODAY) == f"{english}\n{chinese}"


def test_one_field_alone_names_the_fact_it_belongs_to(
    record: Make, labels: Mapping[str, Any]
) -> None:
    """A person who taps a quick reply later has to see what the 120 yuan are for."""
    first, authority = render_answer(record(), "zh", labels, TODAY, Part.fee).split("\n")
    assert first.startswith("120元。")
    assert "护照" in first
    assert authority.startswith("依据：")


def test_the_lines_of_a_field_come_under_one_another(
    record: Make, labels: Mapping[str, Any]
) -> None:
    lines = render_answer(record(), "en", labels, TODAY, Part.materials).split("\n")
    assert lines[0].startswith("ID card.")
    assert "Passport" in lines[0]
    assert lines[1] == "· A photo."


def test_a_field_that_the_fact_has_not_is_a_mistake_of_the_caller(
    record: Make, labels: Mapping[str, Any]
) -> None:
    with pytest.raises(KeyError):
        render_answer(record(), "zh", labels, TODAY, Part.penalty)


def test_doubt_is_said(record: Make, labels: Mapping[str, Any]) -> None:
    doubtful = record(confidence="medium", doubt={"zh": "各区或有不同", "en": "may differ"})
    assert "\n※ 各区或有不同\n" in render_answer(doubtful, "zh", labels, TODAY)
    assert "\n※ may differ\n" in render_answer(doubtful, "en", labels, TODAY, Part.fee)


@pytest.mark.parametrize(
    ("today", "old"),
    [
        pytest.param(date(2027, 5, 21), False, id="the day before"),
        pytest.param(date(2027, 5, 22), True, id="on the day"),
    ],
)
def test_an_expired_fact_says_so_and_points_to_12345(
    record: Make, labels: Mapping[str, Any], today: date, old: bool
) -> None:
    for language in ("zh", "en"):
        text = render_answer(record(), language, labels, today)
        assert ("2027-05-22" in text and "12345" in text) is old


def test_doubt_expiry_and_authority_stand_in_this_order(
    record: Make, labels: Mapping[str, Any]
) -> None:
    old = record(doubt={"zh": "或有变", "en": "may change"})
    lines = render_answer(old, "zh", labels, date(2030, 1, 1)).split("\n")
    assert [line[:2] for line in lines[-3:]] == ["※ ", "※ ", "依据"]


def test_the_sources_are_never_shown(record: Make, labels: Mapping[str, Any]) -> None:
    """An answer shows the authority; the page where we read it may be a mirror."""
    for part in (None, *record().parts):
        for language in ("zh", "en", "both"):
            assert "example.invalid" not in render_answer(record(), language, labels, TODAY, part)


def test_a_title_with_braces_does_no_harm(record: Make, labels: Mapping[str, Any]) -> None:
    odd = record(title={"zh": "护照{x}", "en": "Passport {0}"})
    assert "Passport {0}" in render_answer(odd, "en", labels, TODAY, Part.fee)


# What leads on ---------------------------------------------------------------------------------


def lines(*names: str) -> dict[str, Any]:
    return {name: {"zh": ["一"], "en": ["1"]} for name in names}


def test_the_most_useful_field_of_a_group_comes_first(record: Make) -> None:
    parts = lines("traps", "time", "fee", "materials")
    assert next_parts(record(parts=parts), set()) == [
        Part.materials,
        Part.time,
        Part.fee,
        Part.traps,
    ]
    scam = record(id="s_loan", group="scam", parts=lines("how", "prevent", "do", "signs"))
    assert next_parts(scam, set()) == [Part.signs, Part.do, Part.prevent, Part.how]


def test_a_field_that_was_shown_is_not_offered_again(record: Make) -> None:
    assert next_parts(record(), {"materials", "answer"}) == [Part.fee]
    assert next_parts(record(), {"materials", "fee"}) == []


def test_a_field_outside_the_order_of_its_group_comes_last_but_comes(record: Make) -> None:
    assert next_parts(record(parts=lines("rule", "law", "fee")), set()) == [
        Part.fee,
        Part.law,
        Part.rule,
    ]


def test_a_group_without_an_order_offers_its_fields_too(record: Make) -> None:
    statistics = record(id="st_2024", group="statistics", parts=lines("facts", "time"))
    assert next_parts(statistics, set()) == [Part.time, Part.facts]


def test_no_field_is_offered_twice(record: Make) -> None:
    every = record(parts=lines(*(part.value for part in Part)))
    offered = next_parts(every, set())
    assert len(offered) == len(set(offered)) == len(Part)
