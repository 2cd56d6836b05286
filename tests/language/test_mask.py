"""No personal number survives, and nothing that is needed is lost."""

from __future__ import annotations

import unicodedata
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import ric

from anju.language.mask import mask_personal_numbers

LEAKS = "a personal number survives: "


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        # Mobile numbers keep the prefix of the operator.
        pytest.param("打13800138000给我", "打138********给我", id="a mobile in a sentence"),
        pytest.param("138 0013 8000", "138 **** ****", id="a mobile in groups"),
        pytest.param("138-0013-8000", "138-****-****", id="a mobile with hyphens"),
        pytest.param("+8613800138000", "+86138********", id="a mobile with country code"),
        pytest.param("+86 138 0013 8000", "+86 138 **** ****", id="country code and groups"),
        pytest.param("008613800138000", "0086138********", id="a mobile with 0086"),
        pytest.param("13800138000,13912345678", "138********,139********", id="two mobiles"),
        # Resident identity numbers keep nothing: region and birthday stand in them.
        pytest.param("110105194912310021", "*" * 18, id="an identity number"),
        pytest.param("11010519491231002X", "*" * 18, id="an identity number that ends in X"),
        pytest.param("11010519491231002x", "*" * 18, id="an identity number that ends in x"),
        pytest.param(
            "110105 19491231 0021", "****** ******** ****", id="an identity number in groups"
        ),
        pytest.param("110105194912310020", "*" * 18, id="an identity number with a typing mistake"),
        # Bank cards keep four digits of the issuer.
        pytest.param("6222021234567890123", "6222" + "*" * 15, id="a bank card of 19 digits"),
        pytest.param("6222 0212 3456 7890 123", "6222 **** **** **** ***", id="a card in groups"),
        pytest.param("4111111111111111", "4111" + "*" * 12, id="a credit card"),
        # Documents.
        pytest.param("护照E12345678丢了", "护照*********丢了", id="a passport"),
        pytest.param("EA1234567", "*" * 9, id="a passport with two letters"),
        pytest.param("通行证C12345678", "通行证*********", id="a travel permit"),
        # Plates keep province and city.
        pytest.param("沪A12345违停", "沪A*****违停", id="a plate"),
        pytest.param("沪A·12345", "沪A******", id="a plate with its dot"),
        pytest.param("沪AD12345", "沪A******", id="the plate of an electric car"),
        # Accounts.
        pytest.param("zhang.san@qq.com", "*********@qq.com", id="a mail address keeps its domain"),
        pytest.param("13800138000@qq.com", "138********@qq.com", id="a mobile as mail address"),
        pytest.param("oABCDEFGHIJKLMNOPQRSTUVWXYZ1", "*" * 28, id="a WeChat openid"),
        # One-time codes.
        pytest.param("验证码是：4829", "验证码是：****", id="a code"),
        pytest.param(
            "验证码为 123456，5分钟内有效", "验证码为 ******，5分钟内有效", id="a code and a time"
        ),
        pytest.param("Your code: 5678", "Your code: ****", id="a code in English"),
        pytest.param("OTP 123456", "OTP ******", id="an OTP"),
    ],
)
def test_a_personal_number_is_masked(text: str, masked: str) -> None:
    assert mask_personal_numbers(text) == masked


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("转了5000元", id="an amount"),
        pytest.param("被骗123456.78元", id="an amount with cents"),
        pytest.param("订单号123456789", id="an order number of nine digits"),
        pytest.param("打110，再打96110和12345", id="hotlines"),
        pytest.param("中国银行95566", id="the line of a bank"),
        pytest.param("400-820-8820", id="a service line"),
        pytest.param("2026-11-23 10:20", id="a day and a time"),
        pytest.param("19990101", id="a birthday alone: eight digits"),
        pytest.param("沪A牌照怎么办", id="a kind of plate, no plate"),
        pytest.param("验证码发给我", id="a code is spoken of"),
        pytest.param("G1234次列车", id="a train"),
        pytest.param("@工商银行", id="an at sign"),
        pytest.param("", id="nothing"),
    ],
)
def test_what_identifies_nobody_stays(text: str) -> None:
    assert mask_personal_numbers(text) == text


