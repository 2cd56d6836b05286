"""The command `anju screen`, as it is typed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from anju.cli import app
from tests.media.draw import page, png

pytestmark = pytest.mark.rasa  # needs a trained model


def run(*arguments: str, given: str = "") -> tuple[int, str, str]:
    result = CliRunner(mix_stderr=False).invoke(app, ["screen", *arguments], input=given)
    return result.exit_code, result.stdout, result.stderr


def test_one_text_gives_one_verdict() -> None:
    code, out, _ = run("--text", "老师带单稳赚不赔，进群领取牛股")
    assert code == 0
    assert json.loads(out)["verdict"] in {"high_risk", "suspicious"}


def test_lines_go_in_and_out_and_a_broken_one_is_named() -> None:
    code, out, err = run(
        given='{"id": 1, "text": "明天几点吃饭"}\nbroken\n{"id": 2, "text": "好"}\n'
    )
    assert code == 1
    assert [json.loads(line)["id"] for line in out.splitlines()] == [1, 2]
    assert "line 2" in err


def test_a_screenshot_is_read_first(tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    path.write_bytes(png(page(["【工商银行】您的账户将于今日冻结，", "请点击 icbc-kq.top 办理"])))
    code, out, _ = run("--image", str(path))
    assert code == 0
    assert json.loads(out)["verdict"] == "high_risk"


@pytest.mark.parametrize(("content", "words"), [(b"junk", "JPEG"), (None, "No such file")])
def test_a_picture_that_cannot_be_read_says_why(
    tmp_path: Path, content: bytes | None, words: str
) -> None:
    path = tmp_path / "b.png"
    if content is not None:
        path.write_bytes(content)
    code, out, err = run("--image", str(path))
    assert (code, out) == (2, "")
    assert words in err
