"""The fixed answers: complete, honest, and never the same twice."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from anju.gateway.cards import Cards, load_cards
from anju.gateway.people import Person
from anju.storage.yaml_file import DataFileError, read_yaml

WECHAT_BYTES = 2_048  # of one passive answer
FIRST = {  # the numbers that the first line of a card has to name
    "fire": "119",
    "gas": "119",
    "trapped": "119",
    "water": "119",
    "injury": "120",
    "traffic_injury": "120",
    "danger": "110",
    "danger_silent": "110",
    "missing": "110",
    "help": "110",
    "despair_now": "120",
    "despair_other": "110",
    "despair": "120",
}


def texts(data: Path, file: str) -> list[tuple[str, str, str]]:
    cards = read_yaml(data / "door" / file)["cards"]
    return [
        (name, language, text)
        for name, card in cards.items()
        for language, wordings in card.items()
        for text in wordings
    ]


@pytest.fixture(scope="module")
def emergency(data: Path) -> list[tuple[str, str, str]]:
    return texts(data, "emergency.yml")


def test_the_number_to_call_comes_first(emergency: list[tuple[str, str, str]]) -> None:
    assert {name for name, _, _ in emergency} == set(FIRST)
    for name, _, text in emergency:
        assert FIRST[name] in text.split("\n")[0], text


def test_what_to_do_is_short(emergency: list[tuple[str, str, str]]) -> None:
    for _, _, text in emergency:
        assert 3 <= text.strip().count("\n") + 1 <= 7
        assert 2 <= len(re.findall("^· ", text, re.MULTILINE)) <= 4


@pytest.mark.parametrize("file", ["emergency.yml", "safe.yml"])
def test_no_card_says_that_something_is_safe_or_that_it_is_the_police(
    data: Path, file: str
) -> None:
    for _, _, text in texts(data, file):
        assert not re.search(r"是安全的|没有问题|不是诈骗|is safe\b|is genuine", text)
        assert not re.search(r"我是警察|我们是警|(I am|we are) the police", text)


def test_every_number_is_one_that_the_facts_know(data: Path) -> None:
    known = {"110", "119", "120", "122", "12110021", "12356", "96110"}
    for file in ("emergency.yml", "safe.yml"):
        for _, _, text in texts(data, file):
            assert set(re.findall(r"\d+", text)) <= known, text


def test_a_number_in_doubt_is_never_named_without_the_doubt(
    emergency: list[tuple[str, str, str]],
) -> None:
    for _, language, text in emergency:
        if re.search("12356|12110021", text):
            assert {"zh": "以官方公布为准", "en": "confirm"}[language] in text


def test_who_wants_to_die_is_not_left_alone_with_a_hotline(
    emergency: list[tuple[str, str, str]],
) -> None:
    for name, _, text in emergency:
        if name.startswith("despair"):
            assert {"110", "120", "12356"} <= set(re.findall(r"\d+", text))


def test_the_safe_card_names_every_number(data: Path) -> None:
    for _, _, text in texts(data, "safe.yml"):
        assert {"110", "119", "120", "96110"} <= set(re.findall(r"\d+", text))


@pytest.mark.parametrize("file", ["emergency.yml", "safe.yml"])
def test_every_card_fits_into_one_answer_of_wechat_even_in_both_languages(
    data: Path, file: str
) -> None:
    cards = load_cards(data / "door" / file)
    for name in read_yaml(data / "door" / file)["cards"]:
        for language in ("zh", "en", "both"):
            person = Person()
            for _ in range(2):
                assert len(cards.text(name, language, person).encode()) <= WECHAT_BYTES


def test_wordings_take_turns_for_each_person_and_card() -> None:
    a = {"zh": ["一", "二"], "en": ["1", "2"]}
    b = {"zh": ["三", "四"], "en": ["3", "4"]}
    cards = Cards({"a": a, "b": b})
    one, other = Person(), Person()
    assert [cards.text("a", "zh", one) for _ in range(3)] == ["一", "二", "一"]
    assert cards.text("b", "zh", one) == "三"
    assert cards.text("a", "en", other) == "1"
    assert cards.text("a", None, other) == "2\n\n二"
    assert cards.text("a", "both", other) == "1\n\n一"


@pytest.mark.parametrize(
    "content",
    [
        "[]",
        "cards: {}",
        "cards: {a: {zh: [一, 二]}}",
        "cards: {a: {zh: [一, 一], en: [a, b]}}",
        "cards: {a: {zh: [一], en: [a, b]}}",
        "cards: {a: {zh: [一, 二, ' 二 '], en: [a, b]}}",
        "cards: {a: {zh: [一, 2], en: [a, b]}}",
        "cards: {a: {zh: 一二, en: [a, b]}}",
    ],
)
def test_a_broken_card_is_named(tmp_path: Path, content: str) -> None:
    path = tmp_path / "cards.yml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(DataFileError, match=r"cards\.yml"):
        load_cards(path)
