"""Every kind of scam is found in messages never learned from, and its honest double is not."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import pytest

from anju.screening.kinds import Group, load_examples, load_kinds
from anju.screening.outcome import Screening, Verdict
from anju.screening.screener import Screener
from anju.screening.training import build_screener, ensure_model
from anju.storage.yaml_file import read_yaml

pytestmark = pytest.mark.rasa  # needs a trained model
HERE = Path(__file__).parent
ALARMS = {Verdict.HIGH_RISK, Verdict.SUSPICIOUS}
DOUBLES: dict[str, str] = read_yaml(HERE / "doubles.yml")


@pytest.fixture(scope="module")
def screener(root: Path) -> Screener:
    return build_screener(root / "data", ensure_model(root / "data", root / "models", print))


@pytest.fixture(scope="module")
def found(screener: Screener, root: Path) -> dict[str, list[Screening]]:
    kinds = load_kinds(root / "data" / "screening")
    examples = [e for name in ("dev", "heldback") for e in load_examples(HERE / name, kinds)]
    by_kind: dict[str, list[Screening]] = defaultdict(list)
    for example, one in zip(examples, screener.screen([e.text for e in examples])):
        by_kind[example.kind].append(one)
    return by_kind


def alarmed(found: list[Screening]) -> float:
    return sum(one.verdict in ALARMS for one in found) / len(found)


@pytest.mark.parametrize("kind", DOUBLES)
def test_most_messages_of_a_kind_are_found_and_those_of_its_double_are_not(
    found: dict[str, list[Screening]], kind: str
) -> None:
    assert alarmed(found[kind]) >= 0.4
    assert alarmed(found[DOUBLES[kind]]) <= 0.25


def test_every_kind_of_scam_has_its_double(root: Path) -> None:
    kinds = load_kinds(root / "data" / "screening").values()
    assert {kind.id for kind in kinds if kind.group is Group.SCAM} == set(DOUBLES)


def test_a_verdict_is_the_same_alone_and_in_a_batch(screener: Screener) -> None:
    texts = ["【工商银行】您的账户已冻结，请登录 icbc-kq.top 解冻", "明天几点吃饭"]
    alone = [screener.screen([text])[0] for text in texts]
    assert [one.verdict for one in alone] == [one.verdict for one in screener.screen(texts)]


@pytest.mark.parametrize(
    "text", ["", " ", "。", "😀", "a", "\n\n", "1" * 5000, "\u200b", "🔥" * 3000]
)
def test_odd_messages_get_a_verdict(screener: Screener, text: str) -> None:
    assert screener.screen([text])[0].verdict in Verdict


def test_evidence_points_into_the_message(screener: Screener) -> None:
    text = "老师带单 稳·赚·不·赔，加➕薇 信 群 hkq8899，登录 http://a-b8.top/x"
    [one] = screener.screen([text])
    assert one.reasons
    for reason in one.reasons:
        assert text[reason.start : reason.end] == reason.text
