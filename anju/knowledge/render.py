"""Turn a fact into a message: the answer first, then who says so and since when."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from anju.knowledge.schema import Group, Lines, Part, Record

# Which fields of a record lead on, most useful first.
_NEXT_PARTS: dict[Group, tuple[Part, ...]] = {
    Group.service: (Part.materials, Part.time, Part.fee, Part.where, Part.visits, Part.traps),
    Group.scam: (Part.signs, Part.do, Part.prevent, Part.how, Part.facts),
    Group.technique: (Part.signs, Part.do, Part.prevent, Part.how, Part.facts),
    Group.protocol: (Part.steps, Part.do, Part.limits, Part.facts),
    Group.theft: (Part.do, Part.prevent, Part.steps, Part.how, Part.facts),
    Group.traffic: (Part.penalty, Part.steps, Part.do, Part.limits, Part.facts),
    Group.fundraising: (Part.signs, Part.steps, Part.report, Part.where, Part.penalty, Part.law),
}
_ANY_PARTS = tuple(Part)


def render_answer(
    record: Record, language: str, labels: Mapping[str, Any], today: date, part: Part | None = None
) -> str:
    """Return the message for a record, or for one field of it.

    Args:
        language: zh, en, or both (English, then Chinese).
        labels: the words around a fact, `data/dialogue/labels.yml`.
        part: the field that was asked for; the whole answer without it.
    """
    if language == "both":
        texts = [render_answer(record, each, labels, today, part) for each in ("en", "zh")]
        return "\n".join(texts)
    words = labels[language]
    block: Lines = record.answer if part is None else record.parts[part]
    first, *rest = block.in_language(language)
    if part is not None:
        first = words["part_line"].format(title=record.title.in_language(language), line=first)
    lines = [first, *(words["bullet"] + line for line in rest)]
    if record.doubt is not None:
        lines.append(words["doubt"] + record.doubt.in_language(language))
    if record.expired(today):
        lines.append(words["expired"].format(day=record.expires_on.isoformat()))
    authority = record.authority.in_language(language)
    lines.append(words["authority"].format(authority=authority, day=record.checked_on.isoformat()))
    return "\n".join(lines)


def next_parts(record: Record, shown: set[str]) -> list[Part]:
    """Return the fields of a record that were not shown yet, most useful first."""
    order = (*_NEXT_PARTS.get(record.group, ()), *_ANY_PARTS)
    return [part for part in dict.fromkeys(order) if part in record.parts and part not in shown]
