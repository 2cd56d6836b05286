"""Fixed answers that the door gives by itself, each in several wordings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from anju.gateway.people import Person
from anju.storage.yaml_file import DataFileError, read_yaml

Wordings = Mapping[str, Sequence[str]]  # language -> texts that say the same
_LANGUAGES = ("zh", "en")
_FEWEST = 2


class Cards:
    """Texts by card and language."""

    def __init__(self, cards: Mapping[str, Wordings]) -> None:
        self._cards = dict(cards)

    def __contains__(self, card: str) -> bool:
        return card in self._cards

    def text(self, card: str, language: str | None, person: Person) -> str:
        """Return the card in `language` (zh, en; else both), never twice in a row the same text.

        Raises:
            KeyError: there is no such card.
        """
        turn = person.shown.get(card, 0)
        person.shown[card] = turn + 1
        wordings = self._cards[card]
        languages = (language,) if language in _LANGUAGES else ("en", "zh")
        return "\n\n".join(wordings[one][turn % len(wordings[one])] for one in languages)


def load_cards(path: Path) -> Cards:
    """Return the cards under `cards:` in the file at `path`.

    Raises:
        DataFileError: a card lacks a language, or two wordings that differ.
    """
    content = read_yaml(path)
    cards = content.get("cards") if isinstance(content, dict) else None
    if not isinstance(cards, dict) or not cards:
        raise DataFileError(f"{path}: needs `cards:` with a name for each card.")
    return Cards({name: _read(path, name, card) for name, card in cards.items()})


def _read(path: Path, name: str, card: object) -> Wordings:
    if not isinstance(card, dict) or set(card) != set(_LANGUAGES):
        raise DataFileError(f"{path}: card {name}: needs zh and en.")
    for language, texts in card.items():
        if not isinstance(texts, list) or not all(isinstance(text, str) for text in texts):
            raise DataFileError(f"{path}: card {name}: {language} has to be a list of texts.")
        if len({text.strip() for text in texts} - {""}) < max(_FEWEST, len(texts)):
            raise DataFileError(
                f"{path}: card {name}: {language} needs {_FEWEST} or more different wordings."
            )
    return {language: [text.strip() for text in texts] for language, texts in card.items()}
