"""Quality and speed of the screening, on messages that no example was learned from.

Parts: `quality` (tests/screening/heldback and dev, by group and kind), `public` (../shared/eval),
`kinds` (each scam kind left out of the examples), `channels` (each channel left out), `ablation`,
`rewriters`, `speed`. Results go to bench/results/screening.json, plots to docs/images.
"""

from __future__ import annotations

import argparse
import random
import resource
import subprocess
import sys
import time
from collections.abc import Sequence
from typing import Any

import numpy as np
from common import ROOT, save
from screening_common import (
    DATA,
    DEV,
    HELD_BACK,
    NAME,
    REWRITERS,
    kinds,
    load_texts,
    public,
    reader,
    share,
)
from screening_learn import Learner, ablation, left_out_channels, left_out_kinds

from anju.language.encoder import encode
from anju.screening.kinds import Example, Group
from anju.screening.outcome import Screening, Verdict
from anju.screening.screener import Screener, to_encode
from anju.screening.training import (
    build_screener,
    ensure_model,
)

ALARMS = {Verdict.HIGH_RISK, Verdict.SUSPICIOUS}
PRIVATE = {"family", "friends", "group_order", "trade_chat", "everyday_question"}
PARTS = ("quality", "public", "kinds", "channels", "ablation", "rewriters", "speed")


def screener() -> Screener:
    return build_screener(DATA, ensure_model(DATA, ROOT / "models", print), reader())


def alarmed(found: Sequence[Screening]) -> np.ndarray[Any, Any]:
    return np.array([one.verdict in ALARMS for one in found])


# ---- parts


def quality() -> None:
    """Recall of scams and alarms on honest messages, and how well the score is calibrated."""
    judge = screener()
    for name, folder in (("heldback", HELD_BACK), ("dev", DEV)):
        examples = load_texts(folder)
        found = judge.screen([one.text for one in examples])
        save(NAME, f"quality/{name}", summary(examples, found))
        save(NAME, f"kinds/{name}", by_kind(examples, found))
        if name == "heldback":
            reliability(examples, found)


def summary(examples: Sequence[Example], found: Sequence[Screening]) -> dict[str, Any]:
    alarm = alarmed(found)
    group = np.array([kinds()[one.kind].group.value for one in examples])
    private = np.array([one.kind in PRIVATE for one in examples])
    values: dict[str, Any] = {"messages": len(examples)}
    for language in ("zh", "en"):
        here = np.array([one.language == language for one in examples])
        talk = np.array([one.channel in {"dialog", "ocr"} for one in examples]) & here
        scam, nuisance = group == "scam", group == "nuisance"
        genuine = (group == "genuine") & ~private
        values[language] = {
            "scam": int((scam & here).sum()),
            "recall": share(alarm, scam & here),
            "notices_alarmed": share(alarm, genuine & here),
            "private_alarmed": share(alarm, private & here),
            "adverts_alarmed": share(alarm, nuisance & here),
            "talks_recall": share(alarm, talk & scam),
            "talks_alarmed": share(alarm, talk & ~scam),
        }
    verdicts = [one.verdict.value for one in found]
    values["verdicts"] = {each.value: verdicts.count(each.value) for each in Verdict}
    return values


def by_kind(examples: Sequence[Example], found: Sequence[Screening]) -> dict[str, Any]:
    alarm = alarmed(found)
    table = {}
    for kind in kinds():
        chosen = np.array([one.kind == kind for one in examples])
        if chosen.any():
            table[kind] = [int(chosen.sum()), share(alarm, chosen)]
    return table


def reliability(examples: Sequence[Example], found: Sequence[Screening]) -> None:
    """Of the messages with a score of about 0.8, 80 % should be scams."""
    scores = np.array([one.score for one in found])
    truth = np.array([kinds()[one.kind].group is Group.SCAM for one in examples])
    rows = []
    for low in np.arange(0, 1, 0.1):
        here = (scores >= low) & (scores < low + 0.1 + (low > 0.85))
        if here.any():
            rows.append([int(here.sum()), float(scores[here].mean().round(3)), share(truth, here)])
    error = sum(n * abs(score - right) for n, score, right in rows) / len(scores)
    save(NAME, "calibration/heldback", {"bins": rows, "expected_error": round(error, 4)})
    plot(rows)


