"""Every warning sign finds what it is for, and leaves honest messages with similar words alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from anju.language.lexicon_files import sign_files
from anju.screening.reader import Reader
from anju.storage.yaml_file import read_yaml

HERE = Path(__file__).parent
TESTS = {
    sign: texts
    for path in sorted((HERE / "signs").glob("*.yml"))
    for sign, texts in read_yaml(path)["signs"].items()
}


def signs_of(data: Path) -> dict[str, dict[str, object]]:
    return {
        sign["id"]: sign
        for path in sign_files(data / "lexicon")
        for sign in read_yaml(path)["signs"]
    }


def found(reader: Reader, text: str) -> set[str]:
    return {sign.sign for sign in reader(text).signs}


@pytest.mark.parametrize("sign", TESTS)
def test_a_sign_finds_its_positives_and_not_its_negatives(reader: Reader, sign: str) -> None:
    assert TESTS[sign]["positive"]
    assert TESTS[sign]["negative"]
    assert [text for text in TESTS[sign]["positive"] if sign not in found(reader, text)] == []
    assert [text for text in TESTS[sign]["negative"] if sign in found(reader, text)] == []


def test_every_sign_is_tested(data: Path) -> None:
    assert set(signs_of(data)) == set(TESTS)


def test_every_sign_has_its_reason_and_authority_in_both_languages(data: Path) -> None:
    for name, sign in signs_of(data).items():
        for field in ("name", "why", "authority"):
            assert set(sign[field]) == {"zh", "en"}, f"{name}: {field}"  # type: ignore[call-overload]
        assert sign["weight"] in {1, 2, 3}, name


def test_the_span_of_a_sign_is_in_the_persons_own_text(reader: Reader) -> None:
    text = "老师说加 ➕薇 信 群，稳 赚 不 赔"
    for sign in reader(text).signs:
        assert text[sign.start : sign.end].strip()
    assert any(text[s.start : s.end] == "稳 赚" for s in reader(text).signs)
