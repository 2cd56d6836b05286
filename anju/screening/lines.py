"""JSON lines in, JSON lines out: the batch interface of the engine."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple, TextIO

from anju.screening.screener import Screener

_BATCH = 256
_PROGRESS = 2_000


class Line(NamedTuple):
    number: int
    id: Any
    text: str


def screen_lines(
    lines: Iterable[str], screener: Screener, out: TextIO, report: Callable[[str], None]
) -> int:
    """Judge `{"id", "text"}` lines and write one JSON line each; return how many were broken.

    A broken line is reported with its number and does not stop the rest.
    """
    broken = 0
    done = 0
    batch: list[Line] = []
    for parsed in _parse(lines):
        if isinstance(parsed, str):
            broken += 1
            report(parsed)
            continue
        batch.append(parsed)
        if len(batch) == _BATCH:
            done += _write(batch, screener, out)
            batch = []
            if done % _PROGRESS < _BATCH:
                report(f"{done} messages")
    _write(batch, screener, out)
    return broken


def _parse(lines: Iterable[str]) -> Iterator[Line | str]:
    for number, raw in enumerate(lines, start=1):
        if not raw.strip():
            continue
        try:
            content = json.loads(raw)
        except (ValueError, RecursionError) as error:
            yield f"line {number}: no JSON ({error})"
            continue
        text = content.get("text") if isinstance(content, dict) else None
        if not isinstance(text, str):
            yield f'line {number}: needs an object with "text"'
            continue
        yield Line(number, content.get("id"), text)


def _write(batch: list[Line], screener: Screener, out: TextIO) -> int:
    for line, found in zip(batch, screener.screen([line.text for line in batch])):
        content = {"id": line.id, **found.to_json()}
        out.write(json.dumps(content, ensure_ascii=False, default=str) + "\n")
    out.flush()
    return len(batch)
