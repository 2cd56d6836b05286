"""Names of facts become entries of the lexicon, so that they are found as entities."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from anju.knowledge.names import entries_of
from anju.knowledge.schema import Group, Record
from anju.language.lexicon import Entry

Make = Callable[..., Record]


@pytest.mark.parametrize(
    ("group", "entity"),
    [
        pytest.param("service", "service", id="a service"),
        pytest.param("scam", "scam_type", id="a kind of scam"),
        pytest.param("technique", "scam_type", id="a technique counts as a kind of scam"),
    ],
)
def test_title_and_aliases_in_both_languages_name_a_record(
    record: Make, group: str, entity: str
) -> None:
    assert list(entries_of([record(group=group)])) == [
        Entry(entity, "sv_passport", ("护照", "Passport", "办护照", "get a passport"))
    ]


@pytest.mark.parametrize(
    "group", [each for each in Group if each.value not in {"service", "scam", "technique"}]
)
def test_other_records_are_no_entities(record: Make, group: Group) -> None:
    """Their names are everyday words ("red light"), or numbers that the lexicon has already."""
    assert list(entries_of([record(group=group.value)])) == []


def test_records_keep_their_order(record: Make) -> None:
    records = [record(id="sv_b"), record(id="sv_a")]
    assert [entry.id for entry in entries_of(records)] == ["sv_b", "sv_a"]
