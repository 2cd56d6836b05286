"""What counts as a message, and which quick replies become intents."""

from __future__ import annotations

import json
import re
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anju.gateway.errors import DoorError
from anju.gateway.message import LONGEST, Payloads, check_text, load_payloads
from anju.storage.yaml_file import DataFileError, read_yaml


def code_of(value: object) -> str:
    with pytest.raises(DoorError) as caught:
        check_text(value)
    return caught.value.code


@pytest.mark.parametrize(
    ("value", "code"),
    [
        pytest.param(None, "empty_message", id="no message"),
        pytest.param("", "empty_message", id="nothing"),
        pytest.param(" \n\t ", "empty_message", id="white space"),
        pytest.param("\u200b\u2060\ufeff\u3000", "empty_message", id="characters nobody sees"),
        pytest.param("x" * (LONGEST + 1), "message_too_long", id="one too many"),
        pytest.param("x" * 10_000, "message_too_long", id="far too long"),
        pytest.param(7, "not_text", id="a number"),
        pytest.param(["a"], "not_text", id="a list"),
        pytest.param(True, "not_text", id="a truth value"),
        pytest.param("a\0b", "not_text", id="NUL"),
        pytest.param("\x89PNG\r\n\x1a\n", "not_text", id="the head of a picture"),
        pytest.param("a\x1b[31m", "not_text", id="a terminal command"),
        pytest.param("a\x85b", "not_text", id="a control character above 127"),
        pytest.param("\ud83d", "not_text", id="half an emoji"),
        pytest.param("a\uffff", "not_text", id="no character at all"),
    ],
)
def test_what_is_no_message_is_refused(value: object, code: str) -> None:
    assert code_of(value) == code


@pytest.mark.parametrize(
    "value",
    ["ok", "👍🏽", "👨‍👩‍👧", "line\nline\r\n\tline", "é", "x" * LONGEST, "字" * LONGEST, "؟", "﷽"],
)
def test_everything_that_people_write_is_accepted(value: str) -> None:
    assert check_text(value) == value


def test_white_space_around_a_message_goes() -> None:
    assert check_text("  hello \n") == "hello"


@given(st.text(st.characters(codec="utf-8"), max_size=300))
def test_a_message_is_taken_as_it_is_or_refused_with_a_reason(text: str) -> None:
    try:
        taken = check_text(text)
    except DoorError as error:
        assert error.code in {"empty_message", "not_text"}
        return
    assert taken == text.strip() != ""
    assert not any(
        unicodedata.category(char) in {"Cc", "Cs"} and char not in "\t\r\n" for char in taken
    )


# Quick replies ---------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def payloads(data: Path) -> Payloads:
    return load_payloads(data / "door" / "payloads.yml")


def test_every_meaning_that_anju_may_offer_as_a_button_passes(
    payloads: Payloads, data: Path
) -> None:
    for intent in read_yaml(data / "dialogue" / "intents.yml")["intents"]:
        assert payloads.read(f"/{intent}") == f"/{intent}"


@pytest.mark.parametrize(
    ("text", "payload"),
    [
        ("/affirm", "/affirm"),
        ("/affirm{}", "/affirm"),
        ('/ask_next_step{"record":"h_110"}', '/ask_next_step{"record": "h_110"}'),
        ('/ask_next_step{"part": "fee"}', '/ask_next_step{"part": "fee"}'),
        ('/ask_service{"intent": "ask_fee"}', '/ask_service{"intent": "ask_fee"}'),
        ('/affirm{"record": "a", "record": "b"}', '/affirm{"record": "b"}'),
    ],
)
def test_a_quick_reply_is_written_anew(payloads: Payloads, text: str, payload: str) -> None:
    assert payloads.read(text) == payload


@pytest.mark.parametrize(
    "text",
    [
        "/restart",
        "/session_start",
        "/back",
        "/nlu_fallback",
        "/",
        "//",
        "/help",
        "/affirm now",
        "/affirm@1.0",
        "/affirm@0.5{}",
        "/Affirm",
        "／affirm",
        "／restart",
        "\u200b/restart",
        "\u3000／restart",
        "\u2066/restart",
        '/affirm{"record": "H_110"}',
        '/affirm{"record": "../../etc"}',
        '/affirm{"record": ""}',
        '/affirm{"record": ["h_110"]}',
        '/affirm{"record": null}',
        '/affirm{"record": {"a": "b"}}',
        '/affirm{"record": "' + "a" * 65 + '"}',
        '/affirm{"record": "h_110\\n"}',
        '/affirm{"language": "zh"}',
        '/affirm{"intent": "ask_2"}',
        "/affirm{'record': 'h_110'}",
        '/affirm{"record": "h_110"',
        '/affirm{"record": "h_110"}}',
        '/affirm[{"record": "h_110"}]',
        '/affirm{"record": "h_110"}\n/restart',
        "/affirm" + '{"record":' * 200 + "1" + "}" * 200,
    ],
)
def test_everything_else_with_a_slash_stays_outside(payloads: Payloads, text: str) -> None:
    with pytest.raises(DoorError, match="slash_command"):
        payloads.read(text)


@pytest.mark.parametrize(
    "text", ["hello", "1/2", "http://x", "a /restart", "11月1日/2日", "⁄restart"]
)
def test_a_slash_inside_is_an_ordinary_message(payloads: Payloads, text: str) -> None:
    assert payloads.read(text) is None


@given(st.text(max_size=40), st.sampled_from(["/", "／", " /", "\u200b/"]))
def test_nothing_with_a_slash_passes_that_is_not_in_the_table(text: str, slash: str) -> None:
    table = Payloads(["affirm"], {"record": re.compile("[a-z0-9_]{1,64}")})
    try:
        payload = table.read(slash + text)
    except DoorError as error:
        assert error.code == "slash_command"
        return
    assert payload is not None
    assert re.fullmatch(r'/affirm(\{"record": "[a-z0-9_]{1,64}"\})?', payload)


@given(st.dictionaries(st.text(max_size=8), st.text(max_size=8), min_size=1, max_size=3))
def test_no_entity_passes_that_is_not_in_the_table(entities: dict[str, str]) -> None:
    table = Payloads(["affirm"], {"record": re.compile("[a-z0-9_]{1,64}")})
    with pytest.raises(DoorError):
        table.read("/affirm" + json.dumps({**entities, "other": "x"}))


@pytest.mark.parametrize(
    "content",
    ["intents: affirm\nentities: {}\n", "intents: [1]\nentities: {}\n", "entities: {}\n", "[]\n",
     "intents: [affirm]\nentities: {record: '['}\n", "intents: [affirm]\nentities: [record]\n"],
)  # fmt: skip
def test_a_broken_table_is_named(tmp_path: Path, content: str) -> None:
    path = tmp_path / "payloads.yml"
    path.write_text(content)
    with pytest.raises(DataFileError, match=r"payloads\.yml"):
        load_payloads(path)