def plot(rows: list[list[float]]) -> None:
    import matplotlib

    matplotlib.use("Agg")
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(figsize=(4, 4), dpi=110)
    axes.plot([0, 1], [0, 1], "--", color="grey", linewidth=1)
    axes.plot([row[1] for row in rows], [row[2] for row in rows], "o-", color="#1f77b4")
    axes.set_xlabel("score")
    axes.set_ylabel("share of scams")
    axes.set_title("Reliability, held-back messages")
    figure.tight_layout()
    figure.savefig(ROOT / "docs" / "images" / "screening-reliability.png")


def public_sets() -> None:
    """English SMS of others, and phishing domains by the link alone."""
    judge = screener()
    for name in ("en_mendeley_smishing", "en_uci_sms"):
        rows = public(f"{name}.jsonl")
        alarm = alarmed(judge.screen([text for text, _ in rows]))
        for label in sorted({label for _, label in rows}):
            chosen = np.array([each == label for _, each in rows])
            values = {"messages": int(chosen.sum()), "alarmed": share(alarm, chosen)}
            save(NAME, f"public/{name}/{label}", values)
    domains = [text for text, _ in public("phishing_domains.txt")]
    alarm = alarmed(judge.screen(domains))
    save(NAME, "public/phishing_domains", {"links": len(domains), "alarmed": float(alarm.mean())})
    known = sorted(reader().directory.lists.well_known)
    alarm = alarmed(judge.screen(known))
    save(NAME, "public/well_known", {"links": len(known), "alarmed": float(alarm.mean())})


def rewriters() -> None:
    """Recall and alarms on held-back messages after each way of disguising them."""
    judge = screener()
    examples = load_texts(HELD_BACK)
    scam = np.array([kinds()[one.kind].group is Group.SCAM for one in examples])
    plain = alarmed(judge.screen([one.text for one in examples]))
    save(NAME, "rewriters/none", {"recall": share(plain, scam), "alarmed": share(plain, ~scam)})
    for name, rewrite in REWRITERS.items():
        chance = random.Random(0)
        alarm = alarmed(judge.screen([rewrite(one.text, chance) for one in examples]))
        values = {"recall": share(alarm, scam), "alarmed": share(alarm, ~scam)}
        save(NAME, f"rewriters/{name}", values)


def speed() -> None:
    """Batch, one by one, and memory of a process that has only the engine."""
    code = "import sys; sys.path.insert(0, 'bench'); import screening; screening.speed_here()"
    subprocess.run([sys.executable, "-W", "ignore", "-c", code], cwd=ROOT, check=True)


def speed_here() -> None:
    judge = screener()
    texts = [one.text for one in load_texts(HELD_BACK)]
    judge.screen(texts[:64])
    runs = []
    for _ in range(5):
        started = time.perf_counter()
        judge.screen(texts)
        runs.append(len(texts) / (time.perf_counter() - started))
    single = []
    for text in texts[:200]:
        reading = judge.reader(text)
        vectors = encode([to_encode(reading.text.text)])
        started = time.perf_counter()
        judge.judge([judge.reader(text)], vectors)
        single.append((time.perf_counter() - started) * 1000)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    values = {
        "messages_a_second": round(float(np.median(runs)), 1),
        "mean_characters": round(float(np.mean([len(text) for text in texts])), 1),
        "one_in_the_dialogue_ms_median": round(float(np.median(single)), 2),
        "one_in_the_dialogue_ms_p95": round(float(np.quantile(single, 0.95)), 2),
        "peak_megabytes": round(memory, 1),
    }
    save(NAME, "speed", values)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--parts", nargs="+", choices=PARTS, default=PARTS)
    options = parser.parse_args()
    alone = {"quality": quality, "public": public_sets, "rewriters": rewriters, "speed": speed}
    for part in options.parts:
        if part in alone:
            alone[part]()
    together = {"kinds": left_out_kinds, "channels": left_out_channels, "ablation": ablation}
    wanted = [part for part in options.parts if part in together]
    if wanted:
        learner = Learner()
        for part in wanted:
            together[part](learner)


if __name__ == "__main__":
    main()
