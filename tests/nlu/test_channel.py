"""One way in, for the gateway alone: it wants the secret, and answers with whole texts."""

from __future__ import annotations

import itertools
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import quote

import httpx
import pytest
import pytest_asyncio
from rasa.core.channels.channel import UserMessage
from rasa.core.tracker_store import FailSafeTrackerStore, InMemoryTrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.exceptions import InvalidConfigException
from sanic import Sanic

from anju.nlu.channel import GatewayChannel, WholeTextOutput
from anju.nlu.tracker_store import ErasableTrackerStore

pytestmark = [pytest.mark.rasa, pytest.mark.asyncio]

SECRET = "s" * 32
ALLOWED = {"Authorization": f"Bearer {SECRET}"}
MESSAGE = {"sender": "person", "message": "你好"}
_number = itertools.count()
Reply = Callable[[UserMessage], Awaitable[None]]


class Door:
    """A running channel: what came in, and a client to come in with."""

    def __init__(self, client: httpx.AsyncClient, app: Sanic) -> None:
        self.client = client
        self.app = app
        self.received: list[UserMessage] = []
        self.answers: list[dict[str, Any]] = [{"text": "您好"}]

    async def on_message(self, message: UserMessage) -> None:
        self.received.append(message)
        for answer in self.answers:
            await message.output_channel.send_response(message.sender_id, answer)

    async def post(self, body: Any, headers: dict[str, str] = ALLOWED) -> httpx.Response:
        return await self.client.post("/webhooks/anju/webhook", json=body, headers=headers)

    async def delete(self, person: str, headers: dict[str, str] = ALLOWED) -> httpx.Response:
        return await self.client.delete(f"/webhooks/anju/conversations/{person}", headers=headers)


@pytest_asyncio.fixture
async def door(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Door]:
    """The channel inside Sanic, spoken to over ASGI, without a socket."""
    monkeypatch.setattr(Sanic, "test_mode", True)  # an app may start more than once a process
    app = Sanic(f"door_{next(_number)}")
    transport = httpx.ASGITransport(app=app)  # type: ignore[arg-type]
    async with httpx.AsyncClient(transport=transport, base_url="http://rasa") as client:
        made = Door(client, app)
        blueprint = GatewayChannel(SECRET).blueprint(made.on_message)
        app.blueprint(blueprint, url_prefix="/webhooks/anju")
        await app._startup()
        yield made


async def test_a_message_gets_its_answers(door: Door) -> None:
    response = await door.post(MESSAGE)
    assert response.status_code == 200
    assert response.json() == [{"recipient_id": "person", "text": "您好"}]
    (message,) = door.received
    assert (message.sender_id, message.text, message.input_channel) == ("person", "你好", "anju")


async def test_blank_lines_do_not_cut_a_text(door: Door) -> None:
    """Rasa's own channel would make two messages of it."""
    door.answers = [{"text": "第一段\n\n第二段"}]
    assert [each["text"] for each in (await door.post(MESSAGE)).json()] == ["第一段\n\n第二段"]


async def test_quick_replies_stay_with_their_text(door: Door) -> None:
    buttons = [{"title": "是的", "payload": "/affirm"}, {"title": "不是", "payload": "/deny"}]
    door.answers = [{"text": "有人受伤吗？\n\n快说", "buttons": buttons}]
    (answer,) = (await door.post(MESSAGE)).json()
    assert answer["text"] == "有人受伤吗？\n\n快说"
    assert answer["buttons"] == buttons


async def test_several_answers_keep_their_order(door: Door) -> None:
    door.answers = [{"text": "一"}, {"text": "二"}, {"text": "三"}]
    assert [each["text"] for each in (await door.post(MESSAGE)).json()] == ["一", "二", "三"]


async def test_a_turn_without_an_answer_is_an_empty_list(door: Door) -> None:
    """The gateway then says something safe."""
    door.answers = []
    response = await door.post(MESSAGE)
    assert (response.status_code, response.json()) == (200, [])


REFUSED = [
    pytest.param({}, id="no header"),
    pytest.param({"Authorization": ""}, id="an empty header"),
    pytest.param({"Authorization": SECRET}, id="the secret without Bearer"),
    pytest.param({"Authorization": f"Bearer {SECRET[:-1]}"}, id="a secret cut short"),
    pytest.param({"Authorization": f"Bearer {SECRET}s"}, id="a secret too long"),
    pytest.param({"Authorization": "Bearer "}, id="no secret"),
    pytest.param({"Authorization": f"bearer {SECRET.upper()}"}, id="another case"),
]


