"""What the benchmarks of the screening share: data, scores, rewriters."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from common import EVAL
from opencc import OpenCC

from anju.language.encoder import encode
from anju.screening.disguise import homophones
from anju.screening.kinds import Example, Group, Kind, load_examples, load_kinds
from anju.screening.model import ScreeningModel
from anju.screening.reader import Reader, load_reader
from anju.screening.screener import Screener, to_encode

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT / "data"
DEV = ROOT / "tests" / "screening" / "dev"
HELD_BACK = ROOT / "tests" / "screening" / "heldback"


NAME = "screening"  # of the file with results


def share(values: np.ndarray[Any, Any], chosen: np.ndarray[Any, Any]) -> float:
    return round(float(values[chosen].mean()), 4) if chosen.any() else float("nan")


class Judged(NamedTuple):
    """One message with its kind and its calibrated P(scam)."""

    text: str
    kind: str
    channel: str
    language: str
    group: Group
    score: float
    talk: bool


@lru_cache(maxsize=1)
def reader() -> Reader:
    return load_reader(DATA)


@lru_cache(maxsize=1)
def kinds() -> dict[str, Kind]:
    return load_kinds(DATA / "screening")


def load_texts(folder: Path) -> list[Example]:
    return load_examples(folder, kinds())


def judge(model: ScreeningModel, examples: Sequence[Example]) -> list[Judged]:
    """Score messages, talks read as talks."""
    screener = Screener(reader(), model, kinds(), {}, None)  # type: ignore[arg-type]
    readings = [reader()(one.text) for one in examples]
    vectors = encode([to_encode(reading.text.text) for reading in readings])
    scores = screener.scores(readings, vectors)
    return [
        Judged(
            one.text,
            one.kind,
            one.channel,
            one.language,
            kinds()[one.kind].group,
            score.scam,
            score.talk,
        )
        for one, score in zip(examples, scores)
    ]


def public(name: str) -> list[tuple[str, str]]:
    """Return (text, label) of a public set; [] where it is not there."""
    path = EVAL / name
    if not path.exists():
        return []
    lines = path.read_text(encoding="utf-8").splitlines()
    if path.suffix == ".txt":
        return [(line.strip(), "phishing") for line in lines if line.strip()]
    rows = [json.loads(line) for line in lines if line.strip()]
    return [(row["text"], row["label"]) for row in rows]


# ---- rewriters: what a scammer does to get past a filter

# The plain character, then one that looks like it; Cyrillic letters for Latin ones.
_PAIRS = (
    "微徽 信伩 银艮 行衍 账帐 户戸 转传 款欵 证証 码玛 贷货 投殳 资咨 客容 服報 退腿 返反 单単 "
    "卡咔 群裙 加咖 免兔 奖浆 中钟 金釒 额頟 费废 a\u0430 e\u0435 o\u043e c\u0441 p\u0440 x\u0445 "
    "i\u0456 0O 1l"
)
_SIMILAR = {pair[0]: pair[1] for pair in _PAIRS.split()}
_MARKS = "·.*-_~ 、|"
_EMOJI = "😀🔥❤️✨👍🎉💥⭐🌹"


def homophone(text: str, chance: random.Random) -> str:
    table = homophones()
    sound_of = {char: sound for sound, chars in table.items() for char in chars}
    return "".join(
        chance.choice(table[sound_of[char]])
        if char in sound_of and chance.random() < 0.15
        else char
        for char in text
    )


def look_alike(text: str, chance: random.Random) -> str:
    return "".join(_SIMILAR[c] if c in _SIMILAR and chance.random() < 0.4 else c for c in text)


def spacing(text: str, chance: random.Random) -> str:
    return "".join(
        c + (" " if c.isalnum() and not c.isascii() and chance.random() < 0.3 else "") for c in text
    )


def emoji(text: str, chance: random.Random) -> str:
    return "".join(c + (chance.choice(_EMOJI) if chance.random() < 0.12 else "") for c in text)


def traditional(text: str, chance: random.Random) -> str:
    return str(OpenCC("s2t").convert(text))


def unpunctuated(text: str, chance: random.Random) -> str:
    return "".join(c for c in text if c.isalnum() or c in " ./:\n")


REWRITERS: dict[str, Callable[[str, random.Random], str]] = {
    "homophones": homophone,
    "look-alikes": look_alike,
    "spacing": spacing,
    "emoji": emoji,
    "traditional": traditional,
    "no punctuation": unpunctuated,
}
