"""Sentences that have to be answered with the right number, by words alone or by Rasa behind them.

This is the whole way of a message: the gateway's emergency words first, then the trained model.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import pytest
import yaml

from anju.gateway.cards import Cards, load_cards
from anju.gateway.people import Person
from anju.language.emergency import EmergencyWords, load_emergency_words
from anju.language.normalize import load_normalizer

pytestmark = pytest.mark.rasa

ROOT = Path(__file__).resolve().parents[2]
CONTENT = yaml.safe_load((Path(__file__).parent / "sentences.yml").read_text(encoding="utf-8"))
NUMBERS = {
    "fire": [{"119"}],
    "injury": [{"120"}],
    "danger": [{"110"}],
    "traffic_injury": [{"120"}, {"110", "122"}],
    "despair": [{"110", "120", "12356"}],
}


@pytest.fixture(scope="module")
def words() -> EmergencyWords:
    normalizer = load_normalizer(ROOT / "data" / "lexicon" / "lookalikes.yml")
    return load_emergency_words(ROOT / "data" / "door" / "emergency.yml", normalizer)


@pytest.fixture(scope="module")
def cards() -> Cards:
    return load_cards(ROOT / "data" / "door" / "emergency.yml")


def answer(talker: Any, words: EmergencyWords, cards: Cards, text: str) -> str:
    found = words.find(text)
    if found is not None:
        return str(cards.text(found.card, found.language, Person()))
    person = hashlib.sha256(text.encode()).hexdigest()[:16]
    return str(talker.say(text, person).text)


@pytest.mark.parametrize("sentence", CONTENT["sentences"], ids=lambda each: each["text"][:30])
def test_an_emergency_gets_its_number(
    talker: Any, words: EmergencyWords, cards: Cards, sentence: dict[str, str]
) -> None:
    text = answer(talker, words, cards, sentence["text"])
    for numbers in NUMBERS[sentence["kind"]]:
        assert any(number in text for number in numbers), text


def test_there_are_enough_of_them_in_both_languages() -> None:
    languages = [sentence["language"] for sentence in CONTENT["sentences"]]
    assert len(languages) >= 120
    assert languages.count("zh") >= 60 and languages.count("en") >= 30
