"""`anju run`: everything under one supervisor, until Ctrl-C."""

from __future__ import annotations

import os
import secrets
import sys
import threading
import time
from pathlib import Path

import httpx
from honcho.environ import parse_procfile
from honcho.manager import Manager
from honcho.printer import Printer

from anju.settings import Settings
from anju.supervise.checks import check_data, check_packages, check_ports
from anju.supervise.errors import NotAnsweringError
from anju.supervise.model import ensure_model

START_SECONDS = 120.0
_POLL = 0.25
_WARM_UP = ("你好", "hello, how do I renew a passport?", "我要办护照")


def run_everything(root: Path, settings: Settings) -> int:
    """Check, train when needed, start all parts, and say where the chat page is.

    Raises:
        StartError: something stands in the way; the message says what to do.
    """
    check_packages()
    check_data(root)
    check_ports(
        {
            "ANJU_GATEWAY_PORT": (settings.gateway_host, settings.gateway_port),
            "ANJU_RASA_PORT": (settings.rasa_host, settings.rasa_port),
            "ANJU_ACTIONS_PORT": (settings.actions_host, settings.actions_port),
        }
    )
    model = ensure_model(root, settings.models_folder)
    environment = part_environment(settings, model)
    manager = Manager(Printer(sys.stdout))
    processes = parse_procfile((root / "Procfile").read_text(encoding="utf-8")).processes
    for name, command in processes.items():
        manager.add_process(name, command, env=environment, cwd=str(root))
    waiter = threading.Thread(
        target=_announce, args=(settings, environment["ANJU_INTERNAL_SECRET"]), daemon=True
    )
    waiter.start()
    manager.loop()
    return int(manager.returncode or 0)


def part_environment(settings: Settings, model: Path) -> dict[str, str]:
    """Return the environment of the parts: this one's, with every address and a fresh secret."""
    secret = settings.internal_secret or secrets.token_urlsafe(32)
    return {
        **os.environ,
        "ANJU_GATEWAY_HOST": settings.gateway_host,
        "ANJU_GATEWAY_PORT": str(settings.gateway_port),
        "ANJU_RASA_HOST": settings.rasa_host,
        "ANJU_RASA_PORT": str(settings.rasa_port),
        "ANJU_ACTIONS_HOST": settings.actions_host,
        "ANJU_ACTIONS_PORT": str(settings.actions_port),
        "ANJU_STORAGE_FOLDER": str(settings.storage_folder),
        "ANJU_INTERNAL_SECRET": secret,
        "ANJU_MODEL": str(model),
        "ANJU_PYTHON": sys.executable,
        "SANIC_HOST": settings.actions_host,
        "RASA_TELEMETRY_ENABLED": "false",
        "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
        "TF_CPP_MIN_LOG_LEVEL": "3",
        "PYTHONWARNINGS": "ignore",
        # What people write must not reach a log: Rasa prints messages below this level.
        "LOG_LEVEL": "WARNING",
        "LOG_LEVEL_LIBRARIES": "ERROR",
        "OMP_NUM_THREADS": os.environ.get("OMP_NUM_THREADS", "1"),
    }


def wait_until_up(settings: Settings, secret: str, seconds: float = START_SECONDS) -> float:
    """Wait until every part answers and return the seconds it took.

    Raises:
        NotAnsweringError: a part did not answer in time.
    """
    started = time.monotonic()
    rasa = f"http://{settings.rasa_host}:{settings.rasa_port}"
    actions = f"http://{settings.actions_host}:{settings.actions_port}"
    gateway = f"http://{settings.gateway_host}:{settings.gateway_port}"
    with httpx.Client(timeout=5.0) as client:
        for name, address in (
            ("action server", f"{actions}/health"),
            ("gateway", f"{gateway}/health"),
            ("Rasa", f"{rasa}/webhooks/anju/"),
        ):
            while not _answers(client, address):
                if time.monotonic() - started > seconds:
                    raise NotAnsweringError(
                        f"The {name} did not answer at {address} within {seconds:.0f} s; "
                        "its lines above say why."
                    )
                time.sleep(_POLL)
        _warm_up(client, rasa, secret)
    return time.monotonic() - started


def _warm_up(client: httpx.Client, rasa: str, secret: str) -> None:
    """The first message after a start costs a second; nobody should wait for it."""
    headers = {"Authorization": f"Bearer {secret}"}
    for text in _WARM_UP:
        body = {"sender": "warm-up", "message": text}
        client.post(f"{rasa}/webhooks/anju/webhook", json=body, headers=headers, timeout=30.0)
    client.delete(f"{rasa}/webhooks/anju/conversations/warm-up", headers=headers)


def _answers(client: httpx.Client, address: str) -> bool:
    try:
        return client.get(address).status_code == httpx.codes.OK
    except httpx.HTTPError:
        return False


def _announce(settings: Settings, secret: str) -> None:
    try:
        took = wait_until_up(settings, secret)
    except NotAnsweringError as error:
        print(error, file=sys.stderr, flush=True)
        return
    except httpx.HTTPError as error:
        print(f"A part stopped answering while starting ({error}).", file=sys.stderr, flush=True)
        return
    address = f"http://{settings.gateway_host}:{settings.gateway_port}/"
    print(f"\nAnju is ready after {took:.0f} s: {address}   (Ctrl-C stops it)\n", flush=True)
