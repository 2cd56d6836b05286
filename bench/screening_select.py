"""Choose calibration and thresholds of the screening on tests/screening/dev, and write them down.

The held-back messages are not looked at here. `--write` puts the result into
data/screening/settings.yml; without it the numbers are only printed.
"""

from __future__ import annotations

import argparse
import re
from pathlib import Path

import numpy as np
from screening_common import DATA, DEV, Judged, judge, load_texts

from anju.screening.calibration import fit_calibration
from anju.screening.kinds import Group
from anju.screening.training import train_model

GENUINE, PRIVATE = 0.02, 0.01  # of genuine look-alikes, and of private messages, questions, ads
PRIVATE_KINDS = {"family", "friends", "group_order", "trade_chat", "everyday_question"}
HIGH_PRECISION = 0.985  # of the messages from which "high risk" is said


def thresholds(judged: list[Judged]) -> dict[str, float]:
    """Return bounds of the calibrated score."""
    scam = np.array([one.score for one in judged if one.group is Group.SCAM])
    private = [one.score for one in judged if one.kind in PRIVATE_KINDS]
    adverts = [one.score for one in judged if one.group is Group.NUISANCE]
    notices = [
        one.score for one in judged if one.group is Group.GENUINE and one.kind not in PRIVATE_KINDS
    ]
    suspicious = max(bound(notices, GENUINE), bound([*private, *adverts], PRIVATE), 0.3)
    honest = np.array([*private, *adverts, *notices])
    high = suspicious
    for candidate in np.arange(suspicious, 1.0, 0.01):
        said = (scam >= candidate).sum() + (honest >= candidate).sum()
        if said and (scam >= candidate).sum() / said >= HIGH_PRECISION:
            high = float(candidate)
            break
    return {
        "high": round(min(max(high, suspicious + 0.1), 0.95), 2),
        "suspicious": round(suspicious, 3),
        "doubtful": round(suspicious * 0.6, 3),
        "nuisance": 0.5,
    }


def bound(scores: list[float], share: float) -> float:
    """Return the score that at most `share` of these messages reach."""
    ordered = np.sort(scores)[::-1]
    allowed = int(len(ordered) * share)
    return float(ordered[allowed]) + 0.001 if len(ordered) else 0.5


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    model = train_model(DATA)
    dev = load_texts(DEV)
    model.calibration = model.calibration._replace(slope=1.0, offset=0.0)
    raw = judge(model, dev)
    fitted = fit_calibration([one.score for one in raw], [one.group is Group.SCAM for one in raw])
    judged = [one._replace(score=fitted(one.score)) for one in raw]
    chosen = thresholds(judged)
    print(f"calibration {fitted}\nthresholds {chosen}")
    if options.write:
        write(DATA / "screening" / "settings.yml", fitted._asdict(), chosen)


def write(path: Path, calibration: dict[str, float], chosen: dict[str, float]) -> None:
    """Replace the two lines; everything else in the file stays as it is."""
    text = path.read_text(encoding="utf-8")
    for name, values in (("calibration", calibration), ("thresholds", chosen)):
        inside = ", ".join(f"{key}: {round(value, 4)}" for key, value in values.items())
        text, count = re.subn(rf"(?m)^{name}: \{{.*\}}$", f"{name}: {{{inside}}}", text)
        assert count == 1, f"{path} has no line for {name}"
    path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
