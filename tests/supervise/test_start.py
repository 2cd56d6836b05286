"""What a newcomer reads when something stands in the way of a start."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from anju.settings import load_settings
from anju.supervise import checks, model
from anju.supervise.errors import BrokenDataError, MissingToolError, TakenPortError
from anju.supervise.run import part_environment

ROOT = Path(__file__).resolve().parents[2]


def project_with(tmp_path: Path, name: str, content: str) -> Path:
    (tmp_path / "config.yml").write_text("recipe: default.v1\n")
    (tmp_path / "domain.yml").write_text("intents: []\n")
    (tmp_path / "requirements.lock").write_text("rasa==3.6.21\n")
    path = tmp_path / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content, encoding="utf-8")
    return tmp_path


def test_a_taken_port_names_the_port_and_the_setting() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(TakenPortError, match=rf"Port {port} .* set ANJU_GATEWAY_PORT"):
            checks.check_ports({"ANJU_GATEWAY_PORT": ("127.0.0.1", port)})


def test_a_broken_yaml_file_names_file_and_line(tmp_path: Path) -> None:
    root = project_with(tmp_path, "data/nlu/broken.yml", "nlu:\n- intent: [greet\n")
    with pytest.raises(BrokenDataError, match=r"broken\.yml: line \d+"):
        checks.check_data(root)


def test_a_missing_package_names_the_command_that_installs_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(checks, "_PACKAGES", ("no_such_package_at_all",))
    with pytest.raises(MissingToolError, match="no_such_package_at_all; run `make env`"):
        checks.check_packages()


def test_the_command_prints_one_sentence_and_no_traceback(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "anju", "run"],
        cwd=ROOT, env={**os.environ, "ANJU_GATEWAY_PORT": "no"}, capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 2
    assert "ANJU_GATEWAY_PORT" in done.stderr
    assert "Traceback" not in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_another_model_is_wanted_when_an_example_a_fact_or_a_component_changes(
    tmp_path: Path,
) -> None:
    root = project_with(tmp_path, "data/nlu/greet.yml", "nlu: []\n")
    before = model.fingerprint(root)
    assert model.fingerprint(root) == before, "the same data needs no new model"
    (root / "data" / "nlu" / "greet.yml").write_text("nlu: [1]\n")
    after_example = model.fingerprint(root)
    (root / "anju" / "nlu").mkdir(parents=True)
    (root / "anju" / "nlu" / "part.py").write_text("x = 1\n")
    after_component = model.fingerprint(root)
    assert len({before, after_example, after_component}) == 3


def test_texts_that_are_read_at_run_time_need_no_new_model(tmp_path: Path) -> None:
    root = project_with(tmp_path, "data/dialogue/actions.yml", "a: {zh: [好], en: [ok]}\n")
    before = model.fingerprint(root)
    (root / "data" / "dialogue" / "actions.yml").write_text("a: {zh: [行], en: [ok]}\n")
    assert model.fingerprint(root) == before


def test_every_start_has_a_secret_that_gateway_and_rasa_share(tmp_path: Path) -> None:
    first = part_environment(load_settings({}), tmp_path / "model.tar.gz")
    second = part_environment(load_settings({}), tmp_path / "model.tar.gz")
    assert len(first["ANJU_INTERNAL_SECRET"]) >= 32
    assert first["ANJU_INTERNAL_SECRET"] != second["ANJU_INTERNAL_SECRET"]
    assert first["SANIC_HOST"] == "127.0.0.1", "the action server listens on loopback only"
    assert first["LOG_LEVEL"] == "WARNING", "below that Rasa prints what people write"


def test_a_part_that_dies_is_started_again_until_it_is_told_to_stop(tmp_path: Path) -> None:
    trace = tmp_path / "starts"
    script = f"open({str(trace)!r}, 'a').write('x')"
    keeper = subprocess.Popen(
        [sys.executable, "-m", "anju.supervise.keep", sys.executable, "-c", script], cwd=ROOT,
        stdout=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        until = time.monotonic() + 30
        while not trace.exists() or len(trace.read_text()) < 2:
            assert time.monotonic() < until, "the part was not started a second time"
            time.sleep(0.1)
    finally:
        keeper.send_signal(signal.SIGTERM)
    assert keeper.wait(timeout=40) == 0
