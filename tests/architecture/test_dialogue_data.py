"""Intents, rules, texts and facts fit together, though they stand in many files."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from anju.storage.yaml_file import read_yaml

UTTER = re.compile(r"\butter_\w+")
EXAMPLES = {"zh": 30, "en": 10}
VARIATIONS = 2  # a language: nobody reads the same words twice in a row
Json = Mapping[str, Any]


@pytest.fixture(scope="module")
def responses(data: Path) -> dict[str, list[Json]]:
    found: dict[str, list[Json]] = {}
    for path in sorted((data / "responses").glob("*.yml")):
        found.update(read_yaml(path)["responses"])
    return found


@pytest.fixture(scope="module")
def examples(data: Path) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for path in sorted((data / "nlu").glob("*.yml")):
        for entry in read_yaml(path)["nlu"]:
            lines = [line.removeprefix("- ") for line in entry["examples"].splitlines() if line]
            found.setdefault(entry["intent"], []).extend(lines)
    return found


def language_of(variation: Json) -> str:
    return str((variation.get("metadata") or {}).get("language"))


# Intents ---------------------------------------------------------------------------------------


def test_every_intent_has_examples_and_every_example_an_intent(
    domain: Json, examples: dict[str, list[str]]
) -> None:
    assert set(examples) == set(domain["intents"])


def test_every_intent_has_examples_enough_in_both_languages(
    examples: dict[str, list[str]],
) -> None:
    """A line with a Chinese character is Chinese, any other one with a letter English."""
    few = {}
    for intent, lines in examples.items():
        chinese = [line for line in lines if re.search(r"[\u4e00-\u9fff]", line)]
        english = [line for line in set(lines) - set(chinese) if re.search(r"[a-zA-Z]", line)]
        counts = {"zh": len(chinese), "en": len(english)}
        if any(counts[language] < least for language, least in EXAMPLES.items()):
            few[intent] = counts
    assert few == {}


def test_no_example_stands_under_two_intents(examples: dict[str, list[str]]) -> None:
    owners: dict[str, set[str]] = {}
    for intent, lines in examples.items():
        for line in lines:
            owners.setdefault(line.strip().lower(), set()).add(intent)
    assert {line: intents for line, intents in owners.items() if len(intents) > 1} == {}


def test_no_example_stands_twice(examples: dict[str, list[str]]) -> None:
    twice = {
        (intent, line)
        for intent, lines in examples.items()
        for line, count in Counter(each.strip().lower() for each in lines).items()
        if count > 1
    }
    assert twice == set()


def test_every_intent_leads_somewhere(domain: Json, steps: list[Json]) -> None:
    answered = {step["intent"] for step in steps if "intent" in step}
    assert set(domain["intents"]) - answered == set()
    assert answered - set(domain["intents"]) == {"nlu_fallback"}


def test_every_intent_has_a_title_to_ask_with(domain: Json, dialogue: Json) -> None:
    titles = dialogue["intents"]["intents"]
    assert set(titles) == set(domain["intents"])
    assert [name for name, title in titles.items() if not (title["zh"] and title["en"])] == []


# Texts -----------------------------------------------------------------------------------------


def used_responses(root: Path, steps: list[Json]) -> set[str]:
    code = [*root.glob("actions/**/*.py"), *root.glob("anju/**/*.py")]
    files = [*code, root / "domain.yml", root / "config.yml"]
    used = {name for path in files for name in UTTER.findall(path.read_text(encoding="utf-8"))}
    return used - {"utter_action", "utter_message"} | {
        step["action"] for step in steps if str(step.get("action")).startswith("utter_")
    }


def test_every_response_that_is_used_exists_and_every_one_that_exists_is_used(
    root: Path, steps: list[Json], responses: dict[str, list[Json]]
) -> None:
    assert used_responses(root, steps) == set(responses)


def test_every_response_has_two_wordings_in_each_language(
    responses: dict[str, list[Json]],
) -> None:
    few = {}
    for name, variations in responses.items():
        counts = Counter(language_of(variation) for variation in variations)
        if counts["zh"] < VARIATIONS or counts["en"] < VARIATIONS or set(counts) != {"zh", "en"}:
            few[name] = dict(counts)
    assert few == {}


def test_the_wordings_of_a_response_differ(responses: dict[str, list[Json]]) -> None:
    same = [
        name
        for name, variations in responses.items()
        if len({variation["text"] for variation in variations}) < len(variations)
    ]
    assert same == []


def test_every_wording_is_in_the_language_it_says(responses: dict[str, list[Json]]) -> None:
    wrong = [
        (name, variation["text"])
        for name, variations in responses.items()
        for variation in variations
        if bool(re.search(r"[\u4e00-\u9fff]{4}", variation["text"]))
        is not (language_of(variation) == "zh")
    ]
    assert wrong == []


def test_every_quick_reply_leads_to_an_intent_that_the_door_lets_through(
    responses: dict[str, list[Json]], domain: Json, data: Path
) -> None:
    payloads = {
        button["payload"].removeprefix("/").split("{")[0]
        for variations in responses.values()
        for variation in variations
        for button in variation.get("buttons", [])
    }
    assert payloads - set(domain["intents"]) == set()
    assert payloads - set(read_yaml(data / "door" / "payloads.yml")["intents"]) == set()


# Actions ---------------------------------------------------------------------------------------


def test_every_action_of_the_domain_has_a_class_and_the_other_way_round(
    root: Path, domain: Json
) -> None:
    classes = {
        node.value
        for path in root.glob("actions/*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and re.fullmatch(r"action_(?!listen)\w+", str(node.value))
    }
    assert classes == set(domain["actions"])


def test_every_action_of_a_rule_or_story_is_in_the_domain(steps: list[Json], domain: Json) -> None:
    used = {step["action"] for step in steps if "action" in step}
    own = {name for name in used if name.startswith("action_")}
    assert own - set(domain["actions"]) <= {"action_restart", "action_listen"}


def test_every_question_that_is_answered_from_the_facts_has_a_topic(
    data: Path, dialogue: Json
) -> None:
    """Without one the action fails, and the turn ends with no message at all."""
    topics = dialogue["topics"]["topics"]
    asked = set()
    for path in (data / "rules").glob("*.yml"):
        for rule in read_yaml(path)["rules"]:
            intents = [step["intent"] for step in rule["steps"] if "intent" in step]
            if any(step.get("action") == "action_answer_question" for step in rule["steps"]):
                asked.update(intents)
    assert asked - set(topics) == set()


# Texts around the facts ------------------------------------------------------------------------


def test_every_text_of_an_action_is_in_both_languages_with_the_same_gaps(dialogue: Json) -> None:
    for name, text in dialogue["actions"].items():
        gaps = {
            language: {gap for wording in _wordings(text[language]) for gap in _gaps(wording)}
            for language in ("zh", "en")
        }
        assert gaps["zh"] == gaps["en"], name


def test_every_text_of_an_action_is_said_by_one(root: Path, dialogue: Json) -> None:
    code = "\n".join(path.read_text(encoding="utf-8") for path in root.glob("actions/*.py"))
    asked = {
        topic.get(key)
        for topic in dialogue["topics"]["topics"].values()
        for key in ("ask", "ask_which", "lead")
    }
    unused = [name for name in dialogue["actions"] if f'"{name}"' not in code and name not in asked]
    assert unused == []


def test_the_words_around_a_fact_are_the_same_in_both_languages(dialogue: Json) -> None:
    zh, en = dialogue["labels"]["zh"], dialogue["labels"]["en"]
    assert set(zh) == set(en)
    for name in set(zh) - {"buttons"}:
        assert set(_gaps(zh[name])) == set(_gaps(en[name])), name


def _wordings(text: str | list[str]) -> list[str]:
    return [text] if isinstance(text, str) else text


def _gaps(text: str) -> list[str]:
    return re.findall(r"\{(\w+)\}", text)
