"""The whole assistant, started as a newcomer starts it, and Debian's Chromium in front of it."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from selenium import webdriver
from selenium.webdriver.chrome.service import Service

ROOT = Path(__file__).resolve().parents[2]
START_SECONDS = 240.0  # a machine with two busy cores that may have to train first
CHROMIUM = ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
            "--disable-background-networking", "--disable-component-update", "--disable-sync",
            "--hide-scrollbars", "--lang=zh-CN")  # fmt: skip


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="session")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the chat page of a running assistant."""
    port = free_port()
    folder = tmp_path_factory.mktemp("assistant")
    environment = {
        **os.environ,
        "ANJU_GATEWAY_PORT": str(port),
        "ANJU_RASA_PORT": str(free_port()),
        "ANJU_ACTIONS_PORT": str(free_port()),
        "ANJU_STORAGE_FOLDER": str(folder / "var"),
        "ANJU_GATEWAY_TURN_SECONDS": "20",  # this tests the page, not the speed of the machine
    }
    log = folder / "run.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "anju", "run"],
            cwd=ROOT, env=environment, stdout=output, stderr=output, start_new_session=True,
        )  # fmt: skip
        try:
            _wait_until_ready(process, log)
            yield f"http://127.0.0.1:{port}/"
        finally:
            os.killpg(process.pid, signal.SIGINT)
            process.wait(timeout=30)


def _wait_until_ready(process: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + START_SECONDS
    while "Anju is ready" not in log.read_text(errors="replace"):
        assert process.poll() is None, log.read_text(errors="replace")[-3000:]
        assert time.monotonic() < until, log.read_text(errors="replace")[-3000:]
        time.sleep(0.5)


@pytest.fixture
def browser(tmp_path: Path) -> Iterator[webdriver.Chrome]:
    options = webdriver.ChromeOptions()
    options.binary_location = "/usr/bin/chromium"
    for argument in (*CHROMIUM, f"--user-data-dir={tmp_path / 'profile'}"):
        options.add_argument(argument)
    options.add_experimental_option("prefs", {"intl.accept_languages": "zh-CN,zh"})
    driver = webdriver.Chrome(options=options, service=Service("/usr/bin/chromedriver"))
    yield driver
    driver.quit()


@pytest.fixture
def client(assistant: str) -> Iterator[httpx.Client]:
    """A plain client of the same door, for what a page cannot show."""
    with httpx.Client(base_url=assistant, timeout=30.0) as session:
        token = session.post("api/chat/session").json()["token"]
        session.headers["Authorization"] = f"Bearer {token}"
        yield session
