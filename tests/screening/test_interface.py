"""`anju screen`: JSON lines in and out, a card for people, nothing lost by a broken line."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest

from anju.screening.card import highlight, render_card
from anju.screening.lines import screen_lines
from anju.screening.outcome import Reason, Screening, Verdict, from_json
from anju.screening.words import STAGES, Words, load_words

FOUND = Screening(
    Verdict.HIGH_RISK, 0.97, "bank_phishing", "s_customer_service",
    (Reason("u_phish_link", 2, 5, "tap"),), "en",
)  # fmt: skip


class StandIn:
    """Says the same of every message, and remembers what it was shown."""

    def __init__(self) -> None:
        self.texts: list[str] = []

    def screen(self, texts: list[str]) -> list[Screening]:
        self.texts += texts
        return [FOUND] * len(texts)


def run(lines: list[str]) -> tuple[list[Any], list[str], int]:
    out, said = io.StringIO(), list[str]()
    broken = screen_lines(lines, StandIn(), out, said.append)  # type: ignore[arg-type]
    return [json.loads(line) for line in out.getvalue().splitlines()], said, broken


def test_one_line_out_for_each_line_in_with_its_id() -> None:
    found, said, broken = run(['{"id": 7, "text": "a"}\n', '{"id": "x", "text": "b"}\n'])
    assert [one["id"] for one in found] == [7, "x"]
    assert {*found[0]} >= {"id", "verdict", "score", "type", "reasons", "language"}
    assert found[0]["verdict"] == "high_risk"
    assert found[0]["reasons"] == [{"sign": "u_phish_link", "start": 2, "end": 5, "text": "tap"}]
    assert (said, broken) == ([], 0)


@pytest.mark.parametrize("line", ["{", "[]", '"x"', '{"id": 1}', '{"text": 5}', "\x00", "[" * 9999])
def test_a_broken_line_is_named_and_the_rest_goes_on(line: str) -> None:
    found, said, broken = run(['{"id": 1, "text": "a"}', line, '{"id": 3, "text": "c"}'])
    assert [one["id"] for one in found] == [1, 3]
    assert broken == 1
    assert "line 2" in said[0]


def test_an_empty_line_is_nothing() -> None:
    assert run(["\n", "   \n"]) == ([], [], 0)


def test_more_than_one_batch_keeps_its_order() -> None:
    found, _, _ = run([json.dumps({"id": i, "text": str(i)}) for i in range(600)])
    assert [one["id"] for one in found] == list(range(600))


def test_what_is_written_can_be_read_again() -> None:
    assert from_json(FOUND.to_json()) == FOUND


@pytest.fixture(scope="module")
def words(data: Path) -> Words:
    return load_words(data)


@pytest.mark.parametrize("verdict", list(Verdict))
@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_verdict_is_told_with_something_to_do_and_a_source(
    words: Words, verdict: Verdict, language: str
) -> None:
    sender = next(iter(words.directory.organisations)) if verdict is Verdict.OFFICIAL else None
    found = FOUND._replace(verdict=verdict, language=language, sender=sender)
    card = render_card("a tap here", found, words, colour=False)
    assert words.now(found, language) in card
    assert words.authority(found, language) in card
    assert "{" not in card
    if verdict in {Verdict.HIGH_RISK, Verdict.SUSPICIOUS}:
        assert all(words.stage(stage, language) in card for stage in STAGES)


def test_no_verdict_says_safe(words: Words) -> None:
    for both in words.texts["verdicts"].values():
        assert "安全。" not in both["zh"] or "不等于安全" in both["zh"]
        assert "safe" not in both["en"] or "does not make it safe" in both["en"]


def test_no_signs_says_how_to_check(words: Words) -> None:
    calm = FOUND._replace(verdict=Verdict.NO_SIGNS)
    assert "官方" in words.now(calm, "zh")
    assert "official" in words.now(calm, "en")


def test_every_scam_kind_has_a_fact(words: Words) -> None:
    for kind in words.kinds.values():
        assert kind.type is None or kind.type in words.knowledge, kind.id


def test_evidence_is_marked_in_the_message() -> None:
    reasons = (Reason("a", 0, 2, "ab"), Reason("b", 1, 3, "bc"), Reason("c", 4, 5, "e"))
    assert highlight("abcde", reasons, colour=False) == "»abc«d»e«"
    assert highlight("", (), colour=False) == ""