@pytest.mark.parametrize("headers", REFUSED)
async def test_without_the_secret_nobody_comes_in(door: Door, headers: dict[str, str]) -> None:
    assert (await door.post(MESSAGE, headers)).status_code == 403
    assert (await door.delete("person", headers)).status_code == 403
    assert door.received == []


@pytest.mark.parametrize(
    "body",
    [
        pytest.param({}, id="nothing"),
        pytest.param({"sender": "person"}, id="no message"),
        pytest.param({"message": "你好"}, id="no sender"),
        pytest.param({"sender": "", "message": "你好"}, id="an empty sender"),
        pytest.param({"sender": "person", "message": ""}, id="an empty message"),
        pytest.param({"sender": 1, "message": "你好"}, id="a number as sender"),
        pytest.param({"sender": "person", "message": ["你好"]}, id="a list as message"),
        pytest.param({"sender": None, "message": None}, id="nulls"),
        pytest.param(None, id="null as body"),
    ],
)
async def test_a_body_without_sender_and_message_is_refused(door: Door, body: Any) -> None:
    response = await door.post(body)
    assert response.status_code == 422
    assert door.received == []


@pytest.mark.parametrize("body", [[1], "text", 5])
async def test_a_body_that_is_no_object_is_refused_too(door: Door, body: Any) -> None:
    assert (await door.post(body)).status_code == 422


async def test_a_body_that_is_no_json_is_refused(door: Door) -> None:
    response = await door.client.post("/webhooks/anju/webhook", content=b"{", headers=ALLOWED)
    assert response.status_code == 400


async def test_anyone_on_the_machine_may_ask_whether_it_lives(door: Door) -> None:
    response = await door.client.get("/webhooks/anju/")
    assert (response.status_code, response.json()) == (200, {"status": "ok"})


# Deleting a conversation -----------------------------------------------------------------------


@pytest.fixture
def store(tmp_path: Path) -> ErasableTrackerStore:
    path = str(tmp_path / "conversations.db")
    return ErasableTrackerStore(domain=Domain.empty(), db=path, dialect="sqlite")


async def test_a_conversation_is_deleted_and_counted(
    door: Door, store: ErasableTrackerStore
) -> None:
    await store.save(DialogueStateTracker.from_events("person", [UserUttered("你好")]))
    door.app.ctx.agent = SimpleNamespace(tracker_store=FailSafeTrackerStore(store))
    response = await door.delete("person")
    assert (response.status_code, response.json()) == (200, {"deleted": 1})
    assert await store.retrieve("person") is None
    assert (await door.delete("person")).json() == {"deleted": 0}


@pytest.mark.parametrize(
    "person",
    [
        "web-3f2a_Z",
        "wx:oABC",
        "用户 1",
        "a%b",
    ],
)
async def test_a_name_is_found_in_whatever_letters(
    door: Door, store: ErasableTrackerStore, person: str
) -> None:
    await store.save(DialogueStateTracker.from_events(person, [UserUttered("你好")]))
    door.app.ctx.agent = SimpleNamespace(tracker_store=store)
    response = await door.delete(quote(person, safe=""))
    assert (response.status_code, response.json()) == (200, {"deleted": 1})


@pytest.mark.parametrize(
    "agent",
    [
        pytest.param(None, id="no model is loaded"),
        pytest.param(
            SimpleNamespace(tracker_store=InMemoryTrackerStore(Domain.empty())),
            id="another store",
        ),
    ],
)
async def test_where_nothing_can_be_deleted_it_is_not_said_to_be(door: Door, agent: Any) -> None:
    door.app.ctx.agent = agent
    assert (await door.delete("person")).status_code == 501


# credentials.yml -------------------------------------------------------------------------------


@pytest.mark.parametrize("credentials", [None, {}, {"secret": ""}, {"secret": None}])
async def test_without_a_secret_it_does_not_start(credentials: dict[str, Any] | None) -> None:
    with pytest.raises(InvalidConfigException, match="ANJU_INTERNAL_SECRET"):
        GatewayChannel.from_credentials(credentials)


async def test_the_secret_comes_from_credentials() -> None:
    channel = GatewayChannel.from_credentials({"secret": SECRET})
    assert channel._allowed(SimpleNamespace(headers=ALLOWED))  # type: ignore[arg-type]


async def test_channel_and_output_have_one_name() -> None:
    assert GatewayChannel.name() == WholeTextOutput.name() == "anju"
