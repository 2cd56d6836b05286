"""What the door does not let in: refused in words, and nothing has changed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from anju.gateway.sessions import Sessions
from anju.settings import Settings
from tests.gateway.stand_in import StandIn, door, open_session, say

DAY = 86_400
JSON = {"Content-Type": "application/json"}


def refused(answer: Any, status: int, code: str) -> None:
    assert answer.status_code == status, answer.text
    body = answer.json()
    assert body["error"] == code
    assert set(body["message"]) == {"zh", "en"}
    assert all(body["message"].values())


@pytest.fixture
def nothing_changes(rasa: StandIn) -> Iterator[None]:
    yield
    assert rasa.told == []
    assert rasa.deleted == []


@pytest.mark.usefixtures("nothing_changes")
@pytest.mark.parametrize(
    ("message", "code"),
    [
        ("", "empty_message"),
        ("   ", "empty_message"),
        (None, "empty_message"),
        ("字" * 2_001, "message_too_long"),
        ("x" * 10_000, "message_too_long"),
        (7, "not_text"),
        ({"a": 1}, "not_text"),
        ("a\0", "not_text"),
        ("/restart", "slash_command"),
        ("／重新开始", "slash_command"),
    ],
)
def test_a_bad_message_is_refused(
    client: TestClient, token: str, message: object, code: str
) -> None:
    refused(say(client, token, message), 422, code)


@pytest.mark.usefixtures("nothing_changes")
def test_a_message_that_is_missing_is_empty(client: TestClient, token: str) -> None:
    refused(client.post("/api/chat", json={"token": token}), 422, "empty_message")


@pytest.mark.usefixtures("nothing_changes")
@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"not json", b"[]", b'"text"', b"null", b"\xff\xfe\x00", b"\x89PNG\r\n",
     b"[" * 9_000, b'{"message": "' + b"\xe4\xb8" + b'"}', b'{"a": ' + b"9" * 5_000 + b"}"],
)  # fmt: skip
def test_a_body_that_is_no_json_object_is_malformed(client: TestClient, body: bytes) -> None:
    refused(client.post("/api/chat", content=body, headers=JSON), 400, "malformed_json")


@pytest.mark.usefixtures("nothing_changes")
def test_half_a_character_in_json_is_no_text(client: TestClient, token: str) -> None:
    body = json.dumps({"message": "a\ud83d", "token": token}).encode()
    refused(client.post("/api/chat", content=body, headers=JSON), 422, "not_text")


@pytest.mark.usefixtures("nothing_changes")
@pytest.mark.parametrize(
    "kind", [None, "text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "json"]
)
def test_a_body_of_another_kind_is_no_json(client: TestClient, kind: str | None) -> None:
    headers = {"Content-Type": kind} if kind else {}
    refused(client.post("/api/chat", content=b"{}", headers=headers), 415, "not_json")


def test_a_charset_after_the_kind_does_no_harm(client: TestClient, token: str) -> None:
    body = json.dumps({"message": "hello", "token": token})
    headers = {"Content-Type": "Application/JSON; charset=utf-8"}
    assert client.post("/api/chat", content=body, headers=headers).status_code == 200


@pytest.mark.usefixtures("nothing_changes")
def test_a_body_over_sixteen_kibibytes_is_too_large(client: TestClient, token: str) -> None:
    refused(say(client, token, "字" * 6_000), 413, "body_too_large")


@pytest.mark.usefixtures("nothing_changes")
def test_a_chunked_body_is_counted_as_it_comes(client: TestClient) -> None:
    sent = []

    def endless() -> Iterator[bytes]:
        for number in range(1_000):
            sent.append(number)
            yield b" " * 1_024

    answer = client.post("/api/chat", content=endless(), headers=JSON)
    refused(answer, 413, "body_too_large")


def test_a_body_of_the_largest_size_is_read(client: TestClient, token: str) -> None:
    body = json.dumps({"message": "hello", "token": token}).ljust(16 * 1024).encode()
    assert client.post("/api/chat", content=body, headers=JSON).status_code == 200
    refused(client.post("/api/chat", content=body + b" ", headers=JSON), 413, "body_too_large")


@pytest.mark.usefixtures("nothing_changes")
@pytest.mark.parametrize("header", [None, "", "Bearer", "Bearer ", "Basic abc", "abc"])
def test_without_a_token_there_is_no_answer(client: TestClient, header: str | None) -> None:
    headers = {} if header is None else {"Authorization": header}
    answer = client.post("/api/chat", json={"message": "hello"}, headers=headers)
    refused(answer, 401, "missing_token")
    assert answer.headers["www-authenticate"] == "Bearer"


@pytest.mark.usefixtures("nothing_changes")
def test_a_forged_token_is_unknown(client: TestClient) -> None:
    refused(say(client, "a.b.c", "hello"), 401, "unknown_token")
    refused(say(client, Sessions("o" * 40, 30).open(), "hello"), 401, "unknown_token")


@pytest.mark.usefixtures("nothing_changes")
def test_an_old_token_has_expired(settings: Settings, rasa: StandIn) -> None:
    now = [1_000_000.0]
    with door(settings, rasa, clock=lambda: now[0]) as client:
        token = open_session(client)
        now[0] += 30 * DAY + 1
        refused(say(client, token, "hello"), 401, "expired_token")


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("GET", "/api/chat", {"POST"}),
        ("PUT", "/api/chat/session", {"POST", "DELETE"}),
        ("OPTIONS", "/api/chat", {"POST"}),
        ("POST", "/health", {"GET", "HEAD"}),
        ("DELETE", "/", {"GET", "HEAD"}),
    ],
)
def test_a_wrong_method_is_told_the_right_one(
    client: TestClient, method: str, path: str, allowed: set[str]
) -> None:
    answer = client.request(method, path)
    refused(answer, 405, "wrong_method")
    assert {name.strip() for name in answer.headers["allow"].split(",")} == allowed


@pytest.mark.parametrize(
    "path", ["/api", "/api/chat/", "/api/chat/session/x", "/webhooks/anju/webhook", "/docs"]
)
def test_there_is_nothing_else(client: TestClient, path: str) -> None:
    refused(client.get(path), 404, "not_found")


def test_a_fault_of_ours_is_an_error_in_words_too(settings: Settings, rasa: StandIn) -> None:
    client = door(settings, rasa)
    client.app.routes[2].app = None  # type: ignore[attr-defined]  # /health is broken now
    broken = TestClient(client.app, raise_server_exceptions=False)
    answer = broken.get("/health")
    refused(answer, 500, "internal_error")
    assert "default-src 'self'" in answer.headers["content-security-policy"]


@hypothesis_settings(max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(message=st.text(max_size=60) | st.text('/／ \u200b{}"ab:', max_size=20))
def test_whatever_is_written_is_answered_or_refused_in_words(
    settings: Settings, message: str
) -> None:
    rasa = StandIn()
    generous = replace(settings, gateway_per_address="9999/minute")
    with door(generous, rasa) as client:
        token = open_session(client)
        body = json.dumps({"message": message, "token": token}).encode()
        answer = client.post("/api/chat", content=body, headers=JSON)
        if answer.status_code == 200:
            assert answer.json()
            assert all(message["text"] for message in answer.json())
        else:
            assert answer.status_code == 422
            assert set(answer.json()) == {"error", "message"}
            assert rasa.told == []
    assert not any(text.strip().startswith("／") for text in rasa.messages)
    assert not any(text.strip().startswith("/") for text in rasa.messages)
