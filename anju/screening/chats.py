"""Read a pasted talk as a talk: who speaks, and how the request grows.

A talk is contact, trust, a platform or an app, then money. One message of it may look like
nothing; the order in which the other side asks for things gives it away.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

_ME = re.compile(r"(?:我|自己|本人|我方|你|me|i|myself|you)", re.IGNORECASE)
_TURN = re.compile(
    r"^\s*[\[【(（]?([^\s:：\[\]【】()（），。,!！?？]{1,14}|[A-Za-z][A-Za-z .']{0,20})"
    r"[\]】)）]?\s*[:：]\s*(.+)$"
)
_STAMPED = re.compile(
    r"^\s*(.{1,14}?)\s+(?:\d{4}[-/年.]\d{1,2}[-/月.]\d{1,2}日?\s*)?(?:上午|下午|晚上|昨天)?\s*\d{1,2}:\d{2}(?::\d{2})?\s*$"
)
_CLOCK = re.compile(r"^\s*(?:昨天|今天|上午|下午|晚上|星期.|周.)?\s*\d{1,2}:\d{2}\s*$")
# What stands before a colon in a notice or a form.
_NOT_SPEAKER = re.compile(
    r"(?:https?|.*(?:地址|时间|电话|备注|注意|标题|主题|网址|链接|日期|姓名|金额|单号|附件|编号|详情|提示|件人)|"
    r"subject|from|to|date|time|tel|note|re|address|link|phone|ref|amount|total)",
    re.IGNORECASE,
)
_FEWEST_TURNS = 3


class ChatTurn(NamedTuple):
    """One contribution; `mine` is True for the person who pasted the talk."""

    speaker: str
    text: str
    mine: bool


def read_chat(text: str) -> list[ChatTurn]:
    """Return the turns of a talk, or [] when the text is not one.

    A talk has three turns or more by two speakers, written as `name: text` or as a line with
    name and time above each text.
    """
    lines = [line for line in text.splitlines() if line.strip() and not _CLOCK.match(line)]
    turns = _by_colon(lines) or _by_stamp(lines)
    speakers = Counter(speaker for speaker, _ in turns)
    if len(turns) < _FEWEST_TURNS or len(speakers) < 2:
        return []
    me = _me(turns)
    return [ChatTurn(speaker, said, speaker == me) for speaker, said in turns]


def other_side(turns: Sequence[ChatTurn]) -> str:
    """Return what the others say, a line each."""
    return "\n".join(turn.text for turn in turns if not turn.mine)


def bare(turns: Sequence[ChatTurn]) -> str:
    """Return the talk without the names, which mean nothing to a stranger."""
    return "\n".join(turn.text for turn in turns)


def _by_colon(lines: Sequence[str]) -> list[tuple[str, str]]:
    turns: list[tuple[str, str]] = []
    for line in lines:
        match = _TURN.match(line)
        if match and not _NOT_SPEAKER.fullmatch(match.group(1)):
            turns.append((match.group(1).strip(), match.group(2).strip()))
        elif turns:
            speaker, said = turns[-1]
            turns[-1] = speaker, f"{said} {line.strip()}"
        else:
            return []
    return turns


def _by_stamp(lines: Sequence[str]) -> list[tuple[str, str]]:
    turns: list[tuple[str, str]] = []
    for line in lines:
        match = _STAMPED.match(line)
        if match:
            turns.append((match.group(1).strip(), ""))
        elif turns:
            speaker, said = turns[-1]
            turns[-1] = speaker, f"{said} {line.strip()}".strip()
        else:
            return []
    return [(speaker, said) for speaker, said in turns if said]


def _me(turns: Sequence[tuple[str, str]]) -> str:
    """The one called me; else nobody: then all lines are judged together."""
    for speaker, _ in turns:
        if _ME.fullmatch(speaker):
            return speaker
    return ""
