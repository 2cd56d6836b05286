"""Sentences to measure with are not sentences to learn from."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from anju.storage.yaml_file import read_yaml

LONG = 6  # characters; shorter ones ("你好", "thanks") cannot be said in many ways


def lines(path: Path) -> list[tuple[str, str]]:
    """Return (intent, line) of a file of examples."""
    return [
        (entry["intent"], line.removeprefix("- ").strip())
        for entry in read_yaml(path)["nlu"]
        for line in entry["examples"].splitlines()
        if line.strip()
    ]


@pytest.fixture(scope="module")
def learned(data: Path) -> set[str]:
    return {line for path in (data / "nlu").glob("*.yml") for _, line in lines(path)}


def test_the_held_out_files_have_lines(root: Path) -> None:
    for name in ("dev", "heldback"):
        assert len(lines(root / "tests" / "nlu" / f"{name}.yml")) > 500


@pytest.mark.parametrize("name", ["dev", "heldback"])
def test_no_held_out_line_is_learned_word_for_word(
    root: Path, learned: set[str], name: str
) -> None:
    found = lines(root / "tests" / "nlu" / f"{name}.yml")
    assert [(i, line) for i, line in found if len(line) > LONG and line in learned] == []


@pytest.mark.parametrize("name", ["dev", "heldback"])
def test_nor_with_other_spaces_punctuation_or_capitals(
    root: Path, learned: set[str], name: str
) -> None:
    bare = {_bare(line) for line in learned}
    found = lines(root / "tests" / "nlu" / f"{name}.yml")
    assert [(i, line) for i, line in found if _is_sentence(line) and _bare(line) in bare] == []


@pytest.mark.parametrize("name", ["search_dev", "search_heldback"])
def test_no_question_for_the_search_is_learned_either(
    root: Path, learned: set[str], name: str
) -> None:
    questions = read_yaml(root / "tests" / "nlu" / f"{name}.yml")["questions"]
    bare = {_bare(line) for line in learned}
    texts = [question["text"] for question in questions]
    assert [text for text in texts if _is_sentence(text) and _bare(text) in bare] == []


def test_the_two_held_out_files_share_no_sentence(root: Path) -> None:
    one, other = (
        {
            _bare(line)
            for _, line in lines(root / "tests" / "nlu" / f"{name}.yml")
            if _is_sentence(line)
        }
        for name in ("dev", "heldback")
    )
    assert one & other == set()


def _bare(line: str) -> str:
    return re.sub(r"\W+", "", line.lower())


def _is_sentence(line: str) -> bool:
    """Tell whether a line is long enough that two people would not write the same one."""
    return len(re.findall(r"[\u4e00-\u9fff]", line)) > LONG or len(line.split()) > 3


def test_every_held_out_line_has_an_intent_of_the_domain(root: Path) -> None:
    intents = set(read_yaml(root / "domain.yml")["intents"])
    for name in ("dev", "heldback"):
        found = {intent for intent, _ in lines(root / "tests" / "nlu" / f"{name}.yml")}
        assert found - intents == set()
