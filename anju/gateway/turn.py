"""One turn of a conversation, from whatever channel it comes.

Emergency words are answered at once and from here. Everything else is masked, goes to Rasa in
the order of the person's messages, and is answered in time: by Rasa, or by a safe card.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable, Coroutine
from contextlib import suppress
from pathlib import Path
from typing import Any

import anyio

from anju.gateway.cards import Cards, load_cards
from anju.gateway.deletions import FILE, Deletions
from anju.gateway.errors import DoorError
from anju.gateway.message import SLASHES, Payloads, check_text, load_payloads
from anju.gateway.people import People
from anju.gateway.rasa import Message, Rasa, RasaError
from anju.language.detect import answer_language, detect_language
from anju.language.emergency import EmergencyWords, load_emergency_words
from anju.language.mask import mask_personal_numbers
from anju.language.normalize import load_normalizer
from anju.settings import Settings
from anju.storage.yaml_file import DataFileError

logger = logging.getLogger("anju.gateway.turn")

# What Rasa is told about an emergency that was answered here.
INTENTS = {
    "fire": "/report_fire",
    "injury": "/report_injury",
    "danger": "/report_danger",
    "traffic_injury": "/report_accident",
    "despair": "/express_despair",
}
# A quick reply that means an emergency; an accident is not always one, so Rasa asks.
_URGENT = {
    payload: kind for kind, payload in INTENTS.items() if payload != INTENTS["traffic_injury"]
}
_SAFE = "safe"
_LANGUAGES = ("zh", "en")
_MOST_BACKGROUND = 64  # tasks; when Rasa hangs, more would only wait as well
_LOGGED = 8  # characters of a person id: enough to follow a conversation through the log


def _everyone() -> None:
    """Let every message in."""


class Turns:
    """Answer messages. One for the whole process, because it keeps their order."""

    def __init__(
        self,
        rasa: Rasa,
        words: EmergencyWords,
        cards: Cards,
        safe: Cards,
        payloads: Payloads,
        deletions: Deletions,
        settings: Settings,
    ) -> None:
        self._rasa = rasa
        self._words = words
        self._cards = cards
        self._safe = safe
        self._payloads = payloads
        self._deletions = deletions
        self._seconds = settings.gateway_turn_seconds
        self._most = settings.gateway_in_flight
        self._in_flight = 0
        self._people = People()
        self._background: set[asyncio.Task[None]] = set()
        self._settling = False

    async def answer(
        self,
        person: str,
        message: object,
        hint: str | None = None,
        admit: Callable[[], None] = _everyone,
        pasted: bool = False,
    ) -> list[Message]:
        """Return the answers to a message; `hint` is the language the client shows.

        `pasted` says that somebody else wrote it, as in a screenshot: its words are judged, and
        are no cry for help of this person. `admit` raises DoorError when the person asks too
        often; emergencies are answered even then.

        Raises:
            DoorError: the message is not acceptable, or whatever `admit` raises, or too_busy.
        """
        started = time.monotonic()
        outcome = "crash"
        try:
            messages, outcome = await self._answer(person, message, hint, admit, pasted)
            return messages
        except DoorError as error:
            outcome = error.code
            raise
        finally:
            milliseconds = round((time.monotonic() - started) * 1000)
            logger.info("turn person=%s ms=%d outcome=%s", person[:_LOGGED], milliseconds, outcome)

    async def forget(self, person: str) -> None:
        """Delete a conversation; when Rasa is down, as soon as it is back.

        Raises:
            DoorError: too_busy, when the promise cannot even be written down.
        """
        try:
            self._deletions.remember(person)
        except OSError as error:
            logger.error("deletions cannot be written: %s", type(error).__name__)
            raise DoorError("too_busy") from error
        outcome = "forgotten"
        try:
            with anyio.fail_after(self._seconds):
                async with self._people.turn(person):
                    await self._settle(person)
        except (RasaError, OSError):  # also TimeoutError
            outcome = "forget_later"
        self._people.forget(person)
        logger.info("erasure person=%s outcome=%s", person[:_LOGGED], outcome)

    def settle_soon(self) -> None:
        """Do the deletions that are still owed, in the background."""
        if self._deletions.owed() and not self._settling:
            self._settling = self._start(self._settle_all())

    async def close(self) -> None:
        """Stop what is still going on in the background."""
        tasks = list(self._background)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _answer(
        self,
        person: str,
        message: object,
        hint: str | None,
        admit: Callable[[], None],
        pasted: bool,
    ) -> tuple[list[Message], str]:
        text = check_text(message)
        if pasted:
            admit()
            language = self._language(person, text, hint)
            # A slash at the beginning is somebody's text here, never a quick reply of ours.
            masked = mask_personal_numbers(text.lstrip(SLASHES + " "))
            return await self._ask(person, masked or text, language, pasted=True)
        emergency = self._words.find(text)
        if emergency is not None:
            self._people[person].language = emergency.language
            return await self._urgent(person, emergency.kind, emergency.card, admit)
        payload = self._payloads.read(text)
        if payload in _URGENT:
            self._language(person, text, hint)
            return await self._urgent(person, _URGENT[payload], _URGENT[payload], admit)
        admit()
        language = self._language(person, text, hint)
        return await self._ask(person, payload or mask_personal_numbers(text), language)

    async def _urgent(
        self, person: str, kind: str, card: str, admit: Callable[[], None]
    ) -> tuple[list[Message], str]:
        known = self._people[person]
        with suppress(DoorError):  # a flood gets its answers from here, and stays here
            admit()
            self._start(self._tell(person, INTENTS[kind], known.language))
            await asyncio.sleep(0)  # lets it take its place before the person's next message
        custom = {"type": "emergency", "kind": kind}
        shown = self._cards.text(card, known.language, known)
        return [{"recipient_id": person, "text": shown, "custom": custom}], f"emergency_{kind}"

    def _language(self, person: str, text: str, hint: str | None) -> str | None:
        """The language of the message, else of the ones before, else of the client."""
        known = self._people[person]
        answer = None if text.startswith("/") else answer_language(detect_language(text))
        if answer is not None:
            known.language = answer.value
        elif known.language is None and hint in _LANGUAGES:
            known.language = hint
        return known.language

    async def _ask(
        self, person: str, text: str, language: str | None, pasted: bool = False
    ) -> tuple[list[Message], str]:
        if self._in_flight >= self._most:
            raise DoorError("too_busy", retry_after=1)
        self._in_flight += 1
        try:
            return await self._exchange(person, text, language, pasted), "answered"
        except TimeoutError:
            reason = "timeout"
        except RasaError as error:
            reason = error.reason
        except Exception as error:
            reason = type(error).__name__
            logger.error("turn failed: %s", reason)
        finally:
            self._in_flight -= 1
        shown = self._safe.text(_SAFE, language, self._people[person])
        return [{"recipient_id": person, "text": shown, "custom": {"type": "safe"}}], (
            f"safe_{reason}"
        )

    async def _exchange(
        self, person: str, text: str, language: str | None, pasted: bool = False
    ) -> list[Message]:
        """Ask Rasa when the earlier messages of the person are done; the wait counts."""
        with anyio.fail_after(self._seconds):
            async with self._people.turn(person):
                # Or the late deletion would also take what is said from now on.
                await self._settle(person)
                messages = await self._rasa.send(person, text, language, pasted)
        self.settle_soon()
        return messages

    async def _tell(self, person: str, payload: str, language: str | None) -> None:
        with suppress(RasaError, TimeoutError):
            await self._exchange(person, payload, language)

    async def _settle(self, person: str) -> None:
        if person in self._deletions:
            await self._rasa.forget(person)
            self._deletions.done(person)

    async def _settle_all(self) -> None:
        try:
            for person in self._deletions.owed():
                with anyio.fail_after(self._seconds):
                    async with self._people.turn(person):
                        await self._settle(person)
        except (RasaError, OSError):  # also TimeoutError: at the next contact again
            pass
        finally:
            self._settling = False

    def _start(self, work: Coroutine[Any, Any, None]) -> bool:
        """Run `work` beside the answer; when there is too much of it already, drop it."""
        if len(self._background) >= _MOST_BACKGROUND:
            work.close()
            return False
        task = asyncio.create_task(work)
        self._background.add(task)
        task.add_done_callback(self._done)
        return True

    def _done(self, task: asyncio.Task[None]) -> None:
        self._background.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            logger.error("background work failed: %s", type(error).__name__)


def build_turns(rasa: Rasa, data: Path, settings: Settings) -> Turns:
    """Return the turns with the words and cards in `data`.

    Raises:
        DataFileError: a file is unusable, or a card is missing.
        OSError: the list of deletions cannot be read.
    """
    door = data / "door"
    normalizer = load_normalizer(data / "lexicon" / "lookalikes.yml")
    words = load_emergency_words(door / "emergency.yml", normalizer)
    cards, safe = load_cards(door / "emergency.yml"), load_cards(door / "safe.yml")
    if missing := sorted(card for card in {*words.cards, *_URGENT.values()} if card not in cards):
        raise DataFileError(f"{door / 'emergency.yml'}: `cards:` lacks {', '.join(missing)}.")
    if _SAFE not in safe:
        raise DataFileError(f"{door / 'safe.yml'}: `cards:` lacks {_SAFE}.")
    return Turns(
        rasa,
        words,
        cards,
        safe,
        load_payloads(door / "payloads.yml"),
        Deletions(settings.storage_folder / FILE),
        settings,
    )
