"""The person's own text stays; what is classified stands beside it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from rasa.nlu.constants import TOKENS_NAMES
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from anju.nlu.reading import DENIED, NORMALIZED, READ, normalized, read_text
from anju.nlu.text_normalizer import TextNormalizer

pytestmark = pytest.mark.rasa
Read = Callable[[str], Message]


@pytest.mark.parametrize(
    ("text", "read_as"),
    [
        pytest.param("加我薇信", "加我微信", id="a look-alike"),
        pytest.param("ＩＣＢＣ", "icbc", id="full width"),
        pytest.param("驗證碼", "验证码", id="traditional"),
        pytest.param("★你好★", "你好", id="decoration"),
        pytest.param("不是银行的事，是电动车被偷", "电动车被偷", id="without the denied topic"),
        pytest.param("不是银行的事", "不是银行的事", id="a denial alone is read whole"),
        pytest.param("🔥🔥", "", id="nothing to read"),
    ],
)
def test_the_text_is_read_and_the_persons_own_one_kept(read: Read, text: str, read_as: str) -> None:
    message = read(text)
    assert message.get(TEXT) == text
    assert read_text(message) == message.get(READ) == read_as


def test_the_way_back_to_the_persons_text_is_kept_for_later_components(read: Read) -> None:
    reading = normalized(read("加我v信吧"))
    assert reading is not None
    assert reading.text == "加我微信吧"
    start, end = reading.to_original(2, 4)
    assert "加我v信吧"[start:end] == "v信"


def test_a_denied_topic_reaches_the_actions(read: Read) -> None:
    message = read("不是银行的事，是电动车被偷")
    assert message.get(DENIED) == "银行"
    assert message.as_dict(only_output_properties=True)[DENIED] == "银行"
    assert read("你好").get(DENIED) is None


def test_the_normalised_text_is_no_output(read: Read) -> None:
    """It would be stored with the conversation, a second time and in another spelling."""
    output = read("加我薇信").as_dict(only_output_properties=True)
    assert NORMALIZED not in output
    assert READ not in output


@pytest.mark.parametrize(
    ("text", "words"),
    [
        pytest.param("我的ICBC卡", ["我", "的", "ICBC", "卡"], id="characters and Latin words"),
        pytest.param("it's  12 ok", ["it's", "12", "ok"], id="no token for spaces"),
        pytest.param("★薇信", ["★", "薇", "信"], id="the person's own spelling"),
        pytest.param(" \n", [], id="only spaces"),
    ],
)
def test_tokens_are_pieces_of_the_persons_own_text(read: Read, text: str, words: list[str]) -> None:
    tokens = read(text).get(TOKENS_NAMES[TEXT])
    assert [token.text for token in tokens] == words
    assert all(text[token.start : token.end] == token.text for token in tokens)


def test_a_message_without_text_is_left_alone(normalizer: Any) -> None:
    message = Message({INTENT: "greet"})
    normalizer.process([message, Message.build("")])
    assert message.data == {INTENT: "greet"}


def test_training_examples_are_read_like_messages(normalizer: Any) -> None:
    data = TrainingData([Message.build("加我薇信", intent="check_message")])
    normalizer.process_training_data(data)
    assert read_text(data.training_examples[0]) == "加我微信"


def test_the_table_travels_in_the_model(
    normalizer: Any, load: Callable[..., Any], small_data: Any
) -> None:
    (small_data / "lexicon" / "lookalikes.yml").unlink()
    (message,) = load(TextNormalizer).process([Message.build("加我薇信")])
    assert read_text(message) == "加我微信"


def test_without_a_normaliser_the_raw_text_is_read() -> None:
    assert read_text(Message.build("Ａ")) == "Ａ"
    assert normalized(Message.build("Ａ")) is None
