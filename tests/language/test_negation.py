"""What a person says it is not about is heard, and only that."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anju.language.negation import split_negation


@pytest.mark.parametrize(
    ("text", "topic", "rest"),
    [
        pytest.param("不是银行的事，是电动车被偷", "银行", "电动车被偷", id="not this but that"),
        pytest.param("不是银行的事,是电动车被偷", "银行", "电动车被偷", id="after normalisation"),
        pytest.param("我问的不是护照，是居住证", "护照", "居住证", id="what I asked is not"),
        pytest.param("我说的不是银行是派出所", "银行", "派出所", id="no comma"),
        pytest.param("不是问护照是问签证", "护照", "签证", id="not asking about"),
        pytest.param("不是说银行那个，我问的是被偷", "银行", "我问的是被偷", id="that one"),
        pytest.param("别再说诈骗的事了，我要办护照", "诈骗", "我要办护照", id="stop talking about"),
        pytest.param("我没问诈骗的事", "诈骗", "", id="a denial and nothing else"),
        pytest.param(
            "it's not about the bank, it's about my e-bike", "the bank", "my e-bike", id="English"
        ),
        pytest.param("not about fraud but my bike", "fraud", "my bike", id="but"),
        pytest.param(
            "I'm not asking about passports, I lost my phone",
            "passports",
            "I lost my phone",
            id="not asking",
        ),
        pytest.param("I did not ask about loans", "loans", "", id="a denial alone in English"),
    ],
)
def test_a_denied_topic_is_taken_out_of_what_is_read(text: str, topic: str, rest: str) -> None:
    assert split_negation(text) == (topic, rest)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("这不是骗子吗", id="a question: is this no scammer"),
        pytest.param("是不是骗子", id="a question: is it or not"),
        pytest.param("这个不是诈骗的问题吗", id="a question that ends with 吗"),
        pytest.param("不是我操作的", id="I did not do it: the very matter, not a denied topic"),
        pytest.param("不是我本人操作的，是有人盗刷", id="not done by me but by someone else"),
        pytest.param("护照不是我的", id="not mine"),
        pytest.param("我的手机不是丢了，是被偷了", id="not lost but stolen: both are the topic"),
        pytest.param("不是银行的人打的电话", id="not someone of the bank"),
        pytest.param("不是", id="a plain no"),
        pytest.param("不是的", id="a plain no with 的"),
        pytest.param("no", id="a plain no in English"),
        pytest.param("this is not my account", id="not mine in English"),
        pytest.param("", id="nothing"),
    ],
)
def test_what_denies_no_topic_is_read_whole(text: str) -> None:
    assert split_negation(text) == (None, text)


@pytest.mark.parametrize("text", ["这是不是诈骗的事", "是不是银行的问题", "是不是要办居住证的事"])
def test_a_question_whether_it_is_denies_nothing(text: str) -> None:
    assert split_negation(text) == (None, text)


def test_whose_fault_it_is_not_is_no_denied_topic() -> None:
    text = "电动车不是我的问题，是他闯红灯"
    assert split_negation(text) == (None, text)


@given(
    st.text(
        st.one_of(st.sampled_from("不是的事我问说银行,，。是没别再about not"), st.characters()),
        max_size=40,
    )
)
def test_any_text_is_split_without_an_error(text: str) -> None:
    topic, rest = split_negation(text)
    if topic is None:
        assert rest == text
    else:
        assert topic in text
        assert len(rest) <= len(text)


@given(st.text("不是的事我问说银行护照,是没别再", max_size=30))
def test_what_is_left_is_made_of_the_persons_own_words(text: str) -> None:
    assert set(split_negation(text).rest) <= set(text) | {" "}
