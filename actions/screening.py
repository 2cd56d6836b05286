"""What a person asks about a verdict: why, is it right, words for the family."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Optional

from rasa_sdk.events import SlotSet

from actions.base import TurnAction
from actions.turn import Button, Turn
from anju.knowledge.schema import Record
from anju.screening.outcome import Reason, Screening, Verdict, from_json
from anju.storage.feedback import Feedback

ALARMING = {Verdict.HIGH_RISK, Verdict.SUSPICIOUS}
_SLOT = "screened"
_SHOWN = 3
_FEWEST_SEEN = 2  # one other person could be known by it
_NEVER_REPEATED = ("link", "phone", "card", "identity", "handle", "sender_conflict")
_LINK_OR_NUMBER = re.compile(
    r"(?:https?:/*)?[\w.-]*\w\.[a-z]{2,}\S*|\d[\d\s*-]{4,}\d", re.IGNORECASE
)
_LONGEST_QUOTE = 24  # characters of the evidence; the rest the person has in front of them


def verdict_of(turn: Turn) -> Optional[Screening]:
    """Return the verdict on the latest message, None when it was not judged."""
    return _read(turn.message.get("screening"))


def last_verdict(turn: Turn) -> Optional[Screening]:
    """Return the verdict that the talk is about."""
    return _read(turn.slot(_SLOT))


def tell_verdict(turn: Turn, found: Screening) -> None:
    """Say verdict, reasons, what to do now and the source; then ask how far it has gone."""
    words, language = turn.book.screening, turn.spoken
    lines = [words.headline(found, language)]
    if found.verdict in ALARMING:  # beside "nothing found" they would contradict it
        lines += [f"· {words.reason(_short(turn, r), language)}" for r in found.reasons[:_SHOWN]]
    lines.append(words.now(found, language))
    lines.append(words.label("authority", language, authority=words.authority(found, language)))
    seen = _seen(turn, found)
    if seen >= _FEWEST_SEEN:
        lines.insert(1, words.label("seen", language, count=seen))
    record = _record(turn, found)
    if record is not None:
        turn.remember(record)
    turn.events.append(SlotSet(_SLOT, _kept(found)))
    text = "\n".join(lines)
    if turn.was_said(text):
        text = words.label("same", language, now=words.now(found, language))
    if found.verdict in ALARMING:
        turn.say(text)
        turn.say(turn.text("ask_money_gone"), [*turn.yes_no(), _forward(turn)])
    else:
        turn.say(text, [turn.intent_button(n) for n in ("ask_why", "dispute_verdict")])


def tell_also(turn: Turn) -> None:
    """Before a kind of scam is explained: what was told sounds like one, and how sure that is."""
    found = verdict_of(turn)
    if found is not None and found.verdict in ALARMING and not turn.tapped:
        turn.events.append(SlotSet(_SLOT, _kept(found)))
        turn.say(turn.book.screening.headline(found, turn.spoken))


def _seen(turn: Turn, found: Screening) -> int:
    """Report an alarming message, and return how many other people reported one like it."""
    packed = (turn.message.get("screening") or {}).get("vector")
    if found.verdict not in ALARMING or not isinstance(packed, str):
        return 0
    try:
        return turn.book.cases.report(turn.person, found.kind, packed)
    except ValueError:
        return 0


def _record(turn: Turn, found: Screening) -> Optional[Record]:
    if found.verdict not in ALARMING:
        return None
    return turn.book.knowledge.get(found.type or "")


def _short(turn: Turn, reason: Reason) -> Reason:
    """The evidence as it may be repeated: no link or number, which could be tapped or dialled."""
    kind = turn.book.indicators.get(reason.sign)
    if kind is not None and reason.sign.startswith(_NEVER_REPEATED):
        return reason._replace(text=kind.name[turn.spoken])
    text = _LINK_OR_NUMBER.sub("…", " ".join(reason.text.split()))
    return reason._replace(text=text[:_LONGEST_QUOTE] + ("…" if len(text) > _LONGEST_QUOTE else ""))


def _kept(found: Screening) -> dict[str, Any]:
    """What the talk remembers: the signs, not the words of the message."""
    content = found.to_json()
    content["reasons"] = [{**reason, "text": ""} for reason in content["reasons"]]
    return content


def _read(content: Any) -> Optional[Screening]:
    if not isinstance(content, Mapping):
        return None
    try:
        return from_json(content)
    except (KeyError, TypeError, ValueError):
        return None


def _forward(turn: Turn) -> Button:
    return turn.intent_button("ask_forward_text")


class ActionExplainVerdict(TurnAction):
    """Why: every sign with its reason, and how the kind of scam goes on."""

    def name(self) -> str:
        return "action_explain_verdict"

    def answer(self, turn: Turn) -> None:
        found = last_verdict(turn)
        if found is None:
            turn.say(turn.text("no_verdict"))
            return
        words, language = turn.book.screening, turn.spoken
        whys = [f"· {words.whys[r.sign][language]}" for r in found.reasons if r.sign in words.whys]
        head = "why_signs" if whys else "why_whole"
        kind = words.kinds[found.kind].name[language] if found.kind in words.kinds else ""
        percent = str(round(found.score * 100))
        lines = [turn.text(head, kind=kind, percent=percent), *dict.fromkeys(whys)]
        record = _record(turn, found)
        if record is not None and record.answer:
            lines.append(turn.words({each: record.answer.dict()[each][0] for each in ("zh", "en")}))
        turn.say("\n".join(lines), [turn.intent_button("dispute_verdict"), _forward(turn)])


class ActionWriteForwardText(TurnAction):
    """A short gentle text for a parent or a family group, at most 120 characters."""

    def name(self) -> str:
        return "action_write_forward_text"

    def answer(self, turn: Turn) -> None:
        found = last_verdict(turn)
        alarming = found is not None and found.verdict in ALARMING
        kind = "" if found is None else turn.book.screening.kinds[found.kind].name[turn.spoken]
        turn.say(turn.text("forward_intro"))
        turn.say(turn.text("forward_scam" if alarming else "forward_any", kind=kind))


class ActionTakeFeedback(TurnAction):
    """Thank for "useful", and take "wrong" seriously without calling anything safe."""

    def name(self) -> str:
        return "action_take_feedback"

    def answer(self, turn: Turn) -> None:
        found = last_verdict(turn)
        useful = turn.intent == "confirm_verdict"
        if found is not None:
            turn.book.feedback.add(turn.person, _opinion(useful, found))
        if useful:
            turn.say(turn.text("feedback_useful"))
        elif found is not None and found.verdict in ALARMING:
            turn.say(turn.text("feedback_wrong_alarm"), [turn.intent_button("ask_hotline")])
        else:
            turn.say(turn.text("feedback_wrong_calm"), [button_loss(turn)])


def _opinion(useful: bool, found: Screening) -> Feedback:
    signs = tuple(reason.sign for reason in found.reasons)
    return Feedback(useful, found.verdict.value, found.kind, found.score, signs)


def button_loss(turn: Turn) -> Button:
    return turn.intent_button("report_loss")
