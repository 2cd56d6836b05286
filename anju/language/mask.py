"""Mask personal numbers before anything is stored, logged or learned from.

A mask keeps what later reading needs (that it was a mobile number, a bank card) and drops what
identifies a person. Masked characters become `*`, so offsets stay as they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain

from stdnum import luhn
from stdnum.cn import ric

MOBILE_KEPT = 3  # the operator's prefix
CARD_KEPT = 4  # the issuer's prefix; the whole BIN together with a name would say too much
_CARD_GROUPS = ({4}, {6})  # how cards are written in groups, but for the last one

# The same characters in one width, one for one: what is found here stands there as well.
_ONE_WIDTH = str.maketrans("０１２３４５６７８９ｘＸ＋", "0123456789xX+")
_SEP = r"[\s.\-–—·_/]{0,2}"  # what people put between the groups of a number
_MOBILE = re.compile(rf"(?<!\d)(?:(?:00)?86{_SEP})?(1[3-9](?:{_SEP}\d){{9}})(?!\d)")
_IDENTITY = re.compile(rf"(?<!\d)\d(?:{_SEP}\d){{16}}{_SEP}[\dxX](?!\d)")
_LONG = re.compile(rf"(?<!\d)\d(?:{_SEP}\d){{14,18}}(?!\d)")
_CODE_WORDS = (
    "验证码|校验码|动态码|动态密码|口令|verification code|security code|one-time code|otp|code"
)
_CODE_AFTER = re.compile(rf"(?:{_CODE_WORDS})[^\d\n]{{0,8}}(\d(?:[ \-]?\d){{3,7}})(?!\d)", re.I)
_CODE_BEFORE = re.compile(rf"(?<!\d)(\d{{4,8}})[^\d\n]{{0,8}}?(?:{_CODE_WORDS})", re.I)
_EMAIL = re.compile(r"([A-Za-z0-9._%+\-]+)@[A-Za-z0-9.\-]+\.[A-Za-z]{2,}")
_PASSPORT = re.compile(r"(?<![A-Za-z0-9])([EeGgDdSsPpKkHhMmCc][A-Za-z]?\d{7,8})(?![A-Za-z0-9])")
_PLATE = re.compile(
    r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-Za-z]"
    r"([·• ]?(?=[A-Za-z]{0,3}\d)[A-Za-z0-9]{5,6})(?![A-Za-z0-9])"
)
_OPENID = re.compile(r"(?<![A-Za-z0-9_\-])(o[A-Za-z0-9_\-]{27})(?![A-Za-z0-9_\-])")


def mask_personal_numbers(text: str) -> str:
    """Return `text` of the same length with personal numbers masked.

    Masked: resident identity numbers, bank cards, mobile numbers, passports and travel permits,
    plates, the local part of mail addresses, one-time codes, WeChat openids.
    """
    # Numbers with a check first: what is masked cannot be taken for a shorter one again.
    for find in (_identities, _mobiles, _cards, _others):
        plain = text.translate(_ONE_WIDTH)
        chars = list(text)
        for index in chain.from_iterable(find(plain)):
            chars[index] = "*"
        text = "".join(chars)
    return text


def _identities(plain: str) -> Iterator[list[int]]:
    for match in _IDENTITY.finditer(plain):
        places = _places(plain, match.span(), "0123456789xX")
        number = "".join(plain[place] for place in places)
        if ric.is_valid(number) or number[6:8] in {"19", "20"}:
            yield places


def _mobiles(plain: str) -> Iterator[list[int]]:
    for match in _MOBILE.finditer(plain):
        yield _places(plain, match.span(1), "0123456789")[MOBILE_KEPT:]


def _cards(plain: str) -> Iterator[list[int]]:
    for match in _LONG.finditer(plain):
        places = _places(plain, match.span(), "0123456789")
        groups = [len(group) for group in re.findall(r"\d+", match.group())]
        number = "".join(plain[place] for place in places)
        # Several hotlines in a row have as many digits as a card, but no check digit.
        if len(groups) == 1 or {*groups[:-1]} in _CARD_GROUPS or luhn.is_valid(number):
            yield places[CARD_KEPT:]


def _others(plain: str) -> Iterator[list[int]]:
    for pattern in (_CODE_AFTER, _CODE_BEFORE, _EMAIL, _PASSPORT, _PLATE, _OPENID):
        for match in pattern.finditer(plain):
            yield list(range(*match.span(1)))


def _places(plain: str, span: tuple[int, int], wanted: str) -> list[int]:
    """Return where the digits of a span stand; separators are left as they are."""
    return [place for place in range(*span) if plain[place] in wanted]
