"""The learned score: one class for each fine kind; P(scam) is the sum over the scam kinds.

Fine kinds beat "scam or not" and three classes on messages never seen, because an unseen scam is
nearer to one of forty kinds of scam than to their average (docs/benchmarks.md has the ablation).
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from anju.language.softmax_regression import fit_softmax
from anju.screening.calibration import Calibration
from anju.screening.errors import UntrainedError
from anju.screening.features import BLOCKS, FeatureSpace, Seen
from anju.screening.kinds import Group, Kind

C, EPOCHS = 30.0, 12
_JSON, _ARRAYS = "screening.json", "screening.npz"


class Score(NamedTuple):
    """Probabilities of one message: of the groups (they add up to one) and of its best kinds."""

    scam: float
    nuisance: float
    genuine: float
    kinds: tuple[tuple[str, float], ...]  # best first
    talk: bool = False  # whether it was read as a talk of two sides

    @property
    def kind(self) -> str:
        return self.kinds[0][0]


class ScreeningModel:
    """Score what was read, with the weights of one training."""

    def __init__(
        self,
        space: FeatureSpace,
        kinds: Sequence[str],
        groups: Sequence[str],
        weights: NDArray[Any],
        bias: NDArray[Any],
        calibration: Calibration,
    ) -> None:
        """`weights` (512 + columns, kinds), `bias` (kinds,); `groups[i]` is the group of a kind."""
        self.space = space
        self.kinds = list(kinds)
        self.groups = list(groups)
        self._weights = weights.astype(np.float32)
        self._bias = bias.astype(np.float32)
        self.calibration = calibration

    def probabilities(self, seen: Sequence[Seen], vectors: NDArray[Any]) -> NDArray[Any]:
        """Return the probability of each kind as trained, shape (messages, kinds)."""
        dense = self.space.dense(vectors)
        width = dense.shape[1]
        logits = dense @ self._weights[:width] + self._bias
        logits += self.space.sparse(seen) @ self._weights[width:]
        logits -= logits.max(axis=1, keepdims=True)
        np.exp(logits, out=logits)
        return np.asarray(logits / logits.sum(axis=1, keepdims=True))

    def scores(self, seen: Sequence[Seen], vectors: NDArray[Any], best: int = 12) -> list[Score]:
        """Return the calibrated score of each message."""
        return [self._score(row, best) for row in self.probabilities(seen, vectors)]

    def group_mass(self, probabilities: NDArray[Any], group: Group) -> NDArray[Any]:
        """Sum the columns of a group, shape (messages,)."""
        columns = [i for i, each in enumerate(self.groups) if each == group.value]
        return np.asarray(probabilities[:, columns].sum(axis=1))

    def _score(self, row: NDArray[Any], best: int) -> Score:
        mass = {group: float(self.group_mass(row[np.newaxis], group)[0]) for group in Group}
        scam = self.calibration(mass[Group.SCAM])
        rest = max(mass[Group.NUISANCE] + mass[Group.GENUINE], 1e-9)
        nuisance = (1 - scam) * mass[Group.NUISANCE] / rest
        order = np.argsort(-row, kind="stable")[:best]
        kinds = tuple((self.kinds[i], float(row[i])) for i in order)
        return Score(scam, nuisance, 1 - scam - nuisance, kinds)

    def save(self, folder: Path) -> None:
        """Write plain JSON and arrays: reading them runs no code."""
        folder.mkdir(parents=True, exist_ok=True)
        content = {
            "space": self.space.to_json(),
            "kinds": self.kinds,
            "groups": self.groups,
            "calibration": self.calibration._asdict(),
        }
        (folder / _JSON).write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
        idf = {f"idf_{name}": values for name, values in self.space.idf().items()}
        np.savez(folder / _ARRAYS, weights=self._weights.astype(np.float16), bias=self._bias, **idf)


def load_model(folder: Path) -> ScreeningModel:
    """Return the model saved in `folder`.

    Raises:
        UntrainedError: there is none.
    """
    if not (folder / _JSON).is_file():
        raise UntrainedError(f"{folder} holds no screening model; run `anju train`.")
    content = json.loads((folder / _JSON).read_text(encoding="utf-8"))
    with np.load(folder / _ARRAYS, allow_pickle=False) as arrays:
        idf = {name: arrays[f"idf_{name}"] for name in BLOCKS}
        return ScreeningModel(
            FeatureSpace.from_json(content["space"], idf),
            content["kinds"],
            content["groups"],
            arrays["weights"],
            arrays["bias"],
            Calibration(**content["calibration"]),
        )


def fit_model(
    space: FeatureSpace,
    seen: Sequence[Seen],
    vectors: NDArray[Any],
    labels: Sequence[str],
    kinds: Mapping[str, Kind],
    seed: int = 0,
) -> ScreeningModel:
    """Learn from examples: what was read, their vectors (n, 512), and the kind of each."""
    present = [kind for kind in kinds if kind in set(labels)]
    place = {kind: i for i, kind in enumerate(present)}
    space.fit(seen)
    dense, sparse = space.dense(vectors), space.sparse(seen)
    classes = np.array([place[label] for label in labels])
    fitted = fit_softmax(dense, sparse, classes, len(present), C, EPOCHS, seed)
    groups = [kinds[kind].group.value for kind in present]
    return ScreeningModel(space, present, groups, fitted.weights, fitted.bias, Calibration())
