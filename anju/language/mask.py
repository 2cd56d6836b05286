"""Mask personal numbers before anything is stored, logged or learned from.

A mask keeps what later reading needs (that it was a phone number, a bank card) and drops what
identifies a person. Masked characters become `*`, so offsets stay as they are.
"""

from __future__ import annotations

import re

from stdnum import luhn
from stdnum.cn import ric

_DIGIT = "0-9０-９"
_SEP = r"[ \-]?"
# Digits, maybe in groups; what they are is told by their length and check digit.
_RUN = re.compile(
    rf"(?<![{_DIGIT}A-Za-z])\+?[{_DIGIT}](?:{_SEP}[{_DIGIT}]){{9,22}}[xX]?(?![{_DIGIT}])"
)
_EMAIL = re.compile(r"[A-Za-z0-9._%+\-]+(?=@[A-Za-z0-9.\-]+\.[A-Za-z]{2,})")
_PASSPORT = re.compile(r"(?<![A-Za-z0-9])(?:[EeGgDdSsPpKkHhMmCc][A-Za-z]?\d{7,8})(?![A-Za-z0-9])")
_PLATE = re.compile(
    r"(?<=[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-Z])[·• ]?[A-Z0-9]{5,6}"
)
_CODE = re.compile(
    r"(?P<lead>(?:验证码|校验码|动态码|动态密码|口令"
    r"|verification code|security code|one-time code|otp|code)"
    r"[^0-9\n]{0,8})(?P<code>\d{4,8})(?!\d)",
    re.IGNORECASE,
)
_OPENID = re.compile(r"(?<![A-Za-z0-9_\-])o[A-Za-z0-9_\-]{27}(?![A-Za-z0-9_\-])")

MOBILE_KEPT = 3  # the operator's prefix
CARD_KEPT = 4  # the issuer's prefix; the whole BIN together with a name would say too much
_ID_LENGTH = 18


def mask_personal_numbers(text: str) -> str:
    """Return `text` of the same length with personal numbers masked.

    Masked: resident identity numbers, bank cards, mobile numbers, passports and travel permits,
    plates, the local part of mail addresses, one-time codes, WeChat openids.
    """
    text = _RUN.sub(lambda match: _mask_run(match.group()), text)
    text = _CODE.sub(lambda match: match["lead"] + "*" * len(match["code"]), text)
    for pattern in (_EMAIL, _PASSPORT, _PLATE, _OPENID):
        text = pattern.sub(lambda match: "*" * len(match.group()), text)
    return text


def _mask_run(run: str) -> str:
    digits = "".join(char for char in run if char.isalnum())
    prefix = digits.removeprefix("0086").removeprefix("86")
    if ric.is_valid(digits) or (len(digits) == _ID_LENGTH and digits[6:8] in {"19", "20"}):
        return _keep(run, 0)
    if len(prefix) == 11 and prefix[0] == "1" and prefix[1] in "3456789":
        return _keep(run, len(digits) - len(prefix) + MOBILE_KEPT)
    if 15 <= len(digits) <= 19 and (luhn.is_valid(digits) or digits[0] in "34569"):
        return _keep(run, CARD_KEPT)
    if len(digits) >= 15:
        return _keep(run, CARD_KEPT)
    return run


def _keep(run: str, kept: int) -> str:
    """Mask all but the first `kept` digits; separators stay."""
    seen = 0

    def one(char: str) -> str:
        nonlocal seen
        if not char.isalnum():
            return char
        seen += 1
        return char if seen <= kept else "*"

    return "".join(map(one, run))
