"""What counts as a message, and which messages are quick replies of ours."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping, Sequence
from pathlib import Path

from anju.gateway.errors import DoorError
from anju.storage.yaml_file import DataFileError, read_yaml

LONGEST = 2_000  # characters
SLASHES = "/\uff0f"  # as typed, and as a Chinese keyboard types it
_LINE = frozenset("\t\n\r")
_UNSEEN = frozenset({"Cf", "Zs", "Zl", "Zp", "Cc"})
_PAYLOAD = re.compile(r"/(?P<intent>[a-z_]{1,64})(?P<entities>\{.*\})?")


def check_text(value: object) -> str:
    """Return a message that can go on, without white space around it.

    Raises:
        DoorError: empty_message, message_too_long, not_text.
    """
    if value is None:
        raise DoorError("empty_message")
    if not isinstance(value, str):
        raise DoorError("not_text")
    if len(value) > LONGEST:
        raise DoorError("message_too_long")
    if any(_is_binary(char) for char in value):
        raise DoorError("not_text")
    if all(unicodedata.category(char) in _UNSEEN for char in value):
        raise DoorError("empty_message")
    return value.strip()


def _is_binary(char: str) -> bool:
    """Control characters, half of a surrogate pair, and code points that are no characters."""
    category = unicodedata.category(char)
    if category in {"Cc", "Cs"}:
        return char not in _LINE
    return ord(char) & 0xFFFE == 0xFFFE or 0xFDD0 <= ord(char) <= 0xFDEF


class Payloads:
    """The quick replies that become intents; everything else with a slash stays outside.

    Rasa takes `/intent{"entity": "value"}` as understood with certainty, so whoever types it
    would steer the conversation past everything that reads messages.
    """

    def __init__(self, intents: Sequence[str], entities: Mapping[str, re.Pattern[str]]) -> None:
        self._intents = frozenset(intents)
        self._entities = dict(entities)

    def read(self, text: str) -> str | None:
        """Return the payload in `text`, written anew; None for an ordinary message.

        Raises:
            DoorError: slash_command, for any other text that begins with a slash.
        """
        if not _without_unseen(text).startswith(tuple(SLASHES)):
            return None
        match = _PAYLOAD.fullmatch(text)
        if match is None or match["intent"] not in self._intents:
            raise DoorError("slash_command")
        if match["entities"] is None:
            return f"/{match['intent']}"
        try:
            entities = json.loads(match["entities"])
        except (ValueError, RecursionError):
            raise DoorError("slash_command") from None
        if not all(self._is_known(name, value) for name, value in entities.items()):
            raise DoorError("slash_command")
        # Written anew, so that Rasa reads what was checked here and nothing else.
        return f"/{match['intent']}{json.dumps(entities)}" if entities else f"/{match['intent']}"

    def _is_known(self, name: str, value: object) -> bool:
        pattern = self._entities.get(name)
        return (
            pattern is not None and isinstance(value, str) and pattern.fullmatch(value) is not None
        )


def load_payloads(path: Path) -> Payloads:
    """Return the table at `path` (`data/door/payloads.yml`).

    Raises:
        DataFileError: `intents:` is no list of names or `entities:` no mapping to patterns.
    """
    content = read_yaml(path)
    try:
        intents, entities = content["intents"], content["entities"]
        if not isinstance(intents, list) or not all(isinstance(name, str) for name in intents):
            raise TypeError("intents")
        return Payloads(intents, {name: re.compile(regex) for name, regex in entities.items()})
    except (KeyError, TypeError, AttributeError, re.error) as error:
        raise DataFileError(
            f"{path}: needs a list `intents:` and a mapping `entities:` of name to pattern "
            f"({error})."
        ) from error


def _without_unseen(text: str) -> str:
    """Drop what stands unseen before the first character."""
    for place, char in enumerate(text):
        if unicodedata.category(char) not in _UNSEEN:
            return text[place:]
    return ""
