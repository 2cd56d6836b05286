"""The indicators of data/lexicon/indicators.yml: names, patterns, and why they may be a reason."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple, Optional

from anju.screening.errors import ScreeningDataError
from anju.storage.yaml_file import read_yaml


class IndicatorKind(NamedTuple):
    """One indicator of data/lexicon/indicators.yml; `why` is set when it may be a reason."""

    id: str
    name: Mapping[str, str]
    why: Optional[Mapping[str, str]]
    patterns: tuple[re.Pattern[str], ...]


def load_indicators(path: Path) -> dict[str, IndicatorKind]:
    """Return the indicators of `path` by id.

    Raises:
        ScreeningDataError: a record lacks a field, or a pattern is no regular expression.
    """
    content = read_yaml(path)
    records = content.get("indicators") if isinstance(content, dict) else None
    if not isinstance(records, list):
        raise ScreeningDataError(f"{path}: the file needs a list `indicators:`.")
    kinds: dict[str, IndicatorKind] = {}
    for place, record in enumerate(records, start=1):
        try:
            kind = IndicatorKind(
                str(record["id"]),
                {each: str(record["name"][each]) for each in ("zh", "en")},
                {each: str(record["why"][each]) for each in ("zh", "en")}
                if record.get("shown")
                else None,
                tuple(re.compile(pattern) for pattern in record.get("patterns", [])),
            )
        except (KeyError, TypeError, re.error) as error:
            raise ScreeningDataError(f"{path}: indicator {place}: {error!r}.") from error
        if kind.id in kinds:
            raise ScreeningDataError(f"{path}: the indicator {kind.id} stands there twice.")
        kinds[kind.id] = kind
    return kinds
