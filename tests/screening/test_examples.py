"""The examples cover the grid, and none of them is a near copy of a text that is measured on."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path

import pytest

from anju.screening.errors import ScreeningDataError
from anju.screening.kinds import Example, Group, Kind, load_examples, load_kinds
from anju.screening.view import pieces

HERE = Path(__file__).parent
NEAR = 0.6  # shared four-piece runs of the shorter text
FEWEST = {"zh": 15, "en": 5}  # examples of a kind


@pytest.fixture(scope="module")
def kinds(data: Path) -> dict[str, Kind]:
    return load_kinds(data / "screening")


@pytest.fixture(scope="module")
def examples(data: Path, kinds: dict[str, Kind]) -> list[Example]:
    return load_examples(data / "screening", kinds)


@pytest.fixture(scope="module")
def heldback(kinds: dict[str, Kind]) -> list[Example]:
    return load_examples(HERE / "heldback", kinds)


@pytest.fixture(scope="module")
def dev(kinds: dict[str, Kind]) -> list[Example]:
    return load_examples(HERE / "dev", kinds)


def runs(text: str) -> frozenset[str]:
    parts = pieces(text.lower())
    return frozenset("".join(parts[i : i + 4]) for i in range(max(1, len(parts) - 3)))


def near_copies(one: Iterable[Example], other: Iterable[Example]) -> list[tuple[str, str]]:
    index: dict[str, set[int]] = defaultdict(set)
    known = [(example.text, runs(example.text)) for example in other]
    for place, (_, parts) in enumerate(known):
        for part in parts:
            index[part].add(place)
    found = []
    for example in one:
        parts = runs(example.text)
        shared = Counter(place for part in parts for place in index.get(part, ()))
        for place, count in shared.items():
            text, others = known[place]
            if count / min(len(parts), len(others)) > NEAR and min(len(parts), len(others)) > 3:
                found.append((example.text, text))
    return found


def test_no_example_is_a_near_copy_of_a_held_back_message(
    examples: list[Example], heldback: list[Example]
) -> None:
    assert near_copies(heldback, examples) == []


def test_no_example_is_a_near_copy_of_a_message_that_thresholds_are_chosen_on(
    examples: list[Example], dev: list[Example]
) -> None:
    assert near_copies(dev, examples) == []


def test_the_two_measuring_sets_share_nothing(dev: list[Example], heldback: list[Example]) -> None:
    assert near_copies(dev, heldback) == []


def test_a_near_copy_would_be_found(heldback: list[Example]) -> None:
    longest = max(heldback, key=lambda example: len(example.text))
    changed = longest._replace(text=longest.text[:-5] + "！")
    assert near_copies([changed], heldback)


def test_there_are_at_least_400_held_back_messages_of_every_group(
    heldback: list[Example], kinds: dict[str, Kind]
) -> None:
    assert len(heldback) >= 400
    counts = Counter(kinds[example.kind].group for example in heldback)
    assert min(counts[group] for group in Group) >= 50


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_kind_has_examples(
    examples: list[Example], kinds: dict[str, Kind], language: str
) -> None:
    counts = Counter(example.kind for example in examples if example.language == language)
    assert {kind for kind in kinds if counts[kind] < FEWEST[language]} == set()


def test_every_scam_kind_is_learned_told_and_as_a_talk(
    examples: list[Example], kinds: dict[str, Kind]
) -> None:
    channels = defaultdict(set)
    for example in examples:
        channels[example.kind].add(example.channel)
    for kind in kinds.values():
        if kind.group is Group.SCAM:
            assert {"sms", "told"} <= channels[kind.id], kind.id


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("kind: nothing\ncells: []\n", "is no kind"),
        ("kind: prize\n", "needs a list `cells:`"),
        (
            "kind: prize\ncells:\n- {channel: fax, style: plain, language: zh, texts: [a]}\n",
            "channel",
        ),
        (
            "kind: prize\ncells:\n- {channel: sms, style: plain, language: zh, texts: [5]}\n",
            "no text",
        ),
        ("kind: prize\ncells:\n- {channel: sms, style: plain, language: zh}\n", "texts"),
    ],
)
def test_a_broken_file_is_named(
    tmp_path: Path, kinds: dict[str, Kind], content: str, message: str
) -> None:
    (tmp_path / "prize.yml").write_text(content, encoding="utf-8")
    with pytest.raises(ScreeningDataError, match=message) as caught:
        load_examples(tmp_path, kinds)
    assert "prize.yml" in str(caught.value)
