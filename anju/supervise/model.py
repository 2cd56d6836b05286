"""The model that belongs to the present data: found by a fingerprint, or trained."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from anju.supervise.errors import TrainingError

_KEPT = 3  # models kept beside the newest
_TRAINED_ON = (
    "data/**/*.yml",
    "anju/nlu/*.py",
    "anju/language/*.py",
    "anju/knowledge/*.py",
    "anju/screening/*.py",
)
_FILES = ("config.yml", "domain.yml", "requirements.lock")
# Read by actions and gateway at run time, not part of a model.
_NOT_TRAINED_ON = ("data/door", "data/dialogue")


def fingerprint(root: Path) -> str:
    """Return 12 hex digits that change whenever anything a model is made from changes."""
    digest = hashlib.sha256()
    for path in _sources(root):
        digest.update(str(path.relative_to(root)).encode() + b"\0")
        digest.update(path.read_bytes() + b"\0")
    return digest.hexdigest()[:12]


def model_path(root: Path, models: Path) -> Path:
    return models / f"anju-{fingerprint(root)}.tar.gz"


def ensure_model(root: Path, models: Path, force: bool = False) -> Path:
    """Return the model for the present data, training it when there is none.

    Raises:
        TrainingError: Rasa refused to train; its own words were printed.
    """
    path = model_path(root, models)
    if path.exists() and not force:
        return path
    models.mkdir(parents=True, exist_ok=True)
    command = [str(Path(sys.executable).parent / "rasa"), "train", "--out", str(models)]
    command += ["--fixed-model-name", path.name.removesuffix(".tar.gz")]
    if force:
        command.append("--force")
    print(f"Training {path.name}, a minute or two …", file=sys.stderr, flush=True)
    done = subprocess.run(
        command,
        cwd=root,
        check=False,
        env={**os.environ, "PYTHONWARNINGS": "ignore", "RASA_TELEMETRY_ENABLED": "false"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
    )
    if done.returncode != 0 or not path.exists():
        print(done.stdout, file=sys.stderr)
        raise TrainingError("Training failed; the lines above name the file and the reason.")
    _forget_old(models, path)
    return path


def _sources(root: Path) -> Iterator[Path]:
    for name in _FILES:
        yield root / name
    for pattern in _TRAINED_ON:
        for path in sorted(root.glob(pattern)):
            if not str(path.relative_to(root)).startswith(_NOT_TRAINED_ON):
                yield path


def _forget_old(models: Path, newest: Path) -> None:
    others = [path for path in models.glob("anju-*.tar.gz") if path != newest]
    for path in sorted(others, key=lambda path: path.stat().st_mtime)[:-_KEPT]:
        path.unlink()
