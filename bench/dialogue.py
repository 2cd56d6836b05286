"""The project under its own pipeline and under Rasa's default, on one machine.

Parts: `intents` (random stratified splits), `heldback` (tests/nlu/heldback.yml), `server` (start,
memory and turns of `rasa run`), `gateway` (turns through the public door, with real actions).
Rasa's default would train for hours on all examples, so both are compared on a sample of
`--each` examples an intent; ours is also measured on all of them.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import resource
import shutil
import time
from pathlib import Path
from typing import Any

import processes
from common import (
    ROOT,
    Example,
    Parsed,
    Pipeline,
    Trained,
    accuracy,
    default_classifier,
    parse,
    prepare,
    read_nlu,
    sample,
    save,
    train,
    write_nlu,
    write_yaml,
)

NAME = "dialogue"
EPOCHS = 100  # of DIET and TED; `server` may train with fewer, its times stay the same
HELD_OUT = 0.2  # of the examples of each intent
PARTS = ("intents", "heldback", "server", "gateway")
SYSTEMS = ("ours", "default")
MESSAGES = ROOT / "tests" / "nlu" / "dev.yml"
TURNS = {1: 300, 8: 1600}  # clients: turns at most
LONGEST = 60.0  # seconds of one load
SERVERS = Path("/tmp/anju-bench")  # projects and models of `server` and `gateway`


def pipeline_of(system: str, seed: int, epochs: int = EPOCHS) -> Pipeline:
    """Return the project's own, or Rasa's default with the tokenizer for Chinese."""
    if system == "default":
        return [{"name": "JiebaTokenizer"}, *default_classifier(seed, epochs)]
    import yaml

    return list(yaml.safe_load((ROOT / "config.yml").read_text(encoding="utf-8"))["pipeline"])


def run_split(system: str, each: int, seed: int) -> None:
    """Train on four fifths of a sample and answer the last fifth; each 0 is all examples."""
    examples = project_examples()
    drawn = sample(examples, each, seed) if each else examples
    test, learned = split(drawn, seed)
    trained = train(pipeline_of(system, seed), learned, language="zh")
    found = parse(trained.agent, [example.text for example in test])
    values = {**scores(found, test), "examples": len(learned), "test": len(test), **cost(trained)}
    save(NAME, f"intents/{each or 'all'}/{system}/{seed}", values)
    gc.collect()


def run_heldback(system: str, each: int) -> None:
    """Answer questions that nobody tuned on, with the model that `server` runs."""
    from rasa.core.agent import Agent

    project = trained_project(system, each)
    known = {example.text for example in project_examples()}
    every = read_nlu([ROOT / "tests" / "nlu" / "heldback.yml"])
    test = [example for example in every if example.text not in known]
    agent = Agent.load(str(project / "models" / "model.tar.gz"))
    found = parse(agent, [example.text for example in test])
    counts = {"test": len(test), "dropped": len(every) - len(test)}
    save(NAME, f"heldback/{each or 'all'}/{system}", {**scores(found, test), **counts})
    gc.collect()


def project_examples() -> list[Example]:
    """All examples of data/nlu, without repetitions."""
    return list(dict.fromkeys(read_nlu((ROOT / "data" / "nlu").glob("*.yml"))))


def split(examples: list[Example], seed: int) -> tuple[list[Example], list[Example]]:
    """Return (held out, learned), stratified by intent."""
    from sklearn.model_selection import train_test_split

    learned, test = train_test_split(
        examples, test_size=HELD_OUT, random_state=seed, stratify=[one.intent for one in examples]
    )
    return test, learned


def scores(found: list[Parsed], truth: list[Example]) -> dict[str, float]:
    """Accuracy and macro-F1, before any fallback."""
    from sklearn.metrics import f1_score

    labels = [example.intent for example in truth]
    macro = f1_score(
        labels, [one.intent for one in found], average="macro", labels=sorted(set(labels))
    )
    return {"accuracy": accuracy(found, truth), "macro_f1": round(float(macro), 4)}


def cost(trained: Trained) -> dict[str, float]:
    """Return what the training took."""
    return {"train_seconds": trained.seconds, "train_cpu_seconds": trained.cpu_seconds}


def make_project(system: str, each: int, epochs: int) -> Path:
    """Write a project of its own to train and serve: same rules, stories, domain and texts."""
    project = project_of(system, each, epochs)
    shutil.rmtree(project, ignore_errors=True)
    (project / "var").mkdir(parents=True)
    for name in ("rules", "stories", "responses", "lexicon", "knowledge", "dialogue", "door"):
        shutil.copytree(ROOT / "data" / name, project / "data" / name)
    for name in ("domain.yml", "credentials.yml"):
        shutil.copy(ROOT / name, project / name)
    shutil.copy(ROOT / "deploy" / "endpoints.yml", project / "endpoints.yml")
    (project / "data" / "nlu").mkdir()
    examples = project_examples()
    drawn = sample(examples, each, 0) if each else examples
    write_nlu(project / "data" / "nlu" / "all.yml", drawn)
    if system == "ours":
        shutil.copy(ROOT / "config.yml", project / "config.yml")
        return project
    policies = [
        {"name": "MemoizationPolicy"},
        {"name": "RulePolicy"},
        {"name": "TEDPolicy", "max_history": 5, "epochs": epochs, "constrain_similarities": True},
    ]
    config = {"recipe": "default.v1", "language": "zh", "assistant_id": "anju"}
    write_yaml(
        project / "config.yml",
        {**config, "pipeline": pipeline_of(system, 0, epochs), "policies": policies},
    )
    return project


def project_of(system: str, each: int, epochs: int) -> Path:
    """Return the folder of a project; ours has no epochs to choose."""
    few = f"-{epochs}-epochs" if system == "default" and epochs != EPOCHS else ""
    return SERVERS / f"{system}-{each or 'all'}{few}"


def trained_project(system: str, each: int, epochs: int = EPOCHS) -> Path:
    """Return the project of a system; when it is new, `rasa train` it and save time and size."""
    project = project_of(system, each, epochs)
    model = project / "models" / "model.tar.gz"
    if model.exists():
        return project
    make_project(system, each, epochs)
    begin, begin_cpu = time.perf_counter(), _cpu_of_children()
    processes.run_to_end(
        ["rasa", "train", "--force", "--fixed-model-name", "model", "--data", *_data_folders()],
        project,
    )
    values = {
        "rasa_train_seconds": round(time.perf_counter() - begin, 1),
        "rasa_train_cpu_seconds": round(_cpu_of_children() - begin_cpu, 1),
        "model_megabytes": round(model.stat().st_size / 1e6, 1),
        "examples": len(read_nlu([project / "data" / "nlu" / "all.yml"])),
    }
    if epochs == EPOCHS:
        save(NAME, f"train/{each or 'all'}/{system}", values)
    return project


def _cpu_of_children() -> float:
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def _data_folders() -> list[str]:
    return ["data/nlu", "data/rules", "data/stories", "data/responses"]


def run_server(system: str, each: int, epochs: int) -> None:
    """Start-up, memory and turns of `rasa run`, beside an action server that answers at once."""
    project = trained_project(system, each, epochs)
    texts = messages()
    with processes.stub_actions(), processes.rasa(project) as server:
        started = asyncio.run(server.first_answer(texts[0]))
        values: dict[str, Any] = {"first_answer_seconds": round(started, 1)}
        if system == "default":
            values["epochs"] = epochs
        values["megabytes_at_start"] = server.megabytes()
        for clients, turns in TURNS.items():
            seen = asyncio.run(processes.load(server, texts, clients, turns, LONGEST))
            values[f"clients_{clients}"] = seen
        values["megabytes_after"] = server.megabytes()
    save(NAME, f"server/{each or 'all'}/{system}", values)


def run_gateway() -> None:
    """Time turns through the gateway with the real actions; add the memory of all three."""
    if not processes.gateway_is_there():
        print("gateway: skipped, anju/gateway is not complete yet.", flush=True)
        return
    project = trained_project("ours", 0)
    texts = messages()
    with (
        processes.real_actions() as actions,
        processes.rasa(project) as server,
        processes.gateway() as door,
    ):
        asyncio.run(server.first_answer(texts[0]))
        asyncio.run(door.first_answer(texts[0]))
        values: dict[str, Any] = {}
        for clients, turns in TURNS.items():
            seen = asyncio.run(processes.load(door, texts, clients, turns, LONGEST))
            values[f"clients_{clients}"] = seen
        memory = {one.name: one.megabytes() for one in (door, server, actions)}
        values["megabytes"] = {**memory, "all": round(sum(memory.values()), 0)}
    save(NAME, "gateway/all/ours", values)


def messages() -> list[str]:
    """Return what is sent; emergencies are left out, the gateway answers them alone."""
    urgent = {"report_fire", "report_injury", "report_danger", "report_accident", "express_despair"}
    return [example.text for example in read_nlu([MESSAGES]) if example.intent not in urgent]


def main() -> None:
    """Run the parts asked for, one cell after the other."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--parts", nargs="+", choices=PARTS, default=PARTS)
    parser.add_argument("--systems", nargs="+", choices=SYSTEMS, default=SYSTEMS)
    parser.add_argument("--each", type=int, default=20, help="examples an intent for both")
    parser.add_argument("--sizes", nargs="+", type=int, help="of ours; 0: all; else --each and 0")
    parser.add_argument("--seeds", nargs="+", type=int, default=[0, 1, 2], help="of ours")
    parser.add_argument("--peer-seeds", nargs="+", type=int, default=[0], help="of the default")
    parser.add_argument(
        "--peer-epochs", type=int, default=EPOCHS, help="of the default that `server` runs"
    )
    options = parser.parse_args()
    prepare()
    sizes = {"ours": options.sizes or [options.each, 0], "default": [options.each]}
    seeds = {"ours": options.seeds, "default": options.peer_seeds}
    cells = [(system, each) for system in options.systems for each in sizes[system]]
    for part in options.parts:
        for system, each in cells:
            if part == "intents":
                for seed in seeds[system]:
                    run_split(system, each, seed)
            elif part == "heldback":
                run_heldback(system, each)
            elif part == "server":
                run_server(system, each, options.peer_epochs)
            elif system == "ours" and each == 0:
                run_gateway()


if __name__ == "__main__":
    main()
