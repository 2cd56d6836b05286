"""Emergency words: what they hear, what they leave alone, and what a broken file says."""

from __future__ import annotations

import copy
import re
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from anju.language.emergency import (
    KINDS,
    LANGUAGES,
    Emergency,
    EmergencyWords,
    load_emergency_words,
)
from anju.language.normalize import Normalizer, load_normalizer
from anju.storage.yaml_file import DataFileError, read_yaml

DOOR = Path(__file__).resolve().parents[2] / "data" / "door"
EXAMPLES = read_yaml(DOOR / "emergency_examples.yml")
HEARD = [
    (text, card, language)
    for card, languages in EXAMPLES["heard"].items()
    for language, texts in languages.items()
    for text in texts
]
HARMLESS = [text for texts in EXAMPLES["harmless"].values() for text in texts]


@pytest.fixture(scope="module")
def normalizer(data: Path) -> Normalizer:
    return load_normalizer(data / "lexicon" / "lookalikes.yml")


@pytest.fixture(scope="module")
def words(normalizer: Normalizer) -> EmergencyWords:
    return load_emergency_words(DOOR / "emergency.yml", normalizer)


@pytest.fixture(scope="module")
def content() -> Mapping[str, Any]:
    loaded: Mapping[str, Any] = read_yaml(DOOR / "emergency.yml")
    return loaded


# The examples ----------------------------------------------------------------------------------


@pytest.mark.parametrize(("text", "card", "language"), HEARD, ids=lambda each: str(each)[:40])
def test_an_emergency_is_heard(words: EmergencyWords, text: str, card: str, language: str) -> None:
    found = words.find(text)
    assert found is not None
    assert found.card == card
    assert found.language == (language if language in {"zh", "en"} else "both")


@pytest.mark.parametrize("text", HARMLESS, ids=lambda each: str(each)[:40])
def test_what_is_no_emergency_is_left_alone(words: EmergencyWords, text: str) -> None:
    assert words.find(text) is None


def test_every_card_has_examples_in_both_languages(content: Mapping[str, Any]) -> None:
    assert set(EXAMPLES["heard"]) == set(content["cards"])
    for card, languages in EXAMPLES["heard"].items():
        assert {"zh", "en"} <= set(languages), card


# How people write ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        pytest.param("ＭＹ ＨＯＵＳＥ ＩＳ ＯＮ ＦＩＲＥ", "fire", id="full width"),
        pytest.param("MY HOUSE IS ON FIRE!!!!!", "fire", id="shouted"),
        pytest.param("我 家 着 火 了", "fire", id="in pieces"),
        pytest.param("着火了\n快来人\n三楼", "fire", id="line by line"),
        pytest.param("着*火*了", "fire", id="with stars"),
        pytest.param("着\u200b火\u200b了", "fire", id="with unseen characters"),
        pytest.param("我家著火了，快來人", "fire", id="traditional"),
        pytest.param("你好。我家着火了", "fire", id="in the second sentence"),
        pytest.param("he’s not breathing", "injury", id="a curly apostrophe"),
        pytest.param("hes got a knife", "danger", id="no apostrophe"),
        pytest.param("i dont want to live anymore", "despair", id="no apostrophe in despair"),
        pytest.param("I'M BLEEDING", "injury", id="capitals"),
    ],
)
def test_the_way_of_writing_does_not_matter(words: EmergencyWords, text: str, kind: str) -> None:
    found = words.find(text)
    assert found is not None
    assert found.kind == kind


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("我在看电影，影院着火了救命", "fire"),
        ("学校考试有人持刀砍人", "danger"),
        ("robbery at the bank, he has a gun", "danger"),
        ("怎么预防火灾？算了我家着火了", "fire"),
        ("这不是演习，着火了", "fire"),
    ],
)
def test_a_harmless_word_beside_it_does_not_hide_it(
    words: EmergencyWords, text: str, kind: str
) -> None:
    found = words.find(text)
    assert found is not None
    assert found.kind == kind


@pytest.mark.parametrize(
    ("text", "card"),
    [
        ("车祸，车子起火了", "fire"),
        ("老公拿刀砍我，流了好多血", "danger"),
        ("救命啊着火了", "fire"),
        ("我割腕了流了好多血", "despair_now"),
        ("室友割腕了流了好多血", "injury"),
        ("出车祸了，人昏迷不醒", "traffic_injury"),
    ],
)
def test_of_two_the_one_that_is_answered_first_comes_first(
    words: EmergencyWords, text: str, card: str
) -> None:
    found = words.find(text)
    assert found is not None
    assert found.card == card


@pytest.mark.parametrize(
    "text",
    [
        "您儿子出车祸了正在抢救，请马上汇款5万元手术费到以下账户",
        "【公安局】您家发生火灾，请点击 http://a.cn 查看",
        "有人打电话说我女儿被绑架了要赎金，是真的吗",
        "kidnapped your son, transfer 5000 dollars to this account number now",
    ],
)
def test_what_others_wrote_to_get_money_is_judged_and_not_believed(
    words: EmergencyWords, text: str
) -> None:
    assert words.find(text) is None


