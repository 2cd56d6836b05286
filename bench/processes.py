"""Start and stop what is measured: Rasa, its action server, the gateway; and send them messages.

All listen on loopback, on ports of their own, and are stopped by their own process group.
"""

from __future__ import annotations

import asyncio
import os
import secrets
import signal
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp
import numpy as np
from common import ROOT

RASA_PORT, ACTIONS_PORT, GATEWAY_PORT = 6005, 6055, 6080
_SECRET = secrets.token_hex(32)
_WAIT = 180.0  # seconds for a start
_TURNS_A_CONVERSATION = 8
_LIMITS = ("GATEWAY_PER_SESSION", "GATEWAY_PER_ADDRESS", "GATEWAY_SESSIONS_PER_ADDRESS")

Say = Callable[[str], Awaitable[bool]]
Client = Callable[[aiohttp.ClientSession], Awaitable[Say]]  # opens a conversation


@dataclass
class Process:
    """A started process, and how a client talks to it."""

    name: str
    pid: int
    client: Client

    def megabytes(self) -> float:
        """Return the proportional set size of the process and its children."""
        return round(sum(_pss(pid) for pid in _family(self.pid)) / 1024, 1)

    def cpu_seconds(self) -> float:
        """Return the processor time used so far; it depends less on what else the machine does."""
        return sum(_cpu_ticks(pid) for pid in _family(self.pid)) / os.sysconf("SC_CLK_TCK")

    async def first_answer(self, text: str) -> float:
        """Return the seconds until a first message is answered."""
        begin = time.perf_counter()
        async with aiohttp.ClientSession() as session:
            while time.perf_counter() - begin < _WAIT:
                try:
                    say = await self.client(session)
                    if await say(text):
                        return time.perf_counter() - begin
                except aiohttp.ClientError:
                    pass
                await asyncio.sleep(0.1)
        raise SystemExit(f"{self.name} did not answer within {_WAIT:.0f} s.")


async def load(
    process: Process, texts: Sequence[str], clients: int, turns: int, seconds: float
) -> dict[str, Any]:
    """Return the times of `turns` turns at most, by `clients` clients for `seconds` at most."""
    times: list[float] = []
    wrong = 0
    left = iter(range(turns))
    begin, begin_cpu = time.perf_counter(), process.cpu_seconds()

    async def one(session: aiohttp.ClientSession) -> None:
        nonlocal wrong
        say = await process.client(session)
        for count, turn in enumerate(left):
            if time.perf_counter() - begin > seconds:
                return
            if count and count % _TURNS_A_CONVERSATION == 0:
                say = await process.client(session)
            sent = time.perf_counter()
            wrong += not await say(texts[turn % len(texts)])
            times.append(time.perf_counter() - sent)

    async with aiohttp.ClientSession() as session:
        await asyncio.gather(*(one(session) for _ in range(clients)))
    took = time.perf_counter() - begin
    p50, p95 = np.percentile(np.array(times) * 1000, [50, 95])
    return {
        "turns": len(times),
        "without_answer": wrong,
        "p50_ms": round(float(p50), 1),
        "p95_ms": round(float(p95), 1),
        "turns_a_second": round(len(times) / took, 1),
        "cpu_ms_a_turn": round(1000 * (process.cpu_seconds() - begin_cpu) / len(times), 1),
        "load_average": round(os.getloadavg()[0], 1),
    }


async def _talk_to_rasa(session: aiohttp.ClientSession) -> Say:
    sender = secrets.token_hex(16)
    headers = {"Authorization": f"Bearer {_SECRET}"}
    url = f"http://127.0.0.1:{RASA_PORT}/webhooks/anju/webhook"

    async def say(text: str) -> bool:
        body = {"sender": sender, "message": text}
        async with session.post(url, json=body, headers=headers) as response:
            return response.status == 200 and bool(await response.json())

    return say


