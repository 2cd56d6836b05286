"""Answer a question from the facts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Optional

from actions.base import TurnAction
from actions.book import Topic
from actions.screening import tell_also
from actions.turn import Turn
from anju.knowledge.schema import Part, Record

# A named fact wins although an unnamed one scores higher, but not one that is far behind.
_NAMED_SHARE = 0.75
_SCAM = "_scam"  # intents about a kind of scam; what is told of it is judged as well


class ActionAnswerQuestion(TurnAction):
    """Find the fact of the intent's topic and tell it, or the one field that was asked for."""

    def name(self) -> str:
        return "action_answer_question"

    def answer(self, turn: Turn) -> None:
        if turn.intent.endswith(_SCAM):
            tell_also(turn)
        answer_topic(turn, turn.book.topics[turn.intent])


def answer_topic(turn: Turn, topic: Topic) -> None:
    """Tell the fact that a topic names or the question finds."""
    record = choose_record(turn, topic)
    if record is None:
        turn.say(turn.text(topic.ask_which or "next_what"), [])
        return
    part = next((part for part in (*asked_parts(turn), *topic.part) if part in record.parts), None)
    if topic.part and part is None and topic.follows:
        turn.remember(record)
        turn.say(turn.text("unknown_part"), turn.leads(record, set()))
        return
    if topic.lead is not None:
        turn.say(turn.text(topic.lead))
    turn.answer(record, part, topic.ask)


def choose_record(turn: Turn, topic: Topic) -> Optional[Record]:
    """Return the fact for a question.

    A fact named in the message wins; a follow-up ("那要多少钱") stays with the fact of the talk;
    otherwise the best one found counts when it is near enough.
    """
    book = turn.book
    if topic.record is not None:
        return book.knowledge[topic.record]
    found = list(_fitting(turn, topic))
    best = found[0]["score"] if found else 0.0
    named = next((hit for hit in found if hit["named"]), None)
    if named is not None and named["score"] >= best * _NAMED_SHARE:
        return book.knowledge[named["id"]]
    if turn.record is not None and _goes_on(turn, turn.record, topic):
        return turn.record
    if best >= (book.min_unnamed if topic.follows else book.min_score):
        return book.knowledge[found[0]["id"]]
    return book.knowledge[topic.otherwise] if topic.otherwise else None


def _fitting(turn: Turn, topic: Topic) -> Iterator[Mapping[str, Any]]:
    for hit in turn.hits:
        if topic.only and hit["id"] not in topic.only:
            continue
        if (
            hit["group"] in {group.value for group in topic.groups}
            and hit["id"] in turn.book.knowledge
        ):
            yield hit


def asked_parts(turn: Turn) -> list[Part]:
    """Return the fields that the words ask for ("怎么罚" asks for the penalty)."""
    known = {part.value for part in Part}
    return [Part(value) for value in turn.entities("part") if value in known]


def _goes_on(turn: Turn, record: Record, topic: Topic) -> bool:
    """Tell whether a question without a name is about the fact of the talk."""
    if topic.follows:
        return record.group in topic.groups or any(part in record.parts for part in topic.part)
    # "平时怎么防" after a theft is about that theft, whatever it is taken for by itself.
    return any(part in record.parts for part in asked_parts(turn))


class ActionContinueTopic(TurnAction):
    """Go on with the fact of the talk: what was tapped, or what comes next."""

    def name(self) -> str:
        return "action_continue_topic"

    def answer(self, turn: Turn) -> None:
        wanted = next(iter(turn.entities("record")), None)
        part = next(iter(turn.entities("part")), None)
        record = turn.book.knowledge.get(wanted) if wanted else turn.record
        if record is None:
            self._without_topic(turn)
        elif part in {each.value for each in record.parts}:
            turn.answer(record, Part(part))
        elif wanted:
            turn.answer(record)
        else:
            self._next(turn, record)

    def _next(self, turn: Turn, record: Record) -> None:
        rest = turn.unseen_parts(record)
        if rest:
            turn.answer(record, rest[0])
        else:
            turn.say(turn.text("nothing_more"), turn.leads(record, {part.value for part in Part}))

    def _without_topic(self, turn: Turn) -> None:
        best = next(iter(turn.hits), None)
        if best is not None and best["named"] and best["score"] >= turn.book.min_score:
            turn.answer(turn.book.knowledge[best["id"]])
            return
        buttons = [
            turn.intent_button(name) for name in ("check_message", "report_loss", "ask_service")
        ]
        turn.say(turn.text("next_what"), buttons)
