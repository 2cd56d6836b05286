"""The views of a message that its disguise does not change.

Scammers put marks, spaces and emoji between characters, write a homophone or a look-alike, or
leave out all punctuation. The *skeleton* keeps letters and the shape of numbers only; the *sounds*
are the syllables of the Chinese characters, the same for 薇信 and 微信.
"""

from __future__ import annotations

import re
from functools import lru_cache

from pypinyin import Style, lazy_pinyin

from anju.language.normalize import HAN

_HAN = re.compile(f"[{HAN}]")
_NUMBER = re.compile(r"\d[\d*,.:/\-]*")
_LATIN = re.compile(r"[a-z]+(?:'[a-z]+)?")
_PIECE = re.compile(rf"[{HAN}]|[a-z]+(?:'[a-z]+)?|\d[\d*,.:/\-]*")
_LONG_DIGITS = 7


def pieces(text: str) -> list[str]:
    """Return the Chinese characters, Latin words and number shapes of a normalised text.

    A number becomes `0` for one digit up to `0000000` for seven and more: amounts and numbers
    change from message to message, their length hardly.
    """
    found = []
    for match in _PIECE.finditer(text):
        piece = match.group()
        if piece[0].isdigit():
            digits = sum(char.isdigit() or char == "*" for char in piece)
            piece = "0" * min(digits, _LONG_DIGITS)
        found.append(piece)
    return found


def skeleton(text: str) -> str:
    """Return the pieces as one string: Latin words and numbers between spaces, no marks."""
    joined = []
    for piece in pieces(text):
        joined.append(piece if _HAN.match(piece) else f" {piece} ")
    return " ".join("".join(joined).split())


def sounds(text: str) -> list[str]:
    """Return one toneless syllable for each Chinese character, other pieces as they are."""
    return [_sound(piece) if _HAN.match(piece) else piece for piece in pieces(text)]


@lru_cache(maxsize=20_000)
def _sound(char: str) -> str:
    return str(lazy_pinyin(char, style=Style.NORMAL, errors="default")[0])
