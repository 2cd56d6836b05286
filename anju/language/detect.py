"""Which language a message is in, and in which one to answer."""

from __future__ import annotations

import re
import unicodedata
from enum import Enum
from functools import lru_cache
from typing import Any

from py3langid.langid import MODEL_FILE, LanguageIdentifier


class AnswerLanguage(str, Enum):
    """The languages that Anju writes; `both` answers a person who writes neither."""

    zh = "zh"
    en = "en"
    both = "both"


_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]")
_KANA = re.compile(r"[\u3040-\u30ff]")
_HANGUL = re.compile(r"[\uac00-\ud7af\u1100-\u11ff]")
_CYRILLIC = re.compile(r"[\u0400-\u04ff]")
_OTHER_SCRIPT = re.compile(r"[\u0600-\u06ff\u0e00-\u0e7f\u0900-\u097f\u0590-\u05ff]")
_WORD = re.compile(r"[a-zA-ZÀ-ÿ]+(?:'[a-z]+)?")
# Written without Chinese characters, but by people who write Chinese.
_PINYIN_HELLO = frozenset({"nihao", "xiexie", "zaijian", "ok", "okay", "hi", "hello", "bye"})
# The languages with Latin letters that the sentence encoder understands.
LATIN_LANGUAGES = ("en", "fr", "de", "es", "it", "pt", "pl", "nl", "tr")
# Function words that none of the other languages with Latin letters shares.
_ENGLISH_WORDS = """
    i my the is how what you and was they it of this that with they're i'm don't can't where who
    why when should would could have has had did does from been
"""
_ENGLISH = frozenset(_ENGLISH_WORDS.split())
_SURE = 0.9  # probability above which a sentence of few words counts as another language
_FEW_WORDS = 4


def detect_language(text: str) -> str | None:
    """Return an ISO 639-1 code, or None when the text says nothing (digits, emoji, "ok")."""
    text = unicodedata.normalize("NFKC", text)
    kana, hangul = len(_KANA.findall(text)), len(_HANGUL.findall(text))
    han, words = len(_HAN.findall(text)), _WORD.findall(text)
    if kana and kana * 4 >= han:
        return "ja"
    if hangul and hangul >= han:
        return "ko"
    english = sum(word.lower() in _ENGLISH for word in words)
    # An English sentence may name one Chinese thing: "is this 刷单 a scam".
    if han and (han >= 2 or not words) and han * 2 >= len(words) and english * 2 <= han:
        return "zh"
    if _CYRILLIC.search(text):
        return "ru"
    if _OTHER_SCRIPT.search(text):
        return "other"
    if not words or {word.lower() for word in words} <= _PINYIN_HELLO - {"hi", "hello", "bye"}:
        return "zh" if han else None
    if english * 4 >= len(words):
        return "en"
    return _latin(text, len(words))


def answer_language(language: str | None) -> AnswerLanguage | None:
    """Return the language to answer in; None keeps the one of the conversation."""
    if language is None:
        return None
    if language == "zh":
        return AnswerLanguage.zh
    return AnswerLanguage.en if language == "en" else AnswerLanguage.both


def _latin(text: str, words: int) -> str:
    """Tell English from its neighbours; short texts are English unless surely not."""
    language, probability = _identifier().classify(text)
    if language != "en" and (words < _FEW_WORDS or probability < _SURE):
        return "en"
    return str(language)


@lru_cache(maxsize=1)
def _identifier() -> Any:
    identifier = LanguageIdentifier.from_pickled_model(MODEL_FILE, norm_probs=True)
    identifier.set_languages(list(LATIN_LANGUAGES))
    return identifier
