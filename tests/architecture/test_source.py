"""What holds for every source file."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

LONGEST = 300  # lines
LONG = {"anju/gateway/page/style.css"}  # to be split
HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]")
CODE = ("anju", "actions", "bench", "tests")
SUFFIXES = {".py", ".js", ".css", ".ts"}
# What warms a process up: any word will do, and nobody reads the answer.
# How messages name a one-time code.
CODE_WORDS = (
    "验证码|校验码|动态码|动态密码|口令|verification code|security code|one-time code|otp|code"
)
ALLOWED = {
    ("anju/nlu/sentence_encoder.py", "安居"),
    ("anju/supervise/run.py", "你好"),
    ("anju/language/mask.py", CODE_WORDS),  # part of a pattern
    ("anju/supervise/run.py", "我要办护照"),
}


def sources(root: Path) -> Iterator[Path]:
    for folder in CODE:
        yield from (path for path in (root / folder).rglob("*") if path.suffix in SUFFIXES)


def test_no_file_is_longer_than_a_reader_can_hold(root: Path) -> None:
    long = {
        str(path.relative_to(root)): lines
        for path in sources(root)
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > LONGEST
    }
    assert {name: lines for name, lines in long.items() if name not in LONG} == {}
    assert set(long) == LONG, "shortened: take it out of LONG"


def test_what_residents_read_stands_in_data_and_not_in_the_code(root: Path) -> None:
    """Patterns may hold characters, so may docstrings and comments; a text to say may not."""
    found = [
        (name, literal)
        for folder in ("anju", "actions")
        for path in sorted((root / folder).rglob("*.py"))
        for literal in _texts(path.read_text(encoding="utf-8"))
        if (name := path.relative_to(root).as_posix(), literal) not in ALLOWED
    ]
    assert found == []


def _texts(source: str) -> Iterator[str]:
    """Yield the string literals with Chinese characters that are no docstring and no pattern."""
    tree, skipped = ast.parse(source), set[int]()
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            skipped.add(id(node.value))
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "re.compile":
            skipped.update(id(part) for part in ast.walk(node))
    for node in ast.walk(tree):
        if not isinstance(node, ast.Constant) or id(node) in skipped:
            continue
        if not isinstance(node.value, str) or not HAN.search(node.value):
            continue
        # The bounds of a character class are written as escapes; only what is seen counts.
        if HAN.search(ast.get_source_segment(source, node) or node.value):
            yield node.value


@pytest.mark.parametrize(
    ("source", "found"),
    [
        pytest.param('"""您好"""\nx = 1\n', [], id="a docstring"),
        pytest.param('x = re.compile("是|不是")\n', [], id="a pattern"),
        pytest.param('x = re.compile(f"[{a}]的" "是")\n', [], id="a pattern in pieces"),
        pytest.param("# 您好\n", [], id="a comment"),
        pytest.param('HAN = "\\u4e00-\\u9fff"\n', [], id="a class of characters as escapes"),
        pytest.param('say("您好")\n', ["您好"], id="a text to say"),
        pytest.param('say(f"您好{name}")\n', ["您好"], id="a text with a gap"),
        pytest.param('X = {"a": "您好"}\n', ["您好"], id="a table of texts"),
    ],
)
def test_the_check_itself_tells_texts_from_patterns(source: str, found: list[str]) -> None:
    assert list(_texts(source)) == found


def test_every_module_says_what_it_is_for(root: Path) -> None:
    silent = [
        path.relative_to(root).as_posix()
        for folder in ("anju", "actions")
        for path in sorted((root / folder).rglob("*.py"))
        if not ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    ]
    assert silent == []