def test_a_long_text_was_pasted_but_despair_may_be_long(words: EmergencyWords) -> None:
    story = "这是一段很长的文字，说的是别人的事情。" * 20
    assert words.find(story + "着火了") is None
    found = words.find(story + "我不想活了")
    assert found is not None
    assert found.kind == "despair"


def test_neither_nothing_nor_a_payload_is_an_emergency(words: EmergencyWords) -> None:
    for text in ("", " ", "\n", "👍", "❤️", "/report_fire", '/report_danger{"record": "h_110"}'):
        assert words.find(text) is None


# Robust and quick ------------------------------------------------------------------------------


@given(st.text(max_size=400))
def test_any_text_can_be_read(words: EmergencyWords, text: str) -> None:
    found = words.find(text)
    assert found is None or (found.kind in KINDS and found.language in {"zh", "en", "both"})


@pytest.mark.parametrize(
    "text",
    [
        "被" * 2_000, "我" * 300, "he " * 666, "help " * 400, "a" * 2_000, "my aaaa " * 37,
        "拿着了出起" * 60, "冒着了出" * 75, "big huge " * 33, "着火" * 1_000, "! " * 1_000,
        "i was being just " * 17, "从" * 300, "please " * 42, "(((((" * 400,
    ],
)  # fmt: skip
def test_no_text_takes_long(words: EmergencyWords, text: str) -> None:
    words.find("warm up, please")
    started = time.perf_counter()
    words.find(text)
    assert time.perf_counter() - started < 0.5


# The file --------------------------------------------------------------------------------------


def test_every_kind_has_words_in_both_languages_and_most_others(
    content: Mapping[str, Any],
) -> None:
    heard = {kind: set() for kind in KINDS}
    for group in content["groups"]:
        heard[group["kind"]] |= set(group["words"])
    assert all(languages == set(LANGUAGES) for languages in heard.values())


def test_every_part_is_used(content: Mapping[str, Any]) -> None:
    text = (DOOR / "emergency.yml").read_text(encoding="utf-8")
    assert [name for name in content["parts"] if f"<{name}>" not in text] == []


def test_no_expression_stands_twice_in_a_group(content: Mapping[str, Any]) -> None:
    for group in content["groups"]:
        for expressions in group["words"].values():
            assert len(set(expressions)) == len(expressions)


def broken_kind(raw: dict[str, Any]) -> None:
    raw["groups"][0]["kind"] = "flood"


def broken_expression(raw: dict[str, Any]) -> None:
    raw["groups"][0]["words"]["zh"].append("(着火")


def unknown_part(raw: dict[str, Any]) -> None:
    raw["groups"][0]["words"]["zh"].append("<nobody>着火")


def unknown_language(raw: dict[str, Any]) -> None:
    raw["groups"][0]["words"]["tlh"] = ["qul"]


def no_words(raw: dict[str, Any]) -> None:
    raw["groups"][0]["words"]["zh"] = []


def no_groups(raw: dict[str, Any]) -> None:
    del raw["groups"]


def a_word_instead_of_a_list(raw: dict[str, Any]) -> None:
    raw["pasted"] = 7


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (broken_kind, "the kind 'flood' is not one of fire"),
        (broken_expression, re.escape("'(着火'")),
        (unknown_part, "nobody"),
        (unknown_language, "tlh"),
        (no_words, "needs a list of expressions"),
        (no_groups, "groups"),
        (a_word_instead_of_a_list, "TypeError"),
    ],
)
def test_a_broken_file_is_named_with_the_place(
    tmp_path: Path,
    content: Mapping[str, Any],
    normalizer: Normalizer,
    change: Callable[[dict[str, Any]], None],
    message: str,
) -> None:
    raw = copy.deepcopy(dict(content))
    change(raw)
    path = tmp_path / "emergency.yml"
    path.write_text(yaml.safe_dump(raw, allow_unicode=True), encoding="utf-8")
    with pytest.raises(DataFileError, match=rf"emergency\.yml: .*{message}"):
        load_emergency_words(path, normalizer)


def test_an_edit_of_the_file_is_all_it_takes(tmp_path: Path, normalizer: Normalizer) -> None:
    raw = {
        "parts": {"who": "cat|dog"},
        "pasted": ["http"],
        "unless": {"en": ["film"]},
        "unless_anywhere": {"en": ["really"]},
        "groups": [
            {
                "kind": "danger",
                "card": "animal",
                "words": {"en": ["<who> loose$"]},
                "unless": {"en": ["toy"]},
            }
        ],
    }
    path = tmp_path / "emergency.yml"
    path.write_text(yaml.safe_dump(raw), encoding="utf-8")
    words = load_emergency_words(path, normalizer)
    assert words.cards == {"animal"}
    assert words.find("A DOG loose!!") == Emergency("danger", "animal", "en")
    for text in ("dog loose now", "toy dog loose", "the film: dog loose", "dog loose. really",
                 "http://a.b dog loose", "wolf loose"):  # fmt: skip
        assert words.find(text) is None
