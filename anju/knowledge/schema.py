"""The shape of one fact (`data/knowledge/*.yml`)."""

from __future__ import annotations

from datetime import date
from enum import Enum
from typing import Optional

from pydantic import BaseModel, Extra, Field, root_validator, validator

ANSWER_LINES = 6
PART_LINES = 8
LINE_LENGTH = {"zh": 90, "en": 260}
LANGUAGES = ("zh", "en")


class Group(str, Enum):
    """What a record is about; one group belongs to one duty."""

    hotline = "hotline"
    channel = "channel"
    scam = "scam"
    technique = "technique"
    protocol = "protocol"
    law = "law"
    statistics = "statistics"
    fundraising = "fundraising"
    theft = "theft"
    traffic = "traffic"
    service = "service"
    programme = "programme"


class Part(str, Enum):
    """A field that can be asked for by itself ("那要多少钱" asks for `fee`)."""

    who = "who"
    materials = "materials"
    where = "where"
    visits = "visits"
    fee = "fee"
    time = "time"
    steps = "steps"
    traps = "traps"
    changes = "changes"
    penalty = "penalty"
    signs = "signs"
    how = "how"
    prevent = "prevent"
    do = "do"
    law = "law"
    report = "report"
    limits = "limits"
    hours = "hours"
    not_for = "not_for"
    facts = "facts"
    rule = "rule"


class _Strict(BaseModel):
    class Config:
        extra = Extra.forbid
        allow_mutation = False


class Text(_Strict):
    """One short text in both languages."""

    zh: str = Field(..., min_length=1)
    en: str = Field(..., min_length=1)

    def in_language(self, language: str) -> str:
        return self.zh if language == "zh" else self.en


class Lines(_Strict):
    """Short lines in both languages, line by line the same statement."""

    zh: list[str] = Field(..., min_items=1, max_items=PART_LINES)
    en: list[str] = Field(..., min_items=1, max_items=PART_LINES)

    @validator(*LANGUAGES, each_item=True)
    def _not_empty(cls, line: str) -> str:
        if not line.strip():
            raise ValueError("an empty line")
        return line.strip()

    @root_validator(skip_on_failure=True)
    def _fits(cls, values: dict[str, list[str]]) -> dict[str, list[str]]:
        if len(values["zh"]) != len(values["en"]):
            raise ValueError("zh and en need the same number of lines")
        for language, limit in LINE_LENGTH.items():
            for line in values[language]:
                if len(line) > limit:
                    raise ValueError(f"a {language} line is over {limit} characters: {line[:30]}…")
        return values

    def in_language(self, language: str) -> list[str]:
        return self.zh if language == "zh" else self.en


class Answer(Lines):
    """The answer itself; the first line says what to do."""

    zh: list[str] = Field(..., min_items=1, max_items=ANSWER_LINES)
    en: list[str] = Field(..., min_items=1, max_items=ANSWER_LINES)


class Aliases(_Strict):
    """How people name the record."""

    zh: list[str] = []
    en: list[str] = []

    @validator(*LANGUAGES, each_item=True)
    def _long_enough(cls, alias: str) -> str:
        if len(alias.strip()) < 2:
            raise ValueError(f"the alias {alias!r} is shorter than two characters")
        return alias.strip()


class Number(_Strict):
    """A telephone number that a person may dial."""

    name: Text
    number: str = Field(..., regex=r"^\+?[0-9][0-9 -]{1,19}$")


class Confidence(str, Enum):
    high = "high"
    medium = "medium"


class Record(_Strict):
    """One fact with its authority, when it was checked, and when it has to be checked again."""

    id: str = Field(..., regex=r"^[a-z]+_[a-z0-9_]+$")
    group: Group
    title: Text
    aliases: Aliases = Aliases()
    answer: Answer
    parts: dict[Part, Lines] = {}
    numbers: list[Number] = []
    authority: Text
    sources: list[str] = Field(..., min_items=1)
    checked_on: date
    expires_on: date
    confidence: Confidence
    doubt: Optional[Text] = None
    related: list[str] = []

    @root_validator(skip_on_failure=True)
    def _honest(cls, values: dict[str, object]) -> dict[str, object]:
        if values["confidence"] is Confidence.medium and values["doubt"] is None:
            raise ValueError("confidence is medium, so `doubt` has to say what is uncertain")
        checked, expires = values["checked_on"], values["expires_on"]
        if isinstance(checked, date) and isinstance(expires, date) and expires <= checked:
            raise ValueError("expires_on is not after checked_on")
        return values

    def expired(self, today: date) -> bool:
        return today >= self.expires_on
