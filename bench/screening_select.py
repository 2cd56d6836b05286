"""Choose calibration and thresholds of the screening on tests/screening/dev, and write them down.

The held-back messages are not looked at here. `--write` puts the result into
data/screening/settings.yml; without it the numbers are only printed.
"""

from __future__ import annotations

import argparse
import re
from pathlib import Path

import numpy as np
from screening_common import DATA, DEV, ROOT, Judged, judge, load_texts

from anju.screening.calibration import fit_calibration
from anju.screening.kinds import Group
from anju.screening.training import ensure_model

# Shares of honest development messages that may reach a bound. These messages were written to be
# mistaken for scams; on ordinary ones the shares are smaller (docs/benchmarks.md).
HONEST, ADVERTS, TALKS = 0.03, 0.07, 0.06
HIGH_PRECISION = 0.97  # of the messages from which "high risk" is said
LINK = 0.1  # with a link that no organisation sends; no honest development message has one


def thresholds(judged: list[Judged]) -> dict[str, float]:
    """Return bounds of the calibrated score."""
    single = [one for one in judged if not one.talk]
    honest = [one.score for one in single if one.group is Group.GENUINE]
    adverts = [one.score for one in single if one.group is Group.NUISANCE]
    talks = [one.score for one in judged if one.talk and one.group is not Group.SCAM]
    bounds = bound(honest, HONEST), bound(adverts, ADVERTS)
    print(f"honest {bounds[0]:.3f}, adverts {bounds[1]:.3f}")
    suspicious = max(bounds)
    scam = np.array([one.score for one in judged if one.group is Group.SCAM])
    rest = np.array([one.score for one in judged if one.group is not Group.SCAM])
    high = 0.97
    for candidate in np.arange(suspicious, high, 0.01):
        said = (scam >= candidate).sum() + (rest >= candidate).sum()
        if said and (scam >= candidate).sum() / said >= HIGH_PRECISION:
            high = float(candidate)
            break
    return {
        "high": max(high, suspicious + 0.1),
        "suspicious": suspicious,
        "talk": bound(talks, TALKS),
        "doubtful": suspicious * 0.7,
        "link": LINK,
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
    model = ensure_model(DATA, ROOT / "models", print)
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
