"""Lines with places on the screen to text in reading order, with who speaks in a chat.

In a chat the other side's bubbles start at the left edge and one's own end at the right one;
names, times and notices stand in the middle. A list of messages is split where a new one begins.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import Enum
from typing import NamedTuple

_CLOCK = re.compile(
    r"^(?:(?:昨天|今天|前天|上午|下午|晚上|凌晨|中午|星期.|周.|\d{1,4}[年/-]\d{1,2}[月/-](?:\d{1,2}日?)?)\s*)*\d{1,2}[:：.]\d{2}(?:\s*[AP]M)?$",
    re.IGNORECASE,
)
_STATUS = re.compile(
    r"^(?:[45]G|wifi|wi-fi|\d{1,3}%|\d{1,3}|中国移动|中国联通|中国电信|HD|LTE|[<＜〈‹>]|\.{3,}|…)+$",
    re.IGNORECASE,
)
_LEFT, _RIGHT = 0.30, 0.70  # of the width
_SAME_LINE, _SAME_BUBBLE = 0.6, 1.1  # of the height of a line
_FEWEST_SIDES = 2
_TOP = 0.045  # of the height: clock, operator, battery


class OcrLine(NamedTuple):
    """A line of text and its box in pixels."""

    text: str
    left: float
    top: float
    right: float
    bottom: float

    @property
    def height(self) -> float:
        return self.bottom - self.top


class Side(str, Enum):
    THEIRS = "theirs"
    MINE = "mine"
    MIDDLE = "middle"


class Bubble(NamedTuple):
    """Lines that belong together; in a chat, what one side said at once."""

    side: Side
    text: str


def to_bubbles(lines: Sequence[OcrLine], width: int, height: int) -> list[Bubble]:
    """Return the bubbles of a screenshot, top to bottom; empty when nothing is left to read."""
    kept = [line for line in _in_order(lines) if not _is_status(line, height)]
    sides = [_side(line, width) for line in kept]
    is_chat = sides.count(Side.MINE) >= 1 and sides.count(Side.THEIRS) >= 1
    is_chat = is_chat and sides.count(Side.MINE) + sides.count(Side.THEIRS) > _FEWEST_SIDES
    bubbles: list[Bubble] = []
    last: OcrLine | None = None
    for line, side in zip(kept, sides):
        side = side if is_chat else Side.MIDDLE
        if _CLOCK.match(line.text.strip()):
            last = None
            continue
        near = last is not None and line.top - last.bottom < _SAME_BUBBLE * line.height
        if bubbles and near and bubbles[-1].side is side:
            bubbles[-1] = Bubble(side, _join(bubbles[-1].text, line.text))
        else:
            bubbles.append(Bubble(side, line.text.strip()))
        last = line
    return bubbles


def to_text(bubbles: Sequence[Bubble], mine: str, theirs: str) -> str:
    """Return one text: a chat with its speakers, anything else in paragraphs."""
    if all(bubble.side is Side.MIDDLE for bubble in bubbles):
        return "\n".join(bubble.text for bubble in bubbles)
    names = {Side.MINE: f"{mine}：", Side.THEIRS: f"{theirs}：", Side.MIDDLE: ""}
    return "\n".join(
        names[bubble.side] + bubble.text
        for bubble in bubbles
        if bubble.side is not Side.MIDDLE or len(bubble.text) > 6
    )


def _in_order(lines: Sequence[OcrLine]) -> list[OcrLine]:
    """Top to bottom, pieces of one line from left to right."""
    rows: list[list[OcrLine]] = []
    for line in sorted(lines, key=lambda each: (each.top + each.bottom) / 2):
        middle = (line.top + line.bottom) / 2
        if rows:
            first = rows[-1][0]
            if abs(middle - (first.top + first.bottom) / 2) < _SAME_LINE * first.height:
                rows[-1].append(line)
                continue
        rows.append([line])
    return [line for row in rows for line in sorted(row, key=lambda each: each.left)]


def _side(line: OcrLine, width: int) -> Side:
    """A long line reaches far over the middle, so its nearer edge decides."""
    left, right = line.left / width, 1 - line.right / width
    if left < _LEFT and left < right - 0.04:
        return Side.THEIRS
    if right < 1 - _RIGHT and right < left - 0.04:
        return Side.MINE
    return Side.MIDDLE


def _is_status(line: OcrLine, height: int) -> bool:
    text = line.text.strip().replace(" ", "")
    return not text or bool(_STATUS.match(text)) or (line.bottom < _TOP * height and len(text) < 12)


def _join(before: str, text: str) -> str:
    """Chinese lines follow without a space, Latin ones with one."""
    text = text.strip()
    space = " " if before[-1:].isascii() and text[:1].isascii() else ""
    return f"{before}{space}{text}"
