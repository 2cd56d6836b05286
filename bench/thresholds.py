"""Choose the thresholds of the fallback and of the fact search on the development sets.

    python bench/thresholds.py [MODEL]

Reads `tests/nlu/dev.yml` and `tests/nlu/search_dev.yml` (never trained on, never reported on) and
prints the values for config.yml and data/dialogue/topics.yml. What counts: a wrong answer costs
more than a question back, a question back costs more than the right answer.
"""

from __future__ import annotations

import asyncio
import itertools
import json
import logging
import sys
from pathlib import Path
from typing import Any

import numpy as np
import yaml
from rasa.core.agent import Agent
from rasa.utils.log_utils import configure_structlog

RIGHT, WRONG, ASKED_RIGHT, ASKED_WRONG, REJECTED = 1.0, -1.0, 0.5, -0.6, -0.4
MOST_REJECTED = 0.03  # share of in-scope messages that may be told "I did not understand"
NONSENSE = (
    "asdf qwer|zzz zz|。。。。|？？？|lkjh 12 kk|呜啦啦啦啦|哈拉少 西巴|qqqq|嘟嘟嘟 嘟|x|的的的的"
    "|blorp fizz wug|草泥马吃鱼鱼|%%%%|1 2 3 4 5|啊啊啊啊啊|gfdsa|mmmmmm|奥利给冲鸭|tralala lala"
    "|呃呃呃|9 8 7|qwertyuiop|噗噗"
)


def read_examples(path: Path) -> list[tuple[str, str]]:
    """Return (text, intent) of a Rasa NLU file without annotations."""
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    return [
        (line[2:].strip(), block["intent"])
        for block in content["nlu"]
        for line in block["examples"].splitlines()
        if line.startswith("- ")
    ]


def utility(parsed: list[dict[str, Any]], gold: list[str], settings: tuple[float, ...]) -> float:
    familiarity, confidence, margin, never = (*settings, set(_never_rivals()))
    total = 0.0
    for parse, intent in zip(parsed, gold):
        first, second = parse["intent_ranking"][:2]
        names = {first["name"], second["name"]}
        close = first["confidence"] - second["confidence"] <= margin
        if parse["familiarity"] < familiarity:
            total += 0.2 if intent == "out_of_scope" else REJECTED
        elif first["confidence"] < confidence and close and not names & never:
            total += ASKED_RIGHT if intent in names else ASKED_WRONG
        else:
            total += RIGHT if first["name"] == intent else WRONG
    return total / len(gold)


def _never_rivals() -> list[str]:
    config = yaml.safe_load(Path("config.yml").read_text(encoding="utf-8"))
    return next(
        c["never_rivals"] for c in config["pipeline"] if c["name"].endswith("TwoStepFallback")
    )


def choose_score(
    parsed: list[dict[str, Any]], records: list[str]
) -> tuple[float, dict[str, float]]:
    """Return the score below which the best fact is more often wrong than right."""
    best = [max(parse["knowledge"], key=lambda hit: hit[1]) for parse in parsed]
    scores = np.array([hit[1] for hit in best])
    right = np.array([hit[0] == record for hit, record in zip(best, records)])
    grid = np.round(np.arange(0.3, 2.0, 0.05), 2)
    value = [right[scores >= t].sum() - (~right)[scores >= t].sum() for t in grid]
    chosen = float(grid[int(np.argmax(value))])
    return chosen, {
        "recall_at_1": float(right.mean()),
        "answered": float((scores >= chosen).mean()),
        "right_when_answered": float(right[scores >= chosen].mean()),
    }


def main() -> None:
    configure_structlog(logging.ERROR)
    agent = Agent.load(sys.argv[1] if len(sys.argv) > 1 else "models/anju.tar.gz")
    examples = read_examples(Path("tests/nlu/dev.yml"))
    questions = yaml.safe_load(Path("tests/nlu/search_dev.yml").read_text("utf-8"))["questions"]

    def parse(texts: list[str]) -> list[dict[str, Any]]:
        async def all_of_them() -> list[dict[str, Any]]:
            return [await agent.parse_message(text) for text in texts]

        return asyncio.run(all_of_them())

    parsed, gold = parse([text for text, _ in examples]), [intent for _, intent in examples]
    nonsense = np.array([p["familiarity"] for p in parse(NONSENSE.split("|"))])
    inside = np.array([p["familiarity"] for p, g in zip(parsed, gold) if g != "out_of_scope"])
    highest = float(np.quantile(inside, MOST_REJECTED))
    first = [p["intent_ranking"][0]["name"] == g for p, g in zip(parsed, gold)]
    grid = itertools.product(
        list(np.round(np.linspace(inside.min(), highest, 8), 1)),
        [0.3, 0.4, 0.5, 0.6, 0.7],
        [0.05, 0.11, 0.2, 0.3, 0.4, 0.5],
    )
    chosen = max(grid, key=lambda settings: utility(parsed, gold, settings))
    score, search = choose_score(
        parse([q["text"] for q in questions]), [q["record"] for q in questions]
    )
    report = {
        "accuracy_of_first": float(np.mean(first)),
        "accuracy_in_scope": float(
            np.mean([f for f, g in zip(first, gold) if g != "out_of_scope"])
        ),
        "min_familiarity": float(chosen[0]),
        "min_confidence": chosen[1],
        "max_margin": chosen[2],
        "utility_without": utility(parsed, gold, (-1e9, 0.0, 0.0)),
        "utility": utility(parsed, gold, chosen),
        "in_scope_rejected": float((inside < chosen[0]).mean()),
        "nonsense_rejected": float((nonsense < chosen[0]).mean()),
        "min_score": score,
        "search": search,
    }
    Path("bench/results/thresholds.json").write_text(json.dumps(report, indent=1) + "\n")
    print(json.dumps(report, indent=1))


if __name__ == "__main__":
    main()