async def _talk_to_gateway(session: aiohttp.ClientSession) -> Say:
    base = f"http://127.0.0.1:{GATEWAY_PORT}/api/chat"
    async with session.post(f"{base}/session") as response:
        token = (await response.json())["token"]
    headers = {"Authorization": f"Bearer {token}"}

    async def say(text: str) -> bool:
        async with session.post(base, json={"message": text}, headers=headers) as response:
            answer = await response.json()
            # A safe card says that Rasa gave no answer in time.
            return response.status == 200 and not any(
                (one.get("custom") or {}).get("type") == "safe" for one in answer
            )

    return say


async def _no_client(session: aiohttp.ClientSession) -> Say:
    raise NotImplementedError("nobody talks to the action server but Rasa")


@contextmanager
def rasa(project: Path) -> Iterator[Process]:
    """Start `rasa run` of a trained project."""
    command = [
        "anju.nlu",
        "run",
        "--endpoints",
        "endpoints.yml",
        "--credentials",
        "credentials.yml",
    ]
    command += ["--interface", "127.0.0.1", "--port", str(RASA_PORT), "--model", "models"]
    with _started("rasa", command, project, _talk_to_rasa) as process:
        yield process


@contextmanager
def stub_actions() -> Iterator[Process]:
    """Start an action server that answers at once, so that only Rasa is measured."""
    with _started("stub", [str(Path(__file__).with_name("stub_actions.py"))], ROOT) as process:
        yield process


@contextmanager
def real_actions() -> Iterator[Process]:
    """Start the project's own action server, in the folder of its data."""
    command = ["rasa_sdk", "--actions", "actions", "--port", str(ACTIONS_PORT)]
    with _started("actions", command, ROOT) as process:
        yield process


def gateway_is_there() -> bool:
    """Return whether the gateway can be started."""
    folder = ROOT / "anju" / "gateway"
    return all((folder / name).exists() for name in ("__main__.py", "openapi.yml"))


@contextmanager
def gateway() -> Iterator[Process]:
    """Start the door, with limits that a benchmark does not reach."""
    with _started("gateway", ["anju.gateway"], ROOT, _talk_to_gateway) as process:
        yield process


def run_to_end(command: list[str], folder: Path) -> None:
    """Run a module of Python to its end."""
    subprocess.run(_python(command), cwd=folder, env=_environment(), check=True)


@contextmanager
def _started(
    name: str, command: list[str], folder: Path, client: Client = _no_client
) -> Iterator[Process]:
    with (folder_for_logs() / f"{name}.log").open("wb") as log:
        process = subprocess.Popen(
            _python(command),
            cwd=folder,
            env=_environment(),
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
        try:
            yield Process(name, process.pid, client)
        finally:
            os.killpg(process.pid, signal.SIGTERM)
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()


def folder_for_logs() -> Path:
    """Return where the processes write what they say."""
    folder = Path("/tmp/anju-bench/logs")
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _python(command: list[str]) -> list[str]:
    start = [] if command[0].endswith(".py") else ["-m"]
    return [sys.executable, "-W", "ignore", *start, *command]


def _environment() -> dict[str, str]:
    ours = {f"ANJU_{name}": "1000000/minute" for name in _LIMITS}
    return {
        **os.environ,
        **ours,
        "PYTHONPATH": str(ROOT),
        "ANJU_INTERNAL_SECRET": _SECRET,
        "ANJU_RASA_PORT": str(RASA_PORT),
        "ANJU_ACTIONS_HOST": "127.0.0.1",
        "ANJU_ACTIONS_PORT": str(ACTIONS_PORT),
        "ANJU_GATEWAY_PORT": str(GATEWAY_PORT),
        "ANJU_STORAGE_FOLDER": "/tmp/anju-bench/var",
    }


def _family(pid: int) -> list[int]:
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [pid, *(one for child in children for one in _family(int(child)))]


def _pss(pid: int) -> int:
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1])
    return 0


def _cpu_ticks(pid: int) -> int:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return int(fields[11]) + int(fields[12])
