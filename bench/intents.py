"""Intents on public data: this project's components beside Rasa's default pipeline.

BANKING77 with 10 and 30 examples an intent, and CLINC150 with questions out of scope. Settings
were chosen on training data only; a threshold is chosen on the validation questions in scope.
"""

from __future__ import annotations

import argparse
import gc

import numpy as np
from common import (
    Example,
    Parsed,
    Pipeline,
    accuracy,
    banking77,
    clinc150,
    default_classifier,
    parse,
    prepare,
    sample,
    save,
    train,
)

NAME = "intents"
REJECTED = 0.03  # of the validation questions in scope
SEEDS = 3
# Chosen for BANKING77 on draws of 10 an intent from its training data, scored on the rest of it.
# Small data needs more rounds: 20 epochs of 770 examples are 80 steps, too few to converge.
TUNED = {"C": 20.0, "vector_weight": 2.0}
STEPS, BATCH = 2000, 256
SYSTEMS = ("ours", "ours-tuned", "default")


def our_pipeline(seed: int, **classifier: float) -> Pipeline:
    """Return the project's components; `classifier` overrides its defaults."""
    return [
        {"name": "anju.nlu.text_normalizer.TextNormalizer"},
        {"name": "anju.nlu.sentence_encoder.SentenceEncoderFeaturizer"},
        {"name": "anju.nlu.ngram_featurizer.NgramTfidfFeaturizer"},
        {"name": "anju.nlu.intent_classifier.LinearIntentClassifier", "seed": seed, **classifier},
    ]


def peer_pipeline(seed: int) -> Pipeline:
    """Return Rasa's default for English."""
    return [{"name": "WhitespaceTokenizer"}, *default_classifier(seed)]


def pipeline_of(system: str, seed: int, examples: int) -> Pipeline:
    """Return the pipeline of one of SYSTEMS."""
    if system == "default":
        return peer_pipeline(seed)
    if system == "ours":
        return our_pipeline(seed)
    epochs = max(20, STEPS // -(-examples // BATCH))
    return our_pipeline(seed, epochs=epochs, **TUNED)


def run_banking(system: str, each: int, seed: int) -> None:
    """Train on `each` examples an intent and answer the whole test set."""
    test = banking77("test")
    examples = sample(banking77("train"), each, seed)
    trained = train(pipeline_of(system, seed, len(examples)), examples)
    found = parse(trained.agent, [example.text for example in test])
    values = {
        "accuracy": accuracy(found, test),
        "test": len(test),
        "train_seconds": trained.seconds,
        "train_cpu_seconds": trained.cpu_seconds,
    }
    save(NAME, f"banking77/{each}/{system}/{seed}", values)
    gc.collect()


def run_clinc(system: str, each: int, seed: int) -> None:
    """Train without any example out of scope; the threshold sees no test question."""
    data = clinc150()
    examples = data["train"] if each == 0 else sample(data["train"], each, seed)
    trained = train(pipeline_of(system, seed, len(examples)), examples)
    answers = {
        split: parse(trained.agent, [example.text for example in data[split]])
        for split in ("val", "test", "oos_test")
    }
    values = {
        **out_of_scope(answers["val"], answers["test"], answers["oos_test"], data["test"]),
        "train_seconds": trained.seconds,
        "train_cpu_seconds": trained.cpu_seconds,
        "examples": len(examples),
    }
    save(NAME, f"clinc150/{each or 'all'}/{system}/{seed}", values)
    gc.collect()


def out_of_scope(
    val: list[Parsed], test: list[Parsed], oos: list[Parsed], truth: list[Example]
) -> dict[str, float]:
    """Return accuracy in scope, and what the threshold from `val` rejects, by both scores."""
    values = {"accuracy_in_scope": accuracy(test, truth)}
    for score in ("familiarity", "confidence"):
        threshold = float(np.quantile([getattr(one, score) for one in val], REJECTED))
        values[f"oos_recall_{score}"] = _below(oos, score, threshold)
        values[f"false_rejection_{score}"] = _below(test, score, threshold)
    return values


def _below(found: list[Parsed], score: str, threshold: float) -> float:
    return round(float(np.mean([getattr(one, score) < threshold for one in found])), 4)


def main() -> None:
    """Ours first, then the peer, seed by seed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sets", nargs="*", default=["banking77", "clinc150"])
    parser.add_argument("--seeds", nargs="*", type=int, default=[0, 1, 2], help="of ours")
    parser.add_argument("--ours", nargs="+", choices=SYSTEMS[:2], default=SYSTEMS[:2])
    parser.add_argument("--each", nargs="*", type=int, default=[10, 30], help="BANKING77 sizes")
    parser.add_argument("--clinc-each", nargs="*", type=int, default=[0, 10], help="0: all 100")
    parser.add_argument("--peer-seeds", nargs="*", type=int, default=[0], help="of the default")
    parser.add_argument("--peer-each", nargs="*", type=int, default=[10])
    parser.add_argument("--peer-clinc-each", nargs="*", type=int, default=[10])
    options = parser.parse_args()
    prepare()
    peer = (
        [("default", s) for s in options.peer_seeds],
        options.peer_each,
        options.peer_clinc_each,
    )
    ours = [(system, seed) for seed in options.seeds for system in options.ours]
    for runs, banking_sizes, clinc_sizes in ((ours, options.each, options.clinc_each), peer):
        for system, seed in runs:
            for each in banking_sizes if "banking77" in options.sets else []:
                run_banking(system, each, seed)
            if "clinc150" not in options.sets or system == "ours-tuned":  # tuned for BANKING77
                continue
            for each in clinc_sizes:
                run_clinc(system, each, seed)


if __name__ == "__main__":
    main()
