"""How often one may ask, counted by session and by address, and never for an emergency."""

from __future__ import annotations

from dataclasses import replace
from ipaddress import ip_network
from typing import Any

import pytest
from starlette.requests import Request

from anju.gateway.errors import DoorError
from anju.gateway.rates import Rate, address_of
from anju.settings import Settings
from tests.gateway.stand_in import StandIn, door, open_session, say, texts

PROXIES = (ip_network("10.0.0.0/8"), ip_network("::1"))


def too_many(answer: Any) -> None:
    assert answer.status_code == 429, answer.text
    assert answer.json()["error"] == "too_many_requests"
    assert 1 <= int(answer.headers["retry-after"]) <= 61


def test_a_session_may_ask_so_often_and_then_has_to_wait(settings: Settings, rasa: StandIn) -> None:
    with door(replace(settings, gateway_per_session="3/minute"), rasa) as client:
        token = open_session(client)
        for _ in range(3):
            assert say(client, token, "hello").status_code == 200
        too_many(say(client, token, "hello"))
        assert say(client, open_session(client), "hello").status_code == 200
    assert len(rasa.told) == 4


def test_an_address_may_ask_so_often_with_all_its_sessions(
    settings: Settings, rasa: StandIn
) -> None:
    with door(replace(settings, gateway_per_address="5/minute"), rasa) as client:
        for _ in range(2):
            assert say(client, open_session(client), "hello").status_code == 200
        token = open_session(client)
        too_many(say(client, token, "hello"))
        too_many(client.post("/api/chat/session"))


def test_an_address_may_open_so_many_sessions(settings: Settings, rasa: StandIn) -> None:
    with door(replace(settings, gateway_sessions_per_address="2/minute"), rasa) as client:
        token = open_session(client)
        open_session(client)
        too_many(client.post("/api/chat/session"))
        assert say(client, token, "hello").status_code == 200


@pytest.mark.parametrize("limit", ["gateway_per_session", "gateway_per_address"])
def test_an_emergency_is_answered_beyond_every_limit(
    settings: Settings, rasa: StandIn, limit: str
) -> None:
    with door(replace(settings, **{limit: "2/minute"}), rasa) as client:
        token = open_session(client)
        for _ in range(2):
            say(client, token, "hello")
        too_many(say(client, token, "hello"))
        for _ in range(5):
            assert "119" in texts(say(client, token, "着火了"))
    assert "/report_fire" not in rasa.messages, "the flood does not reach Rasa"


def test_a_refused_message_costs_nothing(settings: Settings, rasa: StandIn) -> None:
    with door(replace(settings, gateway_per_session="1/minute"), rasa) as client:
        token = open_session(client)
        for message in ("", "/restart", "x" * 3_000):
            assert say(client, token, message).status_code == 422
        assert say(client, token, "hello").status_code == 200


def test_erasures_are_counted_too(settings: Settings, rasa: StandIn) -> None:
    with door(replace(settings, gateway_per_session="1/minute"), rasa) as client:
        headers = {"Authorization": f"Bearer {open_session(client)}"}
        assert client.delete("/api/chat/session", headers=headers).status_code == 204
        too_many(client.delete("/api/chat/session", headers=headers))


def test_behind_a_proxy_of_ours_every_visitor_counts_alone(
    settings: Settings, rasa: StandIn
) -> None:
    settings = replace(
        settings, gateway_sessions_per_address="1/minute", gateway_proxies=(ip_network("10.0.0.1"),)
    )
    with door(settings, rasa) as client:
        client._transport.client = ("10.0.0.1", 50_000)  # type: ignore[attr-defined]
        path = "/api/chat/session"
        for visitor in ("203.0.113.5", "203.0.113.6"):
            headers = {"X-Forwarded-For": visitor}
            assert client.post(path, headers=headers).status_code == 201
        too_many(client.post(path, headers={"X-Forwarded-For": "203.0.113.5"}))
        too_many(client.post(path, headers={"X-Forwarded-For": "9.9.9.9, 203.0.113.5"}))


def test_a_rate_counts_each_key_for_itself() -> None:
    rate = Rate("2/hour")
    for key in ("a", "b"):
        rate.count(key)
        rate.count(key)
        with pytest.raises(DoorError) as caught:
            rate.count(key)
        assert caught.value.retry_after is not None
        assert 1 <= caught.value.retry_after <= 3_601


# Where a request comes from --------------------------------------------------------------------


def request_from(host: str | None, *forwarded: str) -> Request:
    headers = [(b"x-forwarded-for", line.encode()) for line in forwarded]
    client = None if host is None else (host, 1234)
    return Request({"type": "http", "headers": headers, "client": client})


@pytest.mark.parametrize(
    ("host", "forwarded", "address"),
    [
        pytest.param("203.0.113.5", [], "203.0.113.5", id="no proxy"),
        pytest.param("203.0.113.5", ["1.1.1.1"], "203.0.113.5", id="a header from a stranger"),
        pytest.param("10.1.2.3", ["1.1.1.1"], "1.1.1.1", id="a header from our proxy"),
        pytest.param("10.1.2.3", ["6.6.6.6, 1.1.1.1"], "1.1.1.1", id="a lie before our proxy's"),
        pytest.param("10.1.2.3", ["6.6.6.6", "1.1.1.1"], "1.1.1.1", id="two headers"),
        pytest.param("10.1.2.3", ["1.1.1.1, 10.9.9.9"], "1.1.1.1", id="two proxies of ours"),
        pytest.param("10.1.2.3", ["10.9.9.9"], "10.9.9.9", id="only proxies"),
        pytest.param("10.1.2.3", ["rubbish"], "10.1.2.3", id="rubbish"),
        pytest.param("10.1.2.3", ["1.1.1.1, unknown"], "10.1.2.3", id="rubbish before the rest"),
        pytest.param("10.1.2.3", [""], "10.1.2.3", id="an empty header"),
        pytest.param("10.1.2.3", ["1.1.1.1:555"], "1.1.1.1", id="with a port"),
        pytest.param("::1", ["[2001:db8::7]:555"], "2001:db8::/64", id="IPv6 with a port"),
        pytest.param("2001:db8::1", [], "2001:db8::/64", id="IPv6: one household"),
        pytest.param("::ffff:203.0.113.5", [], "203.0.113.5", id="IPv4 inside IPv6"),
        pytest.param("unix", [], "unix", id="no address at all"),
        pytest.param(None, ["1.1.1.1"], "", id="a socket file"),
    ],
)
def test_the_address_is_the_first_one_that_no_proxy_of_ours_has(
    host: str | None, forwarded: list[str], address: str
) -> None:
    assert address_of(request_from(host, *forwarded), PROXIES) == address
