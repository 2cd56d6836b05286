"""Telephone numbers, card and identity numbers in a message, and what kind they are."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

import phonenumbers
from phonenumbers import PhoneNumberMatcher, PhoneNumberType
from stdnum import luhn
from stdnum.cn import ric

from anju.screening.official import Directory

_REGION = "CN"
_HOME = 86
_MASKED_MOBILE = re.compile(r"(?<![\d*])1[3-9]\d(?:[\s-]?[\d*]{4}){2}(?![\d*])")
_SERVICE = re.compile(
    r"(?<!\d)400[\s-]?\d{3,4}[\s-]?\d{3,4}(?!\d)|(?<!\d)800[\s-]?\d{3}[\s-]?\d{4}(?!\d)"
)
_SHORT = re.compile(
    r"(?<![\d.*/-])(?:95\d{3,6}|96\d{3,4}|10[01]\d{2,3}|1[12]\d|12\d{3})(?![\d.*/-]|[元万块年月])"
)
# An official short number with something before it: +95588, 0095588, 021-95588, 95588-0.
_SPOOFED = re.compile(
    r"(?:\+|(?<!\d)00\d{0,3}[\s-]?|(?<!\d)0\d{2,3}-)(95\d{3}|10086|10010|10000|110|12110)(?!\d)"
)
_PREMIUM = re.compile(
    r"(?<!\d)09\d{8,9}(?!\d)|(?<!\d)\+?44\s?9\d{2}\s?\d{7}(?!\d)|(?<!\d)1-?900-?\d{3}-?\d{4}(?!\d)"
)
_LONG = re.compile(r"(?<!\d)\d(?:[\s-]?\d){14,18}(?![\dx])")
_IDENTITY = re.compile(r"(?<!\d)\d{17}[\dx](?![\dx])")
_TYPES = {
    PhoneNumberType.MOBILE: "phone_mobile",
    PhoneNumberType.FIXED_LINE: "phone_landline",
    PhoneNumberType.FIXED_LINE_OR_MOBILE: "phone_landline",
    PhoneNumberType.PREMIUM_RATE: "phone_premium",
    PhoneNumberType.TOLL_FREE: "phone_service",
    PhoneNumberType.SHARED_COST: "phone_service",
    PhoneNumberType.UAN: "phone_service",
    PhoneNumberType.VOIP: "phone_landline",
}


class Number(NamedTuple):
    """A number at `start:end` of the text; `id` is that of an indicator."""

    id: str
    start: int
    end: int
    text: str


class NumberReader:
    """Find numbers; the directory says which short ones are real hotlines."""

    def __init__(self, directory: Directory) -> None:
        self._directory = directory

    def find(self, text: str) -> list[Number]:
        """Return the numbers of a folded text, in their order; none overlaps another."""
        found: list[Number] = []
        taken: list[tuple[int, int]] = []
        for number in self._candidates(text):
            if not any(number.start < end and start < number.end for start, end in taken):
                taken.append((number.start, number.end))
                found.append(number)
        return sorted(found, key=lambda number: number.start)

    def _candidates(self, text: str) -> Iterator[Number]:
        """The surest first, because what is taken cannot be something else as well."""
        if not any(char.isdigit() for char in text):
            return
        for match in _IDENTITY.finditer(text):
            if ric.is_valid(match.group().upper()) or match.group()[6:8] in {"19", "20"}:
                yield _number("identity_number", match)
        for match in _LONG.finditer(text):
            digits = re.sub(r"\D", "", match.group())
            if luhn.is_valid(digits) or digits.startswith("62"):
                yield _number("card_number", match)
        for pattern, name in ((_SPOOFED, "phone_spoofed"), (_PREMIUM, "phone_premium")):
            for match in pattern.finditer(text):
                yield _number(name, match)
        for pattern, name in ((_MASKED_MOBILE, "phone_mobile"), (_SERVICE, "phone_service")):
            for match in pattern.finditer(text):
                yield _number(name, match)
        yield from self._short(text)
        yield from self._numbers_of_the_world(text)

    def _short(self, text: str) -> Iterator[Number]:
        for match in _SHORT.finditer(text):
            known = self._directory.of_number(match.group()) is not None
            yield _number("phone_official" if known else "phone_short", match)

    def _numbers_of_the_world(self, text: str) -> Iterator[Number]:
        for match in PhoneNumberMatcher(text, _REGION):
            number = match.number
            if number.country_code != _HOME:
                name = "phone_foreign"
            else:
                name = _TYPES.get(phonenumbers.number_type(number), "phone_landline")
            yield Number(name, match.start, match.end, match.raw_string)


def _number(name: str, match: re.Match[str]) -> Number:
    return Number(name, match.start(), match.end(), match.group())
