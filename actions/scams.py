"""Look at a message, and help a relative who is being fooled."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Optional

from actions.base import TurnAction
from actions.screening import ALARMING, tell_verdict, verdict_of
from actions.turn import Turn
from anju.knowledge.schema import Group, Record
from anju.screening.outcome import Screening, Verdict

_SIGNS_SHOWN = 3
_LIKELY_SCORE = 1.2  # a kind of scam is named only when the message is clearly near to it
_MESSAGE_LENGTH = 12  # characters; anything shorter asks, and pastes nothing


class ActionCheckMessage(TurnAction):
    """Name the warning signs in the person's own message; never say that it is safe."""

    def name(self) -> str:
        return "action_check_message"

    def answer(self, turn: Turn) -> None:
        check_message(turn)


def check_message(turn: Turn) -> None:
    """Tell the signs in the latest message, the likely kind of scam, and how to check."""
    found = verdict_of(turn)
    if found is not None and _is_judged(turn, found):
        tell_verdict(turn, found)
        return
    signs = turn.message.get("signs") or []
    text = "" if turn.tapped else str(turn.message.get("text") or "")
    kind = _likely_kind(turn, signs)
    if not signs and kind is None and len(text) < _MESSAGE_LENGTH:
        turn.say(turn.text("check_nothing"))
        return
    hotline = next((h for h in turn.entities("hotline") if h in turn.book.knowledge), None)
    if hotline is not None and not signs:  # "is a call from 96110 real": what that number does
        turn.answer(turn.book.knowledge[hotline], ask="ask_money_gone")
        return
    lines = [turn.text("check_signs" if signs else "check_no_signs")]
    lines += _reasons(turn, signs)
    if kind is not None:
        turn.remember(kind)
        lines.append(turn.text("check_likely", title=turn.words(kind.title.dict())))
    if turn.entities("link"):  # never echoed: in Anju's own words it could be tapped
        lines.append(turn.text("check_link"))
    lines.append(turn.text("check_verify"))
    turn.say("\n".join(lines))
    turn.say(turn.text("ask_money_gone"), turn.yes_no())


def _is_judged(turn: Turn, found: Screening) -> bool:
    """What alarms is told; a calm verdict only on somebody else's words, not on a question."""
    text = "" if turn.tapped else str(turn.message.get("text") or "")
    if len(text) < _MESSAGE_LENGTH:
        return False
    if found.verdict in ALARMING or found.verdict is Verdict.OFFICIAL:
        return True
    metadata = turn.message.get("metadata") or {}
    screening = turn.message.get("screening") or {}
    return bool(metadata.get("pasted") or screening.get("pasted"))


def _reasons(turn: Turn, signs: Sequence[Mapping[str, Any]]) -> list[str]:
    known = {str(sign["sign"]): sign for sign in reversed(signs) if sign["sign"] in turn.book.signs}
    order = sorted(known, key=lambda sign: -int(turn.book.signs[sign]["weight"]))
    return [
        turn.text(
            "sign_line",
            text=str(known[sign]["text"]),
            why=turn.words(turn.book.signs[sign]["why"]),
        )
        for sign in order[:_SIGNS_SHOWN]
    ]


def _likely_kind(turn: Turn, signs: Sequence[Mapping[str, Any]]) -> Optional[Record]:
    """Return the kind of scam that the signs point to, or that the words are very near to."""
    votes: dict[str, int] = {}
    for sign in signs:
        entry = turn.book.signs.get(str(sign["sign"]), {})
        for scam in entry.get("scams", ()):
            votes[scam] = votes.get(scam, 0) + int(entry["weight"])
    known = [scam for scam in votes if scam in turn.book.knowledge]
    if known:
        return turn.book.knowledge[max(known, key=lambda scam: votes[scam])]
    kinds = {Group.scam.value, Group.technique.value}
    near = next((hit for hit in turn.hits if hit["group"] in kinds), None)
    if near is not None and near["score"] >= _LIKELY_SCORE:
        return turn.book.knowledge.get(str(near["id"]))
    return None


class ActionHelpRelative(TurnAction):
    """How to stop a relative's payment without losing the relative."""

    def name(self) -> str:
        return "action_help_relative"

    def answer(self, turn: Turn) -> None:
        turn.remember(turn.book.knowledge["p_before"])
        turn.say("\n".join([turn.text("relative"), *turn.lines("relative_lines")]))
        turn.say(turn.text("ask_relative_paid"), turn.yes_no())