@pytest.mark.parametrize(
    ("text", "digits"),
    [
        pytest.param(
            "１３８００１３８０００", "00138000", id="full-width mobile: `prefix[0] == '1'`"
        ),
        pytest.param("1３８00138000", "00138000", id="mobile half in full width"),
        pytest.param("tel13800138000", "00138000", id="letters right before the number"),
        pytest.param("vx13800138000", "00138000", id="the common way to give a WeChat account"),
        pytest.param("13800138000x", "00138000", id="a letter right after: X counts as a digit"),
        pytest.param("打110 13800138000", "00138000", id="a hotline and a space before"),
        pytest.param("10:30 13800138000", "00138000", id="a time and a space before"),
        pytest.param("13800138000-1", "00138000", id="an extension after"),
        pytest.param("138.0013.8000", "00138000", id="full stops between"),
        pytest.param("138  0013  8000", "00138000", id="two spaces between"),
        pytest.param("138\t0013\t8000", "00138000", id="tabs between"),
        pytest.param("138–0013–8000", "00138000", id="dashes between"),
        pytest.param("138\u30000013\u30008000", "00138000", id="ideographic spaces between"),
        pytest.param("id110105194912310021", "19491231", id="letters before an identity number"),
        pytest.param("11010519491231002Ｘ", "1101", id="an X in full width: read as a card"),
        pytest.param("验证码：１２３４５６", "12", id="a code in full width keeps two digits"),
        pytest.param("123456是您的验证码", "123456", id="the code before the word"),
        pytest.param("验证码 123 456", "123456", id="a code in two groups"),
        pytest.param("沪a12345", "12345", id="a plate in small letters, as people type it"),
    ],
)
def test_a_number_in_an_unusual_form_is_masked_too(text: str, digits: str) -> None:
    assert digits not in digits_of(mask_personal_numbers(text))


def digits_of(text: str) -> str:
    """Return the digits that a reader sees, whatever their width and whatever stands between."""
    return "".join(char for char in unicodedata.normalize("NFKC", text) if char.isdigit())


def grouped(digits: str, sizes: tuple[int, ...], separator: str) -> str:
    parts, start = [], 0
    for size in sizes:
        parts.append(digits[start : start + size])
        start += size
    return separator.join(parts)


mobiles = st.from_regex(r"\A1[3-9][0-9]{9}\Z")
identities = st.builds(
    lambda region, day, order: _with_check_digit(f"{region}{day:%Y%m%d}{order:03d}"),
    st.sampled_from(["110105", "310101", "310115", "440305"]),
    st.dates(min_value=date(1930, 1, 1), max_value=date(2026, 11, 23)),
    st.integers(0, 999),
)
around = st.text("我的电话是身份证给他打钱，。！ \n", max_size=8)


def _with_check_digit(digits: str) -> str:
    return digits + ric.calc_check_digit(digits)


@given(
    around, mobiles, around, st.sampled_from(["", " ", "-"]), st.sampled_from(["", "+86", "0086"])
)
def test_no_mobile_number_survives(
    before: str, mobile: str, after: str, separator: str, country: str
) -> None:
    written = country + grouped(mobile, (3, 4, 4), separator)
    masked = mask_personal_numbers(f"{before}{written}{after}")
    assert digits_of(masked) in {mobile[:3], digits_of(country) + mobile[:3]}


@given(around, identities, around, st.sampled_from(["", " ", "-"]))
def test_no_identity_number_survives(
    before: str, identity: str, after: str, separator: str
) -> None:
    written = grouped(identity, (6, 8, 4), separator)
    assert digits_of(mask_personal_numbers(f"{before}{written}{after}")) == ""


@given(around, st.from_regex(r"\A[0-9]{1,9}\Z"), around, st.sampled_from(["元", "号", ""]))
def test_amounts_and_order_numbers_under_ten_digits_stay(
    before: str, number: str, after: str, unit: str
) -> None:
    text = f"{before}{number}{unit}{after}"
    assert mask_personal_numbers(text) == text


texts = st.text(
    st.one_of(st.sampled_from("0123456789xX -+@.沪A验证码code１２３·oE"), st.characters()),
    max_size=60,
)


@given(texts)
def test_a_masked_text_keeps_its_length_and_every_character_in_place(text: str) -> None:
    masked = mask_personal_numbers(text)
    assert len(masked) == len(text)
    assert all(now in (was, "*") for was, now in zip(text, masked))


@given(texts)
def test_nothing_but_letters_digits_and_marks_of_a_number_is_masked(text: str) -> None:
    masked = mask_personal_numbers(text)
    hidden = {was for was, now in zip(text, masked) if now != was}
    assert all(char.isalnum() or char in "._%+-·• " for char in hidden)
