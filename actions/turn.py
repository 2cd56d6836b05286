"""One turn of a conversation as actions see it: what was said, what is known, how to answer."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timezone
from typing import Any, Optional

from rasa_sdk import Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.book import Book
from anju.knowledge.render import next_parts, render_answer
from anju.knowledge.schema import Part, Record

Button = Mapping[str, str]
_BRACKETS = re.compile(r"\s*[（(].*?[）)]")
_BUTTONS = 3  # quick replies that a small screen shows at once


class Turn:
    """Read the tracker, say things in the person's language, remember the topic."""

    def __init__(self, book: Book, dispatcher: CollectingDispatcher, tracker: Tracker) -> None:
        self.book = book
        self._dispatcher = dispatcher
        self._tracker = tracker
        self.events: list[Any] = []
        self._said: list[str] = []

    @property
    def language(self) -> str:
        """The language to answer in: that of the last message that shows one."""
        for event in reversed(self._tracker.events):
            if event.get("event") == "user":
                language = (event.get("parse_data") or {}).get("answer_language")
                if language:
                    return str(language)
        return "zh"

    @property
    def spoken(self) -> str:
        """The one language of short texts: Chinese, else English."""
        return "zh" if self.language == "zh" else "en"

    @property
    def person(self) -> str:
        return str(self._tracker.sender_id)

    def slot(self, name: str) -> Any:
        return self._tracker.get_slot(name)

    @property
    def intent(self) -> str:
        return str((self._tracker.latest_message.get("intent") or {}).get("name") or "")

    @property
    def message(self) -> Mapping[str, Any]:
        """The parse of the latest message.

        A quick reply that tells which of two meanings was meant is about the message before it.
        """
        latest: Mapping[str, Any] = self._tracker.latest_message
        if not str(latest.get("text") or "").startswith("/"):
            return latest
        for event in reversed(self._tracker.events):
            text = str(event.get("text") or "")
            if event.get("event") == "user" and text and not text.startswith("/"):
                parsed: Mapping[str, Any] = event.get("parse_data") or {}
                was_asked = (parsed.get("intent") or {}).get("name") == "nlu_fallback"
                return parsed if was_asked else latest
        return latest

    @property
    def tapped(self) -> bool:
        return str(self._tracker.latest_message.get("text") or "").startswith("/")

    @property
    def hits(self) -> Sequence[Mapping[str, Any]]:
        """The facts found for the message, best first: id, group, score, named."""
        found = self.message.get("knowledge") or []
        known = self.book.knowledge
        return [
            {"id": each, "group": known[each].group.value, "score": score, "named": bool(named)}
            for each, score, named in found
            if each in known
        ]

    @property
    def record(self) -> Optional[Record]:
        """The fact that the talk is about."""
        return self.book.knowledge.get(str(self._tracker.get_slot("record") or ""))

    def entities(self, kind: str) -> list[str]:
        """Return the values of an entity in the latest message, or on a tapped quick reply."""
        found = self._tracker.latest_message.get("entities") or []
        return [str(entity["value"]) for entity in found if entity["entity"] == kind]

    def today(self) -> date:
        return datetime.now(timezone.utc).date()

    def text(self, name: str, /, **words: str) -> str:
        """Return a wording of a text of actions.yml that was not said a moment ago."""
        variants = self.book.texts[name]
        if self.language == "both":
            return "\n".join(self._wording(variants[each], words) for each in ("en", "zh"))
        return self._wording(variants[self.language], words)

    def lines(self, name: str) -> list[str]:
        variants = self.book.texts[name]
        languages = ("en", "zh") if self.language == "both" else (self.language,)
        return [self._bullet() + line for each in languages for line in variants[each]]

    def was_said(self, text: str) -> bool:
        """Whether this block was said in this turn or the one before."""
        return text in self._recent()

    def say(self, text: str, buttons: Sequence[Button] = ()) -> None:
        """Say a text; a block that was just said is not said again."""
        if text in self._recent():
            text = self.text("already_said")
        self._said.append(text)
        self._dispatcher.utter_message(text=text, buttons=[dict(b) for b in buttons[:_BUTTONS]])

    def answer(
        self, record: Record, part: Optional[Part] = None, ask: Optional[str] = None
    ) -> None:
        """Tell a fact or one field of it, then what leads on; remember both."""
        shown = self._shown(record)
        text = render_answer(record, self.language, self.book.labels, self.today(), part)
        if text in self._recent():
            rest = next_parts(record, shown)
            if rest:
                part = rest[0]
                text = render_answer(record, self.language, self.book.labels, self.today(), part)
        shown |= {part.value if part else "answer"}
        self.events += [SlotSet("record", record.id), SlotSet("shown", sorted(shown))]
        if ask is None:
            self.say(text, self.leads(record, shown))
        else:
            self.say(text)
            self.say(self.text(ask), self.yes_no())

    def unseen_parts(self, record: Record) -> list[Part]:
        return next_parts(record, self._shown(record))

    def leads(self, record: Record, shown: set[str]) -> list[Button]:
        """Return quick replies: two more fields of the fact and one related fact."""
        parts = next_parts(record, shown)
        buttons = [self.part_button(part) for part in parts[: _BUTTONS - 1]]
        for other in record.related:
            if len(buttons) < _BUTTONS and other in self.book.knowledge:
                title = self._one_language(self.book.knowledge[other].title.dict())
                buttons.append(button(_short(title), "ask_next_step", record=other))
        return buttons

    def part_button(self, part: Part) -> Button:
        words = {each: self.book.labels[each]["buttons"][part.value] for each in ("zh", "en")}
        return button(self._one_language(words), "ask_next_step", part=part.value)

    def intent_button(self, intent: str) -> Button:
        return button(self._one_language(self.book.intents[intent]), intent)

    def yes_no(self) -> list[Button]:
        return [self.intent_button("affirm"), self.intent_button("deny")]

    def words(self, both: Mapping[str, str]) -> str:
        """Return a short text of a fact or sign in the person's language."""
        return self._one_language(both)

    def remember(self, record: Record) -> None:
        """Make a fact the topic of the talk without telling it."""
        self.events += [SlotSet("record", record.id), SlotSet("shown", None)]

    def forget_topic(self) -> None:
        self.events += [SlotSet("record", None), SlotSet("shown", None)]

    def _shown(self, record: Record) -> set[str]:
        if self.record is None or self.record.id != record.id:
            return set()
        return set(self._tracker.get_slot("shown") or ())

    def _wording(self, variants: Any, words: Mapping[str, str]) -> str:
        if isinstance(variants, str):
            return variants.format(**words)
        wordings = [str(variant).format(**words) for variant in variants]
        recent = "\n".join(self._recent())
        return next((text for text in wordings if text not in recent), wordings[0])

    def _recent(self) -> list[str]:
        """Return what was said in this turn and the one before."""
        texts: list[str] = []
        turns = 0
        for event in reversed(self._tracker.events):
            if event.get("event") == "user":
                turns += 1
                if turns == 2:
                    break
            elif event.get("event") == "bot" and event.get("text"):
                texts.append(str(event["text"]))
        return texts + self._said

    def _one_language(self, words: Mapping[str, str]) -> str:
        return str(words["zh" if self.language == "zh" else "en"])

    def _bullet(self) -> str:
        return str(self.book.labels["zh"]["bullet"])


def _short(title: str) -> str:
    """A quick reply has no room for what stands in brackets."""
    return _BRACKETS.sub("", title).strip() or title


def button(title: str, intent: str, **entities: str) -> Button:
    """Return a quick reply; its payload is checked again at the door (data/door/payloads.yml)."""
    payload = "/" + intent + (json.dumps(entities, ensure_ascii=False) if entities else "")
    return {"title": title, "payload": payload}
