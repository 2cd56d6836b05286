"""One spelling for what people write in many, and the way back to what they wrote."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anju.language.normalize import NormalizedText, Normalizer, load_normalizer
from anju.storage.yaml_file import DataFileError

LOOKALIKES = {
    "微信": ["薇信", "v信", "vx", "v.x", "weixin"],
    "加微信": ["加v", "+v", "➕v信"],
    "转账": ["转帐"],
    "加": ["➕"],
}
normalize = Normalizer(LOOKALIKES)

# Everything that people and scammers mix: both scripts, marks, digits, and any other character.
ODD = (
    "转账微信薇驗證碼中奖 ,，.。·*|~-_/vV信xX+➕ａＡ１①㎏ﬁİß★🔥👍"
    "\u200b\u200d\ufeff\u0301\u20e3\n\t\u3000"
)
texts = st.text(st.one_of(st.sampled_from(ODD), st.characters()), max_size=60)


def original_of(result: NormalizedText, part: str) -> str:
    """Return what stands in the original for the first `part` of the normalised text."""
    place = result.text.index(part)
    start, end = result.to_original(place, place + len(part))
    return result.original[start:end]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        pytest.param("ＡＢＣ１２３", "abc123", id="full width"),
        pytest.param("Hello", "hello", id="capitals"),
        pytest.param("好，行！", "好,行!", id="full-width punctuation"),
        pytest.param("①②③", "123", id="numbers in circles"),
        pytest.param("㎏", "kg", id="one character for two letters"),
        pytest.param("ﬁne", "fine", id="a ligature"),
        pytest.param("e\u0301tat", "état", id="an accent written apart"),
        pytest.param("驗證碼", "验证码", id="traditional"),
        pytest.param("頭髮亂了", "头发乱了", id="traditional, 髮 by its word"),
        pytest.param("皇后", "皇后", id="后 stays where it is no 後"),
        pytest.param("转\u200b账", "转账", id="a space of no width inside"),
        pytest.param("转\ufeff账", "转账", id="a byte order mark inside"),
        pytest.param("转\u00ad账", "转账", id="a soft hyphen inside"),
        pytest.param("h\u0336i", "hi", id="struck through"),
        pytest.param("★中★奖★", "中奖", id="stars"),
        pytest.param("转🔥账", "转账", id="a decorating emoji"),
        pytest.param("安·全·账·户", "安全账户", id="dots between"),
        pytest.param("转*账", "转账", id="an asterisk between two characters"),
        pytest.param("转|账", "转账", id="a bar between"),
        pytest.param("安 全 账 户", "安全账户", id="spaces between single characters"),
        pytest.param("安.全.账.户", "安全账户", id="full stops between single characters"),
        pytest.param("p a y p a l", "paypal", id="a Latin word spelt out"),
        pytest.param("p.a.y.p.a.l", "paypal", id="a Latin word with dots"),
        pytest.param("  你好 \n\n 在吗 ", "你好 在吗", id="spaces and line breaks"),
        pytest.param("a\u3000b", "a b", id="an ideographic space"),
        pytest.param("薇信", "微信", id="a look-alike"),
        pytest.param("Ｖ信", "微信", id="a look-alike in full width"),
        pytest.param("v\u200b信", "微信", id="a look-alike with a hidden character"),
        pytest.param("➕", "加", id="a sign that stands for a word"),
        pytest.param("加v", "加微信", id="of two look-alikes the longer"),
        pytest.param("v.x", "微信", id="a look-alike with a full stop of its own"),
        pytest.param("轉帳", "转账", id="traditional and a look-alike at once"),
    ],
)
def test_a_word_is_read_however_it_is_spelt(written: str, read: str) -> None:
    assert normalize(written).text == read


@pytest.mark.parametrize(
    "honest",
    [
        pytest.param("周一/周二/周三", id="a list of words: more than single characters"),
        pytest.param("上海-北京-广州", id="places joined by hyphens"),
        pytest.param("你 好", id="two characters with a space may be two words"),
        pytest.param("好。他说", id="a full stop that ends a sentence"),
        pytest.param("u s a", id="three letters with spaces: may be initials"),
        pytest.param("1 3 8 0 0", id="digits with spaces: what they are is not decided here"),
        pytest.param("好~~", id="a wave at the end hides nothing"),
        pytest.param("2*3=6", id="an asterisk between digits multiplies"),
        pytest.param("weixinpay", id="a look-alike inside a longer Latin word"),
        pytest.param("加vip", id="加v inside 加vip"),
        pytest.param("", id="nothing"),
    ],
)
def test_honest_writing_stays_as_it_is(honest: str) -> None:
    result = normalize(honest)
    assert result.text == honest
    assert not result.changed


@pytest.mark.parametrize(
    "empty",
    [
        pytest.param("   \n\t", id="spaces only"),
        pytest.param("\u200b\u200d\ufeff", id="invisible characters only"),
        pytest.param("★☆🔥", id="decoration only"),
        pytest.param("\ud800", id="half a surrogate pair, from a broken client"),
        pytest.param("\x00\x07", id="control characters"),
    ],
)
def test_what_has_no_letters_is_read_as_nothing(empty: str) -> None:
    assert normalize(empty).text == ""


@pytest.mark.parametrize(
    ("written", "part", "own"),
    [
        pytest.param("请加ＡＢＣ谢谢", "abc", "ＡＢＣ", id="full width"),
        pytest.param("输入驗證碼！", "验证码", "驗證碼", id="traditional"),
        pytest.param(
            "快转\u200b账给我", "转账", "转\u200b账", id="a hidden character is part of it"
        ),
        pytest.param("您中★奖了", "中奖", "中★奖", id="decoration inside"),
        pytest.param("★中奖★", "中奖", "中奖", id="decoration outside is not"),
        pytest.param("转到 安 全 账 户 里", "安全账户", "安 全 账 户", id="spaced out"),
        pytest.param("去 p.a.y.p.a.l 看", "paypal", "p.a.y.p.a.l", id="dots inside"),
        pytest.param("加我薇信聊", "微信", "薇信", id="a look-alike of the same length"),
        pytest.param("我的vx是多少", "微信", "vx", id="a look-alike of other length"),
        pytest.param("重25㎏", "kg", "㎏", id="two letters from one character"),
        pytest.param("e\u0301tat", "é", "e\u0301", id="one character from two"),
        pytest.param("  你好   在吗", "好 在", "好   在", id="spaces that became one"),
        pytest.param("👍🏽转账", "转账", "转账", id="after an emoji of two characters"),
    ],
)
def test_evidence_is_shown_in_the_persons_own_spelling(written: str, part: str, own: str) -> None:
    assert original_of(normalize(written), part) == own


def test_a_part_of_a_look_alike_points_to_all_of_it() -> None:
    """v信 became two characters; which of them was the v nobody can say."""
    assert original_of(normalize("加我v信吧"), "信") == "v信"


@pytest.mark.parametrize("span", [(0, 0), (1, 1), (1, 0), (-1, 1), (0, 3)])
def test_a_span_that_is_not_in_the_text_is_refused(span: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match="no span"):
        normalize("转账").to_original(*span)


def test_without_a_table_only_the_script_is_unified() -> None:
    assert Normalizer()("Ｖ信 驗證").text == "v信 验证"


@given(texts)
def test_any_text_is_read_without_an_error(text: str) -> None:
    result = normalize(text)
    assert result.original == text
    assert len(result.text) == len(result.starts) == len(result.ends)


@given(texts)
def test_every_character_stands_for_a_place_inside_the_original_in_order(text: str) -> None:
    result = normalize(text)
    assert list(result.starts) == sorted(result.starts)
    assert list(result.ends) == sorted(result.ends)
    assert all(0 <= a < b <= len(text) for a, b in zip(result.starts, result.ends))


@given(texts, st.data())
def test_a_longer_span_never_maps_to_a_shorter_one(text: str, draw: st.DataObject) -> None:
    result = normalize(text)
    if len(result.text) < 2:
        return
    start = draw.draw(st.integers(0, len(result.text) - 2))
    end = draw.draw(st.integers(start + 1, len(result.text) - 1))
    inner, outer = result.to_original(start, end), result.to_original(start, end + 1)
    assert 0 <= inner[0] < inner[1] <= len(text)
    assert outer[0] == inner[0]
    assert outer[1] >= inner[1]


@given(texts)
def test_nothing_invisible_and_no_double_space_is_left(text: str) -> None:
    read = normalize(text).text
    assert not {unicodedata.category(char) for char in read} & {"Cc", "Cf", "Cs", "Me"}
    assert "  " not in read
    assert read == read.strip(" ")


@given(st.text("转账安全户中奖验证码你我他hello 0123456789,，。！", max_size=40))
def test_a_text_in_plain_spelling_is_read_once_and_for_all(text: str) -> None:
    """Reading twice must not read more than reading once."""
    once = normalize(text).text
    assert normalize(once).text == once


# The table itself ------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def real(data: Path) -> Normalizer:
    return load_normalizer(data / "lexicon" / "lookalikes.yml")


def test_the_table_of_the_project_is_read(real: Normalizer) -> None:
    assert real("加我薇信发驗證碼").text == "加我微信发验证码"


def test_every_spelling_of_the_table_is_read_as_its_word(real: Normalizer) -> None:
    missed = {
        (word, spelling): real(spelling).text
        for word, spellings in real.lookalikes.items()
        for spelling in spellings
        if real(spelling).text.lower() != word.lower()
    }
    assert missed == {}


def test_a_look_alike_gives_what_the_plain_word_gives(real: Normalizer) -> None:
    assert real("加我扣扣").text == real("加我QQ").text


HONEST = [
    pytest.param("我想办理材料", id="理材 in 办理材料"),
    pytest.param("要怎么处理才行", id="理才 in 处理才行"),
    pytest.param("家里财物被偷了", id="里财 in 家里财物"),
    pytest.param("最快第二天能拿到吗", id="快第 in 最快第二天"),
    pytest.param("反正信用卡没丢", id="正信 in 反正信用卡"),
    pytest.param("这个需要验证吗", id="验证吗 asks"),
    pytest.param("车辆驾驶正常", id="驾驶正 in 驾驶正常"),
    pytest.param("核对身份正确", id="身份正 in 身份正确"),
    pytest.param("闯红灯会加扣分吗", id="加扣 in 加扣分"),
    pytest.param("没有卫星信号", id="卫星信 in 卫星信号"),
    pytest.param("用户照片不清楚", id="户照 in 用户照片"),
    pytest.param("让我先支付保险费", id="支付保 in 支付保险费"),
    pytest.param("让我支付保证金", id="支付保 in 支付保证金"),
    pytest.param("顾客付款了", id="客付 in 顾客付款"),
    pytest.param("两张户口页", id="张户 in 两张户口页"),
    pytest.param("一张号码牌", id="张号 in 一张号码牌"),
    pytest.param("问了公安居委会", id="公安居 in 公安居委会"),
    pytest.param("安徽信用社", id="徽信 in 安徽信用社"),
    pytest.param("身份证芯片是微芯片", id="微芯 in 微芯片"),
    pytest.param("加微波炉", id="加微 in 加微波炉"),
    pytest.param("保护口罩", id="护口 in 保护口罩"),
    pytest.param("等了怎么半天没人", id="怎么半 in 怎么半天"),
]


@pytest.mark.parametrize("honest", HONEST)
def test_a_look_alike_across_two_honest_words_is_left_alone(real: Normalizer, honest: str) -> None:
    assert real(honest).text == honest


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        pytest.param("words: {}\n", "lookalikes", id="another key"),
        pytest.param("- 微信\n", "lookalikes", id="a list in place of the mapping"),
        pytest.param("", "lookalikes", id="an empty file"),
        pytest.param("lookalikes: {微信: 薇信}\n", "list of spellings", id="a word without a list"),
        pytest.param("lookalikes: {微信: [1]}\n", "list of spellings", id="a number as spelling"),
        pytest.param("lookalikes: {微信: [薇信}\n", "line 1", id="not YAML"),
    ],
)
def test_a_broken_table_is_named(tmp_path: Path, content: str, complaint: str) -> None:
    path = tmp_path / "lookalikes.yml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(DataFileError, match=rf"lookalikes\.yml.*{complaint}"):
        load_normalizer(path)


def test_a_missing_table_is_named(tmp_path: Path) -> None:
    with pytest.raises(DataFileError, match="missing"):
        load_normalizer(tmp_path / "lookalikes.yml")
