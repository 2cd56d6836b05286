"""Which language a message is in, and in which one Anju answers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anju.language.detect import LATIN_LANGUAGES, AnswerLanguage, answer_language, detect_language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        pytest.param("我的钱被骗了怎么办", "zh", id="Chinese"),
        pytest.param("請問怎麼報警", "zh", id="traditional Chinese"),
        pytest.param("是", "zh", id="one character"),
        pytest.param("阿拉勿晓得哪能办", "zh", id="Shanghainese"),
        pytest.param("help I was scammed", "en", id="English"),
        pytest.param("hi", "en", id="a greeting of one word"),
        pytest.param("lost passport", "en", id="two words: English unless surely not"),
        pytest.param("QR code", "en", id="letters alone"),
        pytest.param("pls help me they took my $$$ 😭", "en", id="English with signs and emoji"),
        pytest.param("詐欺に遭いました", "ja", id="Japanese: two characters, the rest kana"),
        pytest.param("警察を呼んでください", "ja", id="Japanese with Chinese characters"),
        pytest.param("カード", "ja", id="katakana"),
        pytest.param("안녕하세요 사기당했어요", "ko", id="Korean"),
        pytest.param("Меня обманули", "ru", id="Russian"),
        pytest.param("Bonjour, on m'a volé mon sac", "fr", id="French"),
        pytest.param("ich wurde betrogen und brauche Hilfe", "de", id="German"),
        pytest.param("Me han estafado, ¿qué hago?", "es", id="Spanish"),
        pytest.param("Come posso denunciare una truffa?", "it", id="Italian"),
        pytest.param("สวัสดีครับ", "other", id="Thai: not told apart, but not Chinese or English"),
        pytest.param("مرحبا، لقد تعرضت للاحتيال", "other", id="Arabic"),
        pytest.param("मुझे मदद चाहिए", "other", id="Hindi"),
    ],
)
def test_a_message_is_in_the_language_of_its_script_and_words(text: str, language: str) -> None:
    assert detect_language(text) == language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        pytest.param("我收到一条 message", "zh", id="a Chinese sentence with an English word"),
        pytest.param("什么是phishing", "zh", id="an English term in a Chinese question"),
        pytest.param("how to 办护照", "zh", id="half and half: the matter is named in Chinese"),
        pytest.param("ok好", "zh", id="one character beside ok"),
        pytest.param(
            "the letter 中 stands on my card, what is it", "en", id="one character quoted"
        ),
        pytest.param("their account name is 王, is this person police", "en", id="a name"),
    ],
)
def test_a_mixed_message_is_in_the_language_it_is_built_in(text: str, language: str) -> None:
    assert detect_language(text) == language


@pytest.mark.parametrize("text", ["is this 刷单 a scam", "my bank is 工商银行 and they called me"])
def test_an_english_sentence_that_names_one_chinese_thing_is_english(text: str) -> None:
    assert detect_language(text) == "en"


def test_english_in_full_width_is_english() -> None:
    assert detect_language("ｈｏｗ　ｄｏ　Ｉ　ｒｅｐｏｒｔ　ａ　ｓｃａｍ") == "en"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="nothing"),
        pytest.param("   \n", id="spaces"),
        pytest.param("110", id="a number"),
        pytest.param("１１０", id="a number in full width"),
        pytest.param("😀😀", id="emoji"),
        pytest.param("??!!", id="punctuation"),
        pytest.param("ok", id="ok: people of every language write it"),
        pytest.param("OK okay", id="ok in capitals"),
        pytest.param("nihao", id="Chinese in Latin letters, one word of it"),
        pytest.param("\ud83d", id="half an emoji"),
    ],
)
def test_a_message_that_says_nothing_of_its_language_has_none(text: str) -> None:
    assert detect_language(text) is None


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Hola", id="Spanish"),
        pytest.param("merci", id="French"),
        pytest.param("Hallo", id="German"),
        pytest.param("visa renewal", id="English that other languages share"),
    ],
)
def test_a_few_latin_words_are_too_few_to_tell_and_count_as_english(text: str) -> None:
    assert detect_language(text) == "en"


@pytest.mark.parametrize(
    ("language", "answer"),
    [
        pytest.param("zh", AnswerLanguage.zh, id="Chinese in Chinese"),
        pytest.param("en", AnswerLanguage.en, id="English in English"),
        pytest.param("ja", AnswerLanguage.both, id="Japanese in English and Chinese"),
        pytest.param("other", AnswerLanguage.both, id="unknown in English and Chinese"),
        pytest.param(None, None, id="none: the language of the talk stays"),
    ],
)
def test_anju_answers_in_the_language_it_can_write(
    language: str | None, answer: AnswerLanguage | None
) -> None:
    assert answer_language(language) is answer


@given(st.text(max_size=60))
def test_any_text_has_a_known_language_or_none(text: str) -> None:
    known = {"zh", "ja", "ko", "ru", "other", None, *LATIN_LANGUAGES}
    assert detect_language(text) in known


@given(st.text("0123456789 ,.!?;:-+%()[]/\n，。！？、…", max_size=40))
def test_digits_and_punctuation_never_change_the_language_of_a_talk(text: str) -> None:
    assert detect_language(text) is None
