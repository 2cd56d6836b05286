"""Who may import whom, and that importing does nothing but import."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
MODULES = sorted([*ROOT.glob("anju/**/*.py"), *ROOT.glob("actions/**/*.py")])

# An arrow goes from a package to the ones below it: gateway, actions, console → community,
# learning, screening, knowledge, media → language, storage (README, shared design).
LEVEL = {
    **dict.fromkeys(["gateway", "actions", "console", "nlu", "supervise"], 2),
    **dict.fromkeys(["community", "learning", "screening", "knowledge", "media"], 1),
    **dict.fromkeys(["language", "storage"], 0),
}
ASIDE = {"settings", "cli", "__main__", "__init__"}


def module_of(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def package_of(module: str) -> str:
    """Return the package of ours that a module is in, or the module itself when it is in none."""
    parts = module.split(".")
    return parts[0] if parts[0] == "actions" else (*parts, "__init__")[1]


def imports(path: Path) -> Iterator[str]:
    """Yield the modules that a file imports, also inside functions."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: a relative import hides who imports whom"
            assert node.module is not None
            if node.module in {"anju", "actions"}:
                yield from (f"{node.module}.{alias.name}" for alias in node.names)
            else:
                yield node.module


EDGES = [(module_of(path), imported) for path in MODULES for imported in imports(path)]


def importers(library: str) -> set[str]:
    return {package_of(one) for one, other in EDGES if other.split(".")[0] == library}


def test_only_the_package_of_components_imports_rasa() -> None:
    assert importers("rasa") == {"nlu"}


def test_only_actions_import_the_sdk() -> None:
    assert importers("rasa_sdk") == {"actions"}


def test_every_package_has_its_level() -> None:
    """A new package has to say where it stands."""
    assert {package_of(module_of(path)) for path in MODULES} <= set(LEVEL) | ASIDE


def test_imports_follow_the_arrows() -> None:
    wrong = [
        f"{one} imports {other}"
        for one, other in EDGES
        if other.split(".")[0] in {"anju", "actions"}
        if not _allowed(package_of(one), package_of(other))
    ]
    assert wrong == []


def _allowed(one: str, other: str) -> bool:
    if one == other or one in {"cli", "__main__"} or other == "settings":
        return True
    if one in ASIDE or other in ASIDE:
        return False
    # Doors do not know one another; below them packages of one level may.
    return LEVEL[one] > LEVEL[other] or LEVEL[one] == LEVEL[other] < 2


def test_packages_import_one_another_in_no_circle() -> None:
    below: dict[str, set[str]] = {}
    for one, other in EDGES:
        if other.split(".")[0] in {"anju", "actions"} and package_of(one) != package_of(other):
            below.setdefault(package_of(one), set()).add(package_of(other))
    order: list[str] = []
    while below:
        free = [one for one, others in below.items() if not others & set(below)]
        assert free, f"a circle among {sorted(below)}"
        order += free
        for one in free:
            del below[one]


# Runs in a process of its own, where nothing is imported yet. Prints the files that a module of
# ours opens or lists while it is imported, by itself or through a library that it calls; what a
# library does when it is imported is the library's own matter.
WATCH = """
import importlib, os, sys

ROOT = sys.argv[1] + os.sep
sys.path.insert(0, sys.argv[1])
if sys.argv[2] == "without":
    sys.modules["tensorflow"] = None  # spaCy would import it if it could: ten seconds


def culprit():
    frame = sys._getframe(2)
    while frame is not None:
        name = frame.f_code.co_filename
        if name.startswith("<frozen importlib"):
            return None
        if name.startswith(ROOT) and os.sep + ".venv" + os.sep not in name:
            return os.path.relpath(name, ROOT)
        frame = frame.f_back
    return None


def hook(event, args):
    if event in ("open", "os.listdir", "os.scandir", "sqlite3.connect", "socket.connect"):
        who = culprit()
        if who is not None:
            print(f"{who}: {event} {args[0]}")


sys.addaudithook(hook)
for module in sys.argv[3:]:
    importlib.import_module(module)
print("rasa", *(name for name in ("rasa", "rasa_sdk", "tensorflow") if sys.modules.get(name)))
"""


def watch(tensorflow: str, modules: list[str]) -> list[str]:
    result = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", WATCH, str(ROOT), tensorflow, *modules],
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert result.returncode == 0, result.stderr
    return result.stdout.splitlines()


def modules_of(*packages: str, but: tuple[str, ...] = ()) -> list[str]:
    names = [module_of(path) for path in MODULES]
    return [
        name
        for name in names
        if not name.endswith("__main__")
        and (not packages or package_of(name) in packages)
        and package_of(name) not in but
    ]


def test_importing_opens_no_file_and_needs_no_rasa() -> None:
    """A module that reads a file when it is imported cannot be tested, and fails in odd places."""
    assert watch("without", modules_of(but=("nlu", "actions"))) == ["rasa"]


@pytest.mark.rasa
def test_importing_components_and_actions_opens_no_file() -> None:
    assert watch("with", modules_of("nlu", "actions"))[:-1] == []


def test_the_watch_sees_a_module_that_reads_at_import(tmp_path: Path) -> None:
    """A check that cannot fail would be none."""
    (tmp_path / "bad.py").write_text("from pathlib import Path\nPath(__file__).read_text()\n")
    result = subprocess.run(
        [sys.executable, "-c", WATCH, str(tmp_path), "without", "bad"],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert "bad.py: open" in result.stdout
