"""A readable card for a person at a terminal, with the evidence highlighted in the message."""

from __future__ import annotations

from collections.abc import Sequence

from anju.screening.outcome import Reason, Screening, Verdict
from anju.screening.words import STAGES, Words

_BOLD, _MARK, _END = "\033[1m", "\033[7m", "\033[0m"
_LANGUAGES = ("zh", "en")


def render_card(text: str, found: Screening, words: Words, colour: bool = True) -> str:
    """Return the card in the language of the message."""
    language = found.language if found.language in _LANGUAGES else "en"
    lines = [
        _styled(words.headline(found, language), _BOLD, colour),
        words.label("score", language, percent=round(found.score * 100)),
        "",
        highlight(text, found.reasons, colour),
        "",
    ]
    if found.reasons:
        lines.append(words.label("why", language))
        lines += [f"- {words.reason(reason, language)}" for reason in found.reasons]
        lines.append("")
    lines.append(_styled(words.now(found, language), _BOLD, colour))
    if found.verdict in {Verdict.HIGH_RISK, Verdict.SUSPICIOUS}:
        lines += [f"- {words.stage(stage, language)}" for stage in STAGES]
    authority = words.authority(found, language)
    lines.append(words.label("authority", language, authority=authority))
    return "\n".join(lines)


def highlight(text: str, reasons: Sequence[Reason], colour: bool = True) -> str:
    """Return the message with the spans of the reasons marked; without colour between »«."""
    begin, end = (_MARK, _END) if colour else ("»", "«")
    inside = [False] * (len(text) + 1)
    for reason in reasons:
        for place in range(reason.start, min(reason.end, len(text))):
            inside[place] = True
    parts: list[str] = []
    for place, char in enumerate(text):
        before = inside[place - 1] if place else False
        if inside[place] and not before:
            parts.append(begin)
        if before and not inside[place]:
            parts.append(end)
        parts.append(char)
    if text and inside[len(text) - 1]:
        parts.append(end)
    return "".join(parts)


def _styled(text: str, style: str, colour: bool) -> str:
    return f"{style}{text}{_END}" if colour else text
