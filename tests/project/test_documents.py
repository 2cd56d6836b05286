"""What the documents say exists: commands, files, settings."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

import pytest
import yaml

from anju.settings import Settings, name_of

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")


@pytest.mark.parametrize("target", sorted(set(re.findall(r"`?\bmake ([a-z-]+)`?", README))))
def test_every_make_target_of_the_readme_is_real(target: str) -> None:
    assert re.search(rf"^{target}:", MAKEFILE, re.MULTILINE), f"make {target} does not exist"


@pytest.mark.parametrize("path", sorted(set(re.findall(r"\]\(([^)#:]+)\)", README))))
def test_every_link_of_the_readme_leads_somewhere(path: str) -> None:
    assert (ROOT / path).exists(), f"{path} is missing"


@pytest.mark.parametrize(
    "path",
    sorted(set(re.findall(r"\b((?:data|anju|actions|tests|bench|docs)/(?:[a-z]+/)?)", README))),
)
def test_every_folder_of_the_map_exists(path: str) -> None:
    assert (ROOT / path).is_dir(), f"{path} is missing"


def test_make_help_lists_every_target() -> None:
    phony = next(line for line in MAKEFILE.splitlines() if line.startswith(".PHONY:"))
    described = set(re.findall(r"^([a-z-]+):.*## ", MAKEFILE, re.MULTILINE))
    assert set(phony.removeprefix(".PHONY:").split()) == described


def test_every_setting_is_documented_and_every_documented_one_is_real() -> None:
    documented = set(re.findall(r"`(ANJU_[A-Z_]+)`", (ROOT / "docs/settings.md").read_text()))
    assert documented == {name_of(field) for field in fields(Settings)}


def test_both_endpoint_files_say_the_same_but_for_addresses() -> None:
    def parts(path: str) -> dict[str, object]:
        content = yaml.safe_load((ROOT / path).read_text(encoding="utf-8"))
        content["action_endpoint"]["url"] = content["tracker_store"]["db"] = None
        return dict(content)

    assert parts("endpoints.yml") == parts("deploy/endpoints.yml")


def test_ci_calls_make_test_and_nothing_else() -> None:
    lines = (ROOT / ".ci" / "run").read_text().splitlines()
    commands = [line for line in lines if line and not line.startswith("#")]
    assert commands == ["set -eu", 'cd "$(dirname "$0")/.."', "exec make test"]


def test_no_lock_file_names_an_address() -> None:
    for name in ("requirements.lock", "requirements-uv.lock"):
        assert "://" not in (ROOT / name).read_text(), name
