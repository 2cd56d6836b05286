"""What `anju screen` does."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TextIO

from anju.screening.card import render_card
from anju.screening.lines import screen_lines
from anju.screening.screener import Screener
from anju.screening.training import build_screener, ensure_model
from anju.screening.words import load_words


def screen_stream(lines: TextIO, data: Path, models: Path, out: TextIO) -> int:
    """Judge JSON lines; return 1 when one of them was broken."""
    broken = screen_lines(lines, open_screener(data, models), out, to_stderr)
    return 1 if broken else 0


def screen_text(text: str, data: Path, models: Path, card: bool, out: TextIO) -> int:
    """Judge one message, as a card to read or as JSON."""
    found = open_screener(data, models).screen([text])[0]
    if card:
        out.write(render_card(text, found, load_words(data)) + "\n")
    else:
        out.write(json.dumps({"id": None, **found.to_json()}, ensure_ascii=False) + "\n")
    return 0


def open_screener(data: Path, models: Path) -> Screener:
    """Return the screener for the present data; learning takes a minute the first time."""
    return build_screener(data, ensure_model(data, models, to_stderr))


def to_stderr(text: str) -> None:
    print(text, file=sys.stderr, flush=True)
