"""What is said about one message."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from typing import Any, NamedTuple, Optional


class Verdict(str, Enum):
    HIGH_RISK = "high_risk"
    SUSPICIOUS = "suspicious"
    NUISANCE = "nuisance"
    NO_SIGNS = "no_signs"
    OFFICIAL = "official"


class Reason(NamedTuple):
    """A sign or indicator at `start:end` of the person's own text."""

    sign: str
    start: int
    end: int
    text: str


class Screening(NamedTuple):
    """The verdict on one message, with its reasons."""

    verdict: Verdict
    score: float  # calibrated probability that it is a scam
    kind: str  # fine kind (data/screening/kinds.yml)
    type: Optional[str]  # fact that explains a scam of this kind
    reasons: tuple[Reason, ...]
    language: str
    sender: Optional[str] = None  # organisation of data/official, for an official sender
    pasted: bool = False  # whether it looks like somebody else's words

    def to_json(self) -> dict[str, Any]:
        return {
            "verdict": self.verdict.value,
            "score": round(self.score, 4),
            "type": self.type or self.kind,
            "kind": self.kind,
            "reasons": [reason._asdict() for reason in self.reasons],
            "language": self.language,
            **({} if self.sender is None else {"sender": self.sender}),
        }


def from_json(content: Mapping[str, Any]) -> Screening:
    """Return what `to_json` wrote.

    Raises:
        KeyError, ValueError: it was not written by `to_json`.
    """
    kind, type_ = str(content["kind"]), str(content["type"])
    return Screening(
        Verdict(content["verdict"]),
        float(content["score"]),
        kind,
        None if type_ == kind else type_,
        tuple(Reason(**reason) for reason in content["reasons"]),
        str(content["language"]),
        content.get("sender"),
    )
