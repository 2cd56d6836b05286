"""Which number to call."""

from __future__ import annotations

from typing import Optional

from actions.base import TurnAction
from actions.facts import asked_parts
from actions.turn import Turn
from anju.knowledge.schema import Group, Number, Record

_GROUPS = frozenset({Group.hotline.value, Group.channel.value})


class ActionGiveHotline(TurnAction):
    """A number that was named, the number of a bank that was named, or the one for the matter."""

    def name(self) -> str:
        return "action_give_hotline"

    def answer(self, turn: Turn) -> None:
        for bank in turn.entities("bank"):
            number = bank_number(turn, bank)
            if number is not None:
                turn.remember(turn.book.knowledge["h_banks"])
                name = turn.words(number.name.dict())
                turn.say(turn.text("bank_line", name=name, number=number.number))
                return
        record = _named_hotline(turn) or _found_hotline(turn)
        record = record or turn.book.knowledge["h_12345"]
        turn.answer(record, next((p for p in asked_parts(turn) if p in record.parts), None))


def bank_number(turn: Turn, bank: str) -> Optional[Number]:
    """Return the number of a bank or payment firm by its lexicon id."""
    names = turn.book.bank_names.get(bank)
    for record_id in ("h_banks", "h_operators"):
        for number in turn.book.knowledge[record_id].numbers:
            if names and {number.name.zh, number.name.en} & names:
                return number
    return None


def _named_hotline(turn: Turn) -> Optional[Record]:
    return next(
        (
            turn.book.knowledge[name]
            for name in turn.entities("hotline")
            if name in turn.book.knowledge
        ),
        None,
    )


def _found_hotline(turn: Turn) -> Optional[Record]:
    hit = next((hit for hit in turn.hits if hit["group"] in _GROUPS), None)
    if hit is None or hit["score"] < turn.book.min_score:
        return None
    return turn.book.knowledge.get(str(hit["id"]))
