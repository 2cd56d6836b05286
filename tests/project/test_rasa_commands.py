"""The commands that Rasa users expect work from the root, and their checks can fail."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from anju.settings import load_settings
from anju.supervise.model import ensure_model

pytestmark = [pytest.mark.rasa, pytest.mark.processes]

ROOT = Path(__file__).resolve().parents[2]
QUIET = {"PYTHONWARNINGS": "ignore", "RASA_TELEMETRY_ENABLED": "false", "TF_CPP_MIN_LOG_LEVEL": "3"}


def rasa(*arguments: str, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(Path(sys.executable).parent / "rasa"), *arguments],
        cwd=cwd, env={**os.environ, **QUIET}, capture_output=True, text=True, timeout=300,
    )  # fmt: skip


def test_rasa_data_validate_finds_nothing_to_warn_of() -> None:
    done = rasa("data", "validate", "--fail-on-warnings")
    assert done.returncode == 0, (done.stdout + done.stderr)[-3000:]


def test_rasa_test_predicts_every_step_of_the_test_stories(tmp_path: Path) -> None:
    model = ensure_model(ROOT, ROOT / load_settings().models_folder)
    stories = str(ROOT / "tests" / "test_stories.yml")
    done = rasa(
        "test", "core", "--e2e", "--fail-on-prediction-errors", "--stories", stories,
        "--model", str(model), "--out", str(tmp_path),
    )  # fmt: skip
    assert done.returncode == 0, (done.stdout + done.stderr)[-3000:]
