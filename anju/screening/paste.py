"""Whether a message looks like somebody else's words, without the person saying so."""

from __future__ import annotations

from anju.screening.chats import read_chat
from anju.screening.model import Score
from anju.screening.reader import Reading

_MARKS = {"sender", "unsubscribe"}
_LONG = 20  # characters beside a link: a bare link, or one with a question, is a question
_LINES, _MANY = 3, 60  # a message of several lines and this many characters
_SURE, _SHORTEST = 0.8, 12  # a likely scam that is neither told nor asked about
_OWN_WORDS = "everyday_question"


def looks_pasted(reading: Reading, score: Score) -> bool:
    """Sender tags, opt-out lines, links in a text, talks, or a form nobody types as a question."""
    text = reading.text.original
    ids = reading.findings.ids
    if ids & _MARKS or read_chat(text):
        return True
    own = score.kind == _OWN_WORDS or "first_person" in ids
    asks = "question" in ids
    if score.scam >= _SURE and not own and not asks and len(reading.text.text) >= _SHORTEST:
        return True
    if "link" in ids and not own:
        return True
    if "link" in ids and len(reading.text.text) > _LONG and not asks:
        return True
    lines = sum(1 for line in text.splitlines() if line.strip())
    return lines >= _LINES and len(text) > _MANY and not own
