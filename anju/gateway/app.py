"""The door as a web application."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, cast

import httpx
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from anju.gateway import screening
from anju.gateway.body import read_any_json, read_bytes, read_json
from anju.gateway.errors import DoorError, ErrorAnswers, load_error_answers
from anju.gateway.files import PageFiles
from anju.gateway.headers import SECURITY_HEADERS, SecurityHeaders
from anju.gateway.pictures import MOST_BYTES, Pictures, to_message
from anju.gateway.rasa import Rasa
from anju.gateway.rates import Rate, address_of
from anju.gateway.sessions import Sessions, gateway_key
from anju.gateway.turn import Turns, build_turns
from anju.language.detect import detect_language
from anju.media.worker import PictureWorker
from anju.settings import Settings
from anju.storage.yaml_file import read_yaml

_HERE = Path(__file__).parent
DATA = _HERE.parent.parent / "data"
_CODES = {404: "not_found", 405: "wrong_method"}


def create_app(
    settings: Settings,
    transport: httpx.AsyncBaseTransport | None = None,
    clock: Callable[[], float] = time.time,
    data: Path = DATA,
) -> Starlette:
    """Return the application; `transport` and `clock` stand in for Rasa and time in tests.

    Raises:
        SettingsError: there is no key for sessions and none can be made.
        DataFileError: a file in `data` is unusable.
        OSError: the storage folder cannot be read.
    """
    rasa = Rasa(settings, transport)
    turns = build_turns(rasa, data, settings)
    pictures = Pictures(PictureWorker())
    door = Door(
        settings,
        Sessions(gateway_key(settings), settings.gateway_session_days, clock),
        turns,
        rasa,
        pictures,
        PageFiles(_HERE / "page"),
        read_yaml(_HERE / "openapi.yml"),
    )
    refusals = Refusals(load_error_answers(data / "door" / "errors.yml"))

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        detect_language("bonjour tout le monde")  # loads its model now, not at a first message
        turns.settle_soon()
        yield
        pictures.close()
        await turns.close()
        await rasa.close()

    app = Starlette(
        routes=door.routes(),
        middleware=[Middleware(SecurityHeaders)],
        exception_handlers={
            DoorError: refusals.refuse,
            HTTPException: refusals.explain,
            Exception: refusals.apologise,
        },
        lifespan=lifespan,
    )
    app.router.redirect_slashes = False
    return app


class Door:
    """What is behind each address."""

    def __init__(
        self,
        settings: Settings,
        sessions: Sessions,
        turns: Turns,
        rasa: Rasa,
        pictures: Pictures,
        files: PageFiles,
        openapi: Mapping[str, Any],
    ) -> None:
        self._sessions = sessions
        self._turns = turns
        self._rasa = rasa
        self._pictures = pictures
        self._files = files
        self._openapi = openapi
        self._proxies = settings.gateway_proxies
        self._per_session = Rate(settings.gateway_per_session)
        self._per_address = Rate(settings.gateway_per_address)
        self._sessions_per_address = Rate(settings.gateway_sessions_per_address)

    def routes(self) -> list[Route]:
        return [
            Route("/", self.index),
            Route("/page/{file}", self.file),
            Route("/health", self.health),
            Route("/openapi.json", self.openapi),
            Route("/api/chat", self.chat, methods=["POST"]),
            Route("/api/chat/picture", self.picture, methods=["POST"]),
            Route("/api/screen", self.screen, methods=["POST"]),
            Route("/api/chat/session", self.session, methods=["POST", "DELETE"]),
        ]

    async def index(self, request: Request) -> Response:
        return self._files.answer("index.html", request)

    async def file(self, request: Request) -> Response:
        return self._files.answer(request.path_params["file"], request)

    async def health(self, _: Request) -> Response:
        """Always 200: it says that the door stands, and tells how Rasa is."""
        up = await self._rasa.is_up()
        if up:
            self._turns.settle_soon()
        return JSONResponse({"gateway": "up", "rasa": "up" if up else "down"})

    async def openapi(self, _: Request) -> Response:
        return JSONResponse(self._openapi)

    async def chat(self, request: Request) -> Response:
        body = await read_json(request)
        person = self._sessions.person(_bearer(request) or body.get("token"))
        language = body.get("language")

        def admit() -> None:
            self._count(request, person)

        hint = language if isinstance(language, str) else None
        pasted = body.get("pasted") is True
        message = body.get("message")
        return JSONResponse(await self._turns.answer(person, message, hint, admit, pasted))

    async def picture(self, request: Request) -> Response:
        person = self._sessions.person(_bearer(request))
        self._count(request, person)
        content = await read_bytes(request, MOST_BYTES, "picture_too_large")
        read = await self._pictures.read(content)
        messages = await self._turns.answer(person, to_message(read), pasted=True)
        return JSONResponse({**read, "messages": messages})

    async def screen(self, request: Request) -> Response:
        self._per_address.count(address_of(request, self._proxies))
        content = await read_any_json(request, screening.LARGEST)
        return JSONResponse(await screening.screen(content, self._rasa))

    async def session(self, request: Request) -> Response:
        if request.method == "DELETE":
            return await self._close_session(request)
        address = address_of(request, self._proxies)
        self._per_address.count(address)
        self._sessions_per_address.count(address)
        token = self._sessions.open()
        return JSONResponse({"token": token, "expires_in": self._sessions.seconds}, 201)

    async def _close_session(self, request: Request) -> Response:
        person = self._sessions.person(_bearer(request))
        self._count(request, person)
        await self._turns.forget(person)
        return Response(status_code=204)

    def _count(self, request: Request, person: str) -> None:
        self._per_address.count(address_of(request, self._proxies))
        self._per_session.count(person)


class Refusals:
    """Exceptions as answers."""

    def __init__(self, answers: ErrorAnswers) -> None:
        self._answers = answers

    async def refuse(self, _: Request, error: Exception) -> Response:
        return self._answers(cast(DoorError, error))

    async def explain(self, _: Request, error: Exception) -> Response:
        missed = cast(HTTPException, error)
        return self._answers(DoorError(_CODES.get(missed.status_code, "not_found")), missed.headers)

    async def apologise(self, _: Request, error: Exception) -> Response:
        # This one is written outside of the middleware, so it brings the headers itself.
        headers = {**SECURITY_HEADERS, "Cache-Control": "no-store"}
        return self._answers(DoorError("internal_error"), headers)


def _bearer(request: Request) -> str | None:
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    return token.strip() or None if scheme.lower() == "bearer" else None
