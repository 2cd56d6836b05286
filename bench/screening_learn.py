"""The screening learned from parts of its examples or with parts of its features.

Leave-one-kind-out, leave-one-channel-out, ablation; all without disguised copies, so that sixty
models fit into a run.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from common import save
from screening_common import DATA, DEV, HELD_BACK, NAME, kinds, load_texts, reader, share

from anju.language.encoder import encode
from anju.screening.features import WEIGHTS, FeatureSpace
from anju.screening.kinds import Example, Group, load_examples
from anju.screening.model import ScreeningModel, fit_model
from anju.screening.screener import to_encode
from anju.screening.training import load_settings, questions


class Learner:
    """Examples read once, so that many models can be learned from parts of them."""

    def __init__(self) -> None:
        settings = load_settings(DATA)
        self.examples = load_examples(DATA / "screening", kinds())
        self.examples += questions(DATA / "nlu", settings.questions_from, settings.questions_each)
        self.test = [*load_texts(DEV), *load_texts(HELD_BACK)]
        self.seen, self.vectors = self._read(self.examples)
        self.test_seen, self.test_vectors = self._read(self.test)
        self.thresholds = settings.thresholds
        self.calibration = settings.calibration

    def _read(self, examples: Sequence[Example]) -> tuple[list[Any], Any]:
        readings = [reader()(one.text) for one in examples]
        vectors = encode([to_encode(reading.text.text) for reading in readings])
        return [reading.seen for reading in readings], vectors

    def learn(
        self,
        kept: Sequence[bool],
        weights: dict[str, float] | None = None,
        labels: Sequence[str] | None = None,
    ) -> ScreeningModel:
        """Learn without disguised copies, so that fifty models fit into a run."""
        rows = [i for i, keep in enumerate(kept) if keep]
        space = FeatureSpace(reader().flags, {**WEIGHTS, **(weights or {})})
        names = labels or [one.kind for one in self.examples]
        model = fit_model(
            space,
            [self.seen[i] for i in rows],
            self.vectors[rows],
            [names[i] for i in rows],
            kinds(),
        )
        model.calibration = self.calibration
        return model

    def scores(self, model: ScreeningModel, seen: Sequence[Any], vectors: Any) -> Any:
        return np.array([one.scam for one in model.scores(seen, vectors)])


def left_out_kinds(learner: Learner) -> None:
    """Recall on a kind of scam when no example of that kind was learned."""
    recalls = {}
    for kind in [one.id for one in kinds().values() if one.group is Group.SCAM]:
        model = learner.learn([one.kind != kind for one in learner.examples])
        rows = [i for i, one in enumerate(learner.examples) if one.kind == kind]
        scores = learner.scores(model, [learner.seen[i] for i in rows], learner.vectors[rows])
        recalls[kind] = round(float((scores >= learner.thresholds.suspicious).mean()), 4)
        mean = round(float(np.mean(list(recalls.values()))), 4)
        values = {"mean_recall": mean, "kinds": len(recalls), "by_kind": recalls}
        save(NAME, "left_out/kinds", values)


def left_out_channels(learner: Learner) -> None:
    """Recall and alarms in a channel when no example of it was learned."""
    for channel in sorted({one.channel for one in learner.examples}):
        model = learner.learn([one.channel != channel for one in learner.examples])
        rows = [i for i, one in enumerate(learner.test) if one.channel == channel]
        save(NAME, f"left_out/channels/{channel}", measure(learner, model, rows))


def measure(learner: Learner, model: ScreeningModel, rows: Sequence[int]) -> dict[str, Any]:
    scores = learner.scores(model, [learner.test_seen[i] for i in rows], learner.test_vectors[rows])
    group = np.array([kinds()[learner.test[i].kind].group.value for i in rows])
    scam = group == "scam"
    limit = np.quantile(scores[~scam], 0.98)
    alarm = scores >= learner.thresholds.suspicious
    return {
        "messages": len(rows),
        "recall": share(alarm, scam),
        "alarmed": share(alarm, ~scam),
        "recall_at_2_percent": share(scores > limit, scam),
    }


def ablation(learner: Learner) -> None:
    """Each part alone, all together, and scam-or-not against fine kinds."""
    alone = dict.fromkeys(WEIGHTS, 0.0)
    everything = [True] * len(learner.examples)
    rows = range(len(learner.test))
    systems: dict[str, dict[str, float]] = {
        "all, fine kinds": {},
        "signs and indicators only": {**alone, "flags": 1.0},
        "letters only": {**alone, "letters": 1.0},
        "letters and words": {**alone, "letters": 1.0, "words": 0.7},
        "sounds only": {**alone, "sounds": 1.0},
        "vectors only": {**alone, "vector": 2.0},
        "without signs and indicators": {"flags": 0.0},
        "without sounds": {"sounds": 0.0},
        "without vectors": {"vector": 0.0},
    }
    for name, weights in systems.items():
        model = learner.learn(everything, weights)
        save(NAME, f"ablation/{name}", measure(learner, model, rows))
    first = {each.group: each.id for each in reversed(kinds().values())}
    three = [first[kinds()[one.kind].group] for one in learner.examples]
    save(
        NAME,
        "ablation/all, three groups",
        measure(learner, learner.learn(everything, None, three), rows),
    )
    other = first[Group.GENUINE]
    two = [
        first[Group.SCAM] if kinds()[one.kind].group is Group.SCAM else other
        for one in learner.examples
    ]
    save(
        NAME,
        "ablation/all, scam or not",
        measure(learner, learner.learn(everything, None, two), rows),
    )
