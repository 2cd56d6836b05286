"""Hear what a person says it is *not* about.

"不是银行的事，是电动车被偷" is about an e-bike. Words of the denied topic would pull the message
there, so the denied clause is taken out before the rest is read.
"""

from __future__ import annotations

import re
from typing import NamedTuple

# Only denials of the topic of the talk: "不是我本人操作的" or "不是骗子吗" deny something else.
_DENIED = re.compile(
    r"(?:我)?(?:问的|说的|讲的|想问的|要问的)?(?:可)?"
    r"(?:(?<!是)不是(?:在)?(?:问|说|讲|要办|想办|要|想问)?|没(?:有)?(?:问|说|讲)|不想问|别(?:再)?(?:说|讲))"
    r"(?P<topic>(?![我你您他她它])[^,，。.!！?？;；\n]{1,16}?)"
    r"(?:的(?:事情|事|问题|东西)|这(?:个|件事)|那个|方面的?)(?:啊|呀|了|呢|哦)?"
    r"(?=[,，。.!！;；\s]|是|我|$)"
    r"|(?:我(?:问的|说的|讲的)|问的)不是(?P<topic2>[^,，。.!！?？;；\n]{1,16}?)(?=[,，。.!！;；\s]|是|$)"
    r"|不是问(?P<topic3>[^,，。.!！?？;；\n]{1,16}?)(?=[,，。.!！;；\s]|是问|是|$)"
    r"|(?:it'?s not|it is not|that'?s not|i'?m not asking|i did(?:n'?t| not) ask|not) about "
    r"(?P<topic4>[^,.!?;\n]{1,40}?)(?=[,.!?;]| but |\s+i |\s+it'?s |$)",
    re.IGNORECASE,
)
_JOIN = re.compile(
    r"^[\s,，。.!！;；]*(?:而?是(?:问|说|讲|要办|想问)?|but|it'?s|i mean|i want)?\s*(?:about )?",
    re.I,
)
_MIN_REST = 2  # characters that can carry a question


class Negation(NamedTuple):
    """The denied topic (None when nothing is denied) and what is left to read."""

    topic: str | None
    rest: str


def split_negation(text: str) -> Negation:
    """Split a denied topic from the rest of a message."""
    match = _DENIED.search(text)
    if match is None:
        return Negation(None, text)
    topic = next(value for value in match.groups() if value is not None).strip()
    before, after = text[: match.start()], _JOIN.sub("", text[match.end() :])
    rest = f"{before.strip(' ,，。')} {after.strip()}".strip()
    return Negation(topic, rest if len(rest) >= _MIN_REST else "")
