"""An action server that says one line at once; stands in for the real one where Rasa is timed."""

from __future__ import annotations

import uvicorn
from processes import ACTIONS_PORT
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route


async def answer(request: Request) -> JSONResponse:
    """Every action says the same."""
    await request.body()
    return JSONResponse({"events": [], "responses": [{"text": "好的。"}]})


if __name__ == "__main__":
    app = Starlette(routes=[Route("/webhook", answer, methods=["POST"])])
    uvicorn.run(app, host="127.0.0.1", port=ACTIONS_PORT, log_level="error", ws="none")
