"""From score, signs and indicators to one of five verdicts, by a rule that can be read aloud.

0. Nothing but a link: its letters decide, because there are no words to judge.
1. *official*: sender tag, every link and the kind of content belong to one organisation of
   data/official whose entry is recent, and nothing else in the message leads elsewhere.
2. *high risk*: the score is high; or it is suspicious and a sign stands there that hardly ever
   stands in honest messages.
3. *suspicious*: the score says so (a talk needs a higher one); or it is not low and a strong sign
   stands there; or a link that no organisation sends, unless it is likelier advertising.
4. *nuisance*: advertising is likelier than anything else.
5. *no signs*: nothing was found, which is not the same as safe.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import NamedTuple

from anju.screening.indicators import Findings
from anju.screening.model import Score
from anju.screening.outcome import Verdict
from anju.screening.reader import Reading


class Thresholds(NamedTuple):
    """Bounds of the calibrated P(scam), chosen on tests/screening/dev (bench/screening.py)."""

    high: float = 0.85
    suspicious: float = 0.6
    talk: float = 0.7  # of a talk: honest ones speak of money and codes as well
    doubtful: float = 0.4  # enough when a strong sign stands there too
    link: float = 0.1  # enough when a link stands there that no organisation sends
    nuisance: float = 0.5


STRONG = 3  # weight of a sign that hardly ever stands in honest messages
# A link of these kinds is never what an organisation sends about an account.
_FALSE_LINKS = {"link_lookalike", "link_address", "link_file", "link_disguised", "sender_conflict"}
_CHEAP_LINKS = {"link_odd_suffix", "link_random", "link_hyphen"}
# Marks of cheap or hidden addresses: not enough against words that are harmless.
_DOUBTFUL_LINKS = {
    "link_odd_suffix", "link_random", "link_hyphen", "link_long", "link_bait", "link_hosting",
    "link_short",
}  # fmt: skip
_A_WORD = 3  # letters
# What leads away from the organisation that signs.
_ELSEWHERE = {
    "phone_mobile", "phone_foreign", "phone_premium", "phone_spoofed", "phone_landline",
    "card_number", "handle_wechat", "handle_qq", "handle_telegram", "link_unknown", "link_short",
    "link_hosting",
}  # fmt: skip
_OFFICIAL_SCORE = 0.3
_RECENT = timedelta(days=365)


def decide(
    score: Score,
    reading: Reading,
    weights: Mapping[str, int],
    thresholds: Thresholds,
    today: date,
) -> Verdict:
    """Return the verdict; `weights` are those of the warning signs."""
    if only_links(reading):
        return of_links(reading.findings)
    strong = any(weights.get(sign.sign, 1) >= STRONG for sign in reading.signs)
    found = reading.findings
    if not strong and is_official(score, found, today):
        return Verdict.OFFICIAL
    if score.scam >= thresholds.high:
        return Verdict.HIGH_RISK
    if score.scam >= (thresholds.talk if score.talk else thresholds.suspicious):
        return Verdict.HIGH_RISK if strong else Verdict.SUSPICIOUS
    if strong and not score.talk and score.scam >= thresholds.doubtful:
        return Verdict.SUSPICIOUS
    if (
        has_false_link(found)
        and score.scam >= thresholds.link
        and score.nuisance < thresholds.nuisance
    ):
        return Verdict.SUSPICIOUS
    if score.nuisance >= thresholds.nuisance:
        return Verdict.NUISANCE
    return Verdict.NO_SIGNS


def has_false_link(found: Findings) -> bool:
    """Whether a link borrows a name, hides, downloads a program, or is a throw-away address."""
    if _has(found, _FALSE_LINKS):
        return True
    return any("link_unknown" in link.flags and link.flags & _CHEAP_LINKS for link in found.links)


def only_links(reading: Reading) -> bool:
    """Whether nothing but links stands in the message."""
    links = reading.findings.links
    letters = sum(char.isalnum() for char in reading.text.original)
    return bool(links) and letters - sum(end - start for start, end, *_ in links) < _A_WORD


def of_links(found: Findings) -> Verdict:
    """Return the verdict on links alone; an unknown one without a mark is not called a scam."""
    if _has(found, _FALSE_LINKS):
        return Verdict.HIGH_RISK
    return Verdict.SUSPICIOUS if _has(found, _DOUBTFUL_LINKS) else Verdict.NO_SIGNS


def is_official(score: Score, found: Findings, today: date) -> bool:
    """Whether sender, links and content all match one recent entry of the directory."""
    sender = found.sender
    return (
        sender is not None
        and today - sender.checked_on <= _RECENT
        and bool(found.links)
        and all(link.owner is not None and link.owner.id == sender.id for link in found.links)
        and score.kind in sender.kinds
        and score.scam < _OFFICIAL_SCORE
        and not _has(found, _ELSEWHERE)
    )


def _has(found: Findings, wanted: Iterable[str]) -> bool:
    return not found.ids.isdisjoint(wanted)
