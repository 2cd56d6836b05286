"""Names, patterns and warning signs are found where they stand."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anju.language.lexicon import Entry, Found, Lexicon, LexiconReader, Sign

# spaCy remarks that a lexicon of this test is empty.
pytestmark = pytest.mark.filterwarnings("ignore:.*W036")

LEXICON = Lexicon(
    entries=(
        Entry("bank", "icbc", ("工商银行", "工行", "icbc")),
        Entry("bank", "boc", ("中国银行", "boc", "银联卡")),
        Entry("bank", "ccb", ("建设银行", "银联卡")),
        Entry("hotline", "h_110", ("110", "报警电话")),
        Entry("service", "passport", ("护照", "passport")),
        Entry("service", "lost_passport", ("护照丢了", "lost my passport")),
    ),
    signs=(
        Sign(
            "safe", (("zh", "转到…安全账户"), ("zh", "安全账户"), ("en", "move…to a safe account"))
        ),
        Sign("code", (("zh", "验证码"), ("en", "the code"))),
        Sign("secret", (("zh", "不能告诉家人"),)),
    ),
    patterns=(("money", r"\d+元"), ("link", r"https?://\S+")),
)


@pytest.fixture(scope="module")
def reader() -> LexiconReader:
    return LexiconReader(LEXICON)


def names(found: list[Found]) -> list[tuple[str, str, str]]:
    return [(each.kind, each.id, each.text) for each in found]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param("我的工行卡", [("bank", "icbc", "工行")], id="an alias inside a sentence"),
        pytest.param("我的icbc卡", [("bank", "icbc", "icbc")], id="Latin letters between Chinese"),
        pytest.param("打110", [("hotline", "h_110", "110")], id="a number after a character"),
        pytest.param("打1100次", [], id="a number inside a longer number"),
        pytest.param("bocci", [], id="a name inside a longer Latin word"),
        pytest.param("护照", [("service", "passport", "护照")], id="the short name"),
        pytest.param(
            "护照丢了", [("service", "lost_passport", "护照丢了")], id="the longer name wins"
        ),
        pytest.param(
            "i lost my passport", [("service", "lost_passport", "lost my passport")], id="English"
        ),
        pytest.param(
            "工行转建设银行",
            [("bank", "icbc", "工行"), ("bank", "ccb", "建设银行")],
            id="two names in their order",
        ),
        pytest.param("转了500元", [("money", "money", "500元")], id="a pattern carries its text"),
        pytest.param("看 http://a.cn/x 吧", [("link", "link", "http://a.cn/x")], id="a link"),
        pytest.param("你好", [], id="nothing to find"),
        pytest.param("", [], id="an empty text"),
        pytest.param(" ", [], id="a space"),
    ],
)
def test_names_are_found(
    reader: LexiconReader, text: str, found: list[tuple[str, str, str]]
) -> None:
    assert names(reader.read(text)[0]) == found


def test_a_form_of_two_things_of_one_kind_names_neither(reader: LexiconReader) -> None:
    """Half of the people would get the number of the wrong bank."""
    assert reader.read("我的银联卡")[0] == []


def test_the_other_forms_of_both_still_name_them(reader: LexiconReader) -> None:
    assert [found.id for found in reader.read("中国银行 建设银行")[0]] == ["boc", "ccb"]


def test_a_form_written_twice_for_one_thing_still_names_it() -> None:
    reader = LexiconReader(Lexicon((Entry("bank", "icbc", ("工行", "工行")),), (), ()))
    assert names(reader.read("工行")[0]) == [("bank", "icbc", "工行")]


def test_an_empty_lexicon_finds_nothing() -> None:
    assert LexiconReader(Lexicon((), (), ())).read("我的工行卡，安全账户") == ([], [])


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param("发验证码给我", [("code", "验证码")], id="a phrase"),
        pytest.param("转到安全账户", [("safe", "转到安全账户")], id="a gap of nothing"),
        pytest.param("转到我们的安全账户", [("safe", "转到我们的安全账户")], id="a gap of three"),
        pytest.param(
            "转到一二三四五六七八安全账户",
            [("safe", "转到一二三四五六七八安全账户")],
            id="a gap of eight",
        ),
        pytest.param(
            "转到一二三四五六七八九安全账户", [("safe", "安全账户")], id="nine are too many"
        ),
        pytest.param("转到那里,安全账户", [("safe", "安全账户")], id="no gap over a comma"),
        pytest.param("转到那里。安全账户", [("safe", "安全账户")], id="no gap over a full stop"),
        pytest.param(
            "move all your money to a safe account",
            [("safe", "move all your money to a safe account")],
            id="words in an English gap",
        ),
        pytest.param(
            "move one two three four five to a safe account", [], id="five words are too many"
        ),
        pytest.param("the codex", [], id="a Latin phrase is no part of a longer word"),
        pytest.param(
            "安全账户,还是安全账户",
            [("safe", "安全账户"), ("safe", "安全账户")],
            id="the same sign twice",
        ),
        pytest.param(
            "不能告诉家人验证码",
            [("secret", "不能告诉家人"), ("code", "验证码")],
            id="two signs in order",
        ),
    ],
)
def test_warning_signs_are_found(
    reader: LexiconReader, text: str, found: list[tuple[str, str]]
) -> None:
    assert [(sign.id, sign.text) for sign in reader.read(text)[1]] == found


def test_overlapping_hits_of_one_sign_count_once(reader: LexiconReader) -> None:
    """`转到…安全账户` and `安全账户` are one reason to show, the one that starts first."""
    assert len(reader.read("请转到安全账户")[1]) == 1


def test_latin_forms_match_in_any_case(reader: LexiconReader) -> None:
    assert names(reader.read("ICBC")[0]) == [("bank", "icbc", "ICBC")]


texts = st.text(
    st.one_of(
        st.sampled_from("工行安全账户转到110元5 ,.icboc验证码护照丢了'é\n"),
        st.characters(exclude_categories=["Cs"]),  # normalisation drops half surrogates
    ),
    max_size=50,
)


@given(texts)
def test_what_is_found_stands_where_it_says(text: str) -> None:
    entities, signs = _READER.read(text)
    for found in (*entities, *signs):
        assert 0 <= found.start < found.end <= len(text)
        assert text[found.start : found.end] == found.text
    assert [each.start for each in entities] == sorted(each.start for each in entities)


@given(texts)
def test_tokens_stand_where_they_say(text: str) -> None:
    for word, start in _READER.tokens(text):
        assert text[start : start + len(word)] == word


_READER = LexiconReader(LEXICON)


def test_a_lexicon_survives_the_way_through_json(reader: LexiconReader) -> None:
    copy = Lexicon.from_json(json.loads(json.dumps(LEXICON.to_json(), ensure_ascii=False)))
    assert copy == LEXICON
    text = "工行让我转到安全账户500元"
    assert LexiconReader(copy).read(text) == reader.read(text)
