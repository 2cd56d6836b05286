"""POST /api/chat: what goes in, what comes back, and what nobody writes down."""

from __future__ import annotations

import logging

import httpx
import pytest
from starlette.testclient import TestClient

from anju.gateway.sessions import Sessions
from anju.settings import Settings
from tests.gateway.stand_in import INTERNAL, KEY, StandIn, door, open_session, say, texts

DAY = 86_400
JSON = {"Content-Type": "application/json"}


# What goes through -----------------------------------------------------------------------------


def test_a_session_is_a_token_with_its_time(client: TestClient) -> None:
    answer = client.post("/api/chat/session")
    assert answer.status_code == 201
    assert set(answer.json()) == {"token", "expires_in"}
    assert answer.json()["expires_in"] == 30 * DAY


def test_a_message_reaches_rasa_with_the_person_id_and_the_secret(
    client: TestClient, rasa: StandIn, token: str
) -> None:
    answer = say(client, token, "how do I renew a passport")
    person = Sessions(KEY, 30).person(token)
    assert answer.json() == [{"recipient_id": person, "text": "heard how do I renew a passport"}]
    assert rasa.told == [
        {
            "sender": person,
            "message": "how do I renew a passport",
            "language": "en",
            "pasted": False,
        }
    ]
    assert rasa.authorizations == {f"Bearer {INTERNAL}"}
    assert token not in str(rasa.told)


def test_the_token_may_stand_in_the_body(client: TestClient, token: str) -> None:
    answer = client.post("/api/chat", json={"message": "hello", "token": token})
    assert texts(answer) == "heard hello"


def test_two_sessions_are_two_people(client: TestClient, rasa: StandIn) -> None:
    for token in (open_session(client), open_session(client)):
        say(client, token, "hello")
    assert len({body["sender"] for body in rasa.told}) == 2


@pytest.mark.parametrize(
    ("message", "hint", "language"),
    [
        ("护照怎么办", "en", "zh"),
        ("how do I get a visa", "zh", "en"),
        ("パスポートをなくしました", "zh", "both"),
        ("110", "en", "en"),
        ("ok", None, None),
        ("ok", "fr", None),
        ("ok", 7, None),
        ("/affirm", "zh", "zh"),
    ],
)
def test_the_language_is_that_of_the_message_before_that_of_the_screen(
    client: TestClient, rasa: StandIn, token: str, message: str, hint: object, language: str
) -> None:
    say(client, token, message, language=hint)
    assert rasa.told[0]["language"] == language


def test_a_message_without_a_language_keeps_the_one_of_the_talk(
    client: TestClient, rasa: StandIn, token: str
) -> None:
    say(client, token, "how do I get a visa")
    say(client, token, "/affirm", language="zh")
    assert rasa.told[1]["language"] == "en"


def test_personal_numbers_are_masked_before_rasa_sees_them(
    client: TestClient, rasa: StandIn, token: str
) -> None:
    say(client, token, "我的手机13812345678，卡号6222021234567890123，验证码是884213")
    (message,) = rasa.messages
    assert message.startswith("我的手机138********，卡号6222")
    for secret in ("12345678", "1234567890123", "884213"):
        assert secret not in message


def test_a_quick_reply_reaches_rasa_as_an_intent(
    client: TestClient, rasa: StandIn, token: str
) -> None:
    say(client, token, '/ask_next_step{"record":"h_110"}')
    assert rasa.messages == ['/ask_next_step{"record": "h_110"}']


def test_every_part_of_an_answer_that_the_page_knows_comes_back(
    client: TestClient, rasa: StandIn, token: str
) -> None:
    buttons = [{"title": "Yes", "payload": "/affirm"}]
    rasa.answer = [
        {"recipient_id": "x", "text": "a\n\nb", "buttons": [*buttons, {"title": 7}], "secret": 1},
        {"recipient_id": "x", "image": "/page/a.png"},
        {"recipient_id": "x", "custom": {"type": "card"}},
        {"recipient_id": "x"},
    ]
    person = Sessions(KEY, 30).person(token)
    assert say(client, token, "hello").json() == [
        {"recipient_id": person, "text": "a\n\nb", "buttons": buttons},
        {"recipient_id": person, "image": "/page/a.png"},
        {"recipient_id": person, "custom": {"type": "card"}},
    ]


# What nobody writes down -----------------------------------------------------------------------


def test_the_log_has_a_line_for_each_turn_and_no_word_of_it(
    client: TestClient, rasa: StandIn, token: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    person = Sessions(KEY, 30).person(token)
    say(client, token, "my secret garden")
    rasa.up = False
    say(client, token, "my secret garden again")
    say(client, token, "/secret")
    lines = [each.getMessage() for each in caplog.records if each.name == "anju.gateway.turn"]
    assert len(lines) == 3
    outcomes = ["answered", "safe_unreachable", "slash_command"]
    for line, outcome in zip(lines, outcomes, strict=True):
        assert line.startswith(f"turn person={person[:8]} ms=")
        assert line.endswith(f"outcome={outcome}")
    ours = "\n".join(each.getMessage() for each in caplog.records if each.name.startswith("anju"))
    for secret in ("secret", token, person, "testclient"):
        assert secret not in ours


def test_only_json_leaves_even_when_rasa_sends_half_a_character(
    client: TestClient, rasa: StandIn, token: str
) -> None:
    rasa.answer = b'[{"recipient_id": "x", "text": "\\ud83d"}]'
    assert "110" in texts(say(client, token, "hello"))


def test_health_says_how_rasa_is_and_is_always_fine(settings: Settings, rasa: StandIn) -> None:
    with door(settings, rasa) as client:
        assert client.get("/health").json() == {"gateway": "up", "rasa": "up"}
    rasa.up = False
    with door(settings, rasa) as client:
        answer = client.get("/health")
        assert answer.status_code == httpx.codes.OK
        assert answer.json() == {"gateway": "up", "rasa": "down"}
