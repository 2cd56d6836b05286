"""Numbers are told apart: whose they are decides how a message reads."""

from __future__ import annotations

from itertools import pairwise

import pytest

from anju.screening.numbers import NumberReader
from anju.screening.official import Directory
from tests.screening.test_links import BANK, LISTS


@pytest.fixture(scope="module")
def numbers() -> NumberReader:
    return NumberReader(Directory([BANK], LISTS))


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("请致电95588咨询", "phone_official"),
        ("请致电95099咨询", "phone_short"),
        ("来电+95588", "phone_spoofed"),
        ("0095588 来电", "phone_spoofed"),
        ("联系13800002931", "phone_mobile"),
        ("联系138****2931", "phone_mobile"),
        ("客服400-000-1234", "phone_service"),
        ("电话021-62310110", "phone_landline"),
        ("打 +852 5544 3322", "phone_foreign"),
        ("call 09061701461 now", "phone_premium"),
        ("卡号 6222 0212 3456 7890 128", "card_number"),
        ("身份证110101199003074514", "identity_number"),
    ],
)
def test_a_number_is_known_for_what_it_is(numbers: NumberReader, text: str, wanted: str) -> None:
    assert wanted in [number.id for number in numbers.find(text)]


def test_no_number_is_counted_twice(numbers: NumberReader) -> None:
    found = numbers.find("打95588或021-62310110，卡6222021234567890128")
    spans = sorted((number.start, number.end) for number in found)
    assert all(end <= start for (_, end), (start, _) in pairwise(spans))


@pytest.mark.parametrize("text", ["", "没有数字", "2026年11月23日", "3点15分"])
def test_ordinary_text_has_no_telephone(numbers: NumberReader, text: str) -> None:
    assert [one for one in numbers.find(text) if one.id.startswith("phone_m")] == []
