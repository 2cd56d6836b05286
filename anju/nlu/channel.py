"""Rasa channel: the one way in, for the gateway alone.

Rasa's own REST channel lets anyone name any sender, cuts texts at blank lines and has no
deletion. This one wants the secret that gateway and Rasa share.
"""

from __future__ import annotations

import hmac
import logging
from typing import Any, Awaitable, Callable, Dict, List, Optional

from rasa.core.channels.channel import CollectingOutputChannel, InputChannel, UserMessage
from rasa.shared.exceptions import InvalidConfigException
from sanic import Blueprint, response
from sanic.request import Request
from sanic.response import HTTPResponse

from anju.nlu.reading import PASTED, SCREENING
from anju.nlu.tracker_store import ErasableTrackerStore
from anju.screening.cases import CaseStore
from anju.settings import load_settings
from anju.storage.feedback import FeedbackStore

logger = logging.getLogger(__name__)
_INTERNAL = {"vector", "pasted"}  # of a verdict


class WholeTextOutput(CollectingOutputChannel):
    """Collect messages as they are: a text stays one message, blank lines and all."""

    @classmethod
    def name(cls) -> str:
        return "anju"

    async def send_text_message(self, recipient_id: str, text: str, **kwargs: Any) -> None:
        await self._persist_message(self._message(recipient_id, text=text))

    async def send_text_with_buttons(
        self, recipient_id: str, text: str, buttons: List[Dict[str, Any]], **kwargs: Any
    ) -> None:
        await self._persist_message(self._message(recipient_id, text=text, buttons=buttons))


class GatewayChannel(InputChannel):
    """POST a message and get the answers; DELETE a conversation."""

    @classmethod
    def name(cls) -> str:
        return "anju"

    @classmethod
    def from_credentials(cls, credentials: Optional[Dict[str, Any]]) -> GatewayChannel:
        secret = str((credentials or {}).get("secret") or "")
        if not secret:
            raise InvalidConfigException(
                "credentials.yml: anju.nlu.channel.GatewayChannel needs `secret`; "
                "set ANJU_INTERNAL_SECRET (`make run` does)."
            )
        return cls(secret)

    def __init__(self, secret: str) -> None:
        self._secret = secret

    def _allowed(self, request: Request) -> bool:
        given = request.headers.get("Authorization", "")
        return hmac.compare_digest(given.encode(), f"Bearer {self._secret}".encode())

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        blueprint = Blueprint("anju_gateway_channel", "anju_gateway_channel")
        folder = load_settings().storage_folder
        feedback, cases = FeedbackStore(folder / "feedback.db"), CaseStore(folder / "cases.db")

        @blueprint.route("/", methods=["GET"])
        async def health(request: Request) -> HTTPResponse:
            return response.json({"status": "ok"})

        @blueprint.route("/webhook", methods=["POST"])
        async def receive(request: Request) -> HTTPResponse:
            if not self._allowed(request):
                return response.json({"error": "forbidden"}, status=403)
            body = request.json
            if not isinstance(body, dict):
                return response.json({"error": "a JSON object is needed"}, status=422)
            sender, text = body.get("sender"), body.get("message")
            if not isinstance(sender, str) or not isinstance(text, str) or not sender or not text:
                return response.json({"error": "sender and message are needed"}, status=422)
            output = WholeTextOutput()
            metadata = {PASTED: body.get("pasted") is True}
            await on_new_message(
                UserMessage(text, output, sender, input_channel=self.name(), metadata=metadata)
            )
            return response.json(output.messages)

        @blueprint.route("/screen", methods=["POST"])
        async def screen(request: Request) -> HTTPResponse:
            if not self._allowed(request):
                return response.json({"error": "forbidden"}, status=403)
            texts = request.json.get("texts") if isinstance(request.json, dict) else None
            if not isinstance(texts, list) or not all(isinstance(text, str) for text in texts):
                return response.json({"error": "texts are needed"}, status=422)
            agent = request.app.ctx.agent
            # A leading slash would be taken for an intent.
            parsed = [await agent.parse_message(text.lstrip("/\uff0f ")) for text in texts]
            found = [parse.get(SCREENING) for parse in parsed]
            if None in found:
                return response.json({"error": "no screening in this model"}, status=501)
            return response.json(
                [{k: v for k, v in each.items() if k not in _INTERNAL} for each in found]
            )

        @blueprint.route("/conversations/<sender:str>", methods=["DELETE"], unquote=True)
        async def erase(request: Request, sender: str) -> HTTPResponse:
            if not self._allowed(request):
                return response.json({"error": "forbidden"}, status=403)
            agent = getattr(request.app.ctx, "agent", None)
            store = _erasable(getattr(agent, "tracker_store", None))
            if store is None:
                return response.json({"error": "nothing can be deleted here"}, status=501)
            deleted = await store.delete(sender)
            deleted += feedback.forget(sender) + cases.forget(sender)
            return response.json({"deleted": deleted})

        return blueprint


def _erasable(store: Any) -> Optional[ErasableTrackerStore]:
    """Rasa wraps a store in others (fail-safe, await); find ours inside."""
    while store is not None and not isinstance(store, ErasableTrackerStore):
        store = getattr(store, "_tracker_store", None)
    return store
