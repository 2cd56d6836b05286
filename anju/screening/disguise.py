"""Copies of examples as a scammer might disguise them, so that no single spelling is relied on.

Homophones, dropped characters and Latin letters for a syllable: what the normaliser can undo
(spaces, emoji, marks, traditional characters) needs no copy.
"""

from __future__ import annotations

import random
import re
from functools import lru_cache

from pypinyin import Style, lazy_pinyin

from anju.language.normalize import HAN

_HAN = re.compile(f"[{HAN}]")
_SHARE, _DROPPED, _SPELLED = 0.12, 0.06, 0.02  # of the characters of a message
_FIRST, _LAST = 0xB0A1, 0xD7F9  # the 3,755 common characters of GB 2312, level 1


def disguise(text: str, chance: random.Random) -> str:
    """Return the message with some characters replaced or left out."""
    return "".join(_replace(char, chance) for char in text)


def _replace(char: str, chance: random.Random) -> str:
    draw = chance.random()
    if not _HAN.match(char):
        return "" if char.isalpha() and draw < _DROPPED / 2 else char
    if draw < _DROPPED:
        return ""
    if draw < _DROPPED + _SPELLED:
        return _sound(char)
    if draw < _DROPPED + _SPELLED + _SHARE:
        return chance.choice(homophones().get(_sound(char), [char]))
    return char


@lru_cache(maxsize=1)
def homophones() -> dict[str, list[str]]:
    """Return the common characters of each toneless syllable."""
    table: dict[str, list[str]] = {}
    for high in range(_FIRST >> 8, (_LAST >> 8) + 1):
        for low in range(0xA1, 0xFF):
            code = high << 8 | low
            if _FIRST <= code <= _LAST:
                char = code.to_bytes(2, "big").decode("gb2312")
                table.setdefault(_sound(char), []).append(char)
    return table


@lru_cache(maxsize=10_000)
def _sound(char: str) -> str:
    return str(lazy_pinyin(char, style=Style.NORMAL, errors="default")[0])
