"""Write the tables of docs/benchmarks.md, between their markers, from bench/results/*.json.

What stands outside of the markers is written by people and is left as it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import report_screening
from common import ROOT, load

DOCUMENT = ROOT / "docs" / "benchmarks.md"
_NAMES = {
    "ours": "ours",
    "ours-tuned": "ours, settings for BANKING77",
    "default": "Rasa's default",
}
Cells = Mapping[str, dict[str, Any]]


def main() -> None:
    """Write each table whose benchmark has run; a table that has not says so."""
    text = DOCUMENT.read_text(encoding="utf-8")
    for name, make in TABLES.items():
        result = name.split("-")[0]
        text = replace(text, name, make(load(result)["cells"]) + below(result))
    DOCUMENT.write_text(text, encoding="utf-8")


def replace(text: str, name: str, table: str) -> str:
    """Put `table` between the markers called `name`."""
    begin, end = f"<!-- {name} -->", f"<!-- /{name} -->"
    if begin not in text or end not in text:
        raise SystemExit(f"{DOCUMENT}: the markers {begin} and {end} are missing.")
    pattern = re.compile(f"{re.escape(begin)}.*?{re.escape(end)}", re.DOTALL)
    return pattern.sub(lambda _: f"{begin}\n{table}\n{end}", text)


def below(result: str) -> str:
    """Return the line under a table: when, and on what."""
    content = load(result)
    dates = sorted({cell["date"] for cell in content["cells"].values()})
    if not dates:
        return ""
    machine = dict(content["machine"])
    machine_text = f"{machine.pop('cores')} cores, {machine.pop('threads')} thread"
    versions = ", ".join(f"{name} {value}" for name, value in machine.items())
    return f"\n\n{' to '.join(dict.fromkeys((dates[0], dates[-1])))}; {machine_text}; {versions}."


def banking(cells: Cells) -> str:
    """Return accuracy on BANKING77, the mean of the seeds that ran."""
    rows = []
    for each in (10, 30):
        for system in _NAMES:
            runs = runs_of(cells, f"banking77/{each}/{system}/")
            rows.append(
                [
                    each,
                    _NAMES[system],
                    len(runs),
                    percent(runs, "accuracy"),
                    number(runs, "train_cpu_seconds", 0),
                ]
            )
    target = [10, "target", "", "≥ 82.0", ""]
    published = [
        10,
        "published: BERT tuned · USE · ConveRT · USE+ConveRT",
        "",
        "83.4 · 84.2 · 83.3 · 85.2",
        "",
    ]
    head = ["examples an intent", "system", "seeds", "accuracy %", "training, CPU s"]
    return table(head, [target, published, *rows])


def clinc(cells: Cells) -> str:
    """Return CLINC150 at the threshold that rejects 3 % of validation questions in scope."""
    rows: list[list[Any]] = [["", "target", "", "", "≥ 94.0", "≥ 78.0", "≤ 3.0"]]
    for each in ("all", "10"):
        for system in ("ours", "default"):
            runs = runs_of(cells, f"clinc150/{each}/{system}/")
            scores = ("familiarity", "confidence") if system == "ours" else ("confidence",)
            rows += [
                [
                    each,
                    _NAMES[system],
                    score,
                    len(runs),
                    percent(runs, "accuracy_in_scope"),
                    percent(runs, f"oos_recall_{score}"),
                    percent(runs, f"false_rejection_{score}"),
                ]
                for score in scores
            ]
    head = ["examples an intent", "system", "score", "seeds", "accuracy in scope %"]
    return table([*head, "out of scope found %", "false rejection on test %"], rows)


def intents(cells: Cells) -> str:
    """Return accuracy on the project's own data."""
    rows = []
    for each in sizes(cells):
        for system in ("ours", "default"):
            held = cells.get(f"heldback/{each}/{system}")
            runs = runs_of(cells, f"intents/{each}/{system}/")
            if not runs and not held:
                continue
            ours = [held] if held else []
            rows.append(
                [
                    each,
                    _NAMES[system],
                    len(runs),
                    percent(runs, "accuracy"),
                    percent(runs, "macro_f1"),
                    percent(ours, "accuracy"),
                    percent(ours, "macro_f1"),
                ]
            )
    head = ["examples an intent", "system", "splits", "accuracy %", "macro-F1 %"]
    return table([*head, "held back: accuracy %", "held back: macro-F1 %"], rows)


def servers(cells: Cells) -> str:
    """Return training, start, memory and turns of `rasa run`, and the ratios."""
    columns = [
        (f"{_NAMES[system]}, {each}", flat(cells, system, each))
        for each in sizes(cells)
        for system in ("ours", "default")
        if f"server/{each}/{system}" in cells or f"train/{each}/{system}" in cells
    ]
    both = {each for each in sizes(cells) if f"server/{each}/default" in cells}
    rows = [[label, *(values.get(key, "") for _, values in columns)] for key, label in _ROWS]
    head = ["", *(name for name, _ in columns)]
    for each in sorted(both):
        ours, peer = flat(cells, "ours", each), flat(cells, "default", each)
        for row, (key, _) in zip(rows, _ROWS):
            row.append("" if key in _FACTS else ratio(ours.get(key), peer.get(key)))
        head.append(f"default : ours, {each}")
    return table(head, rows)


_FACTS = {"examples", "rasa_train_seconds", "epochs", "8 load_average"}  # no ratio
_ROWS = (
    ("examples", "examples"),
    ("rasa_train_seconds", "`rasa train`, s"),
    ("rasa_train_cpu_seconds", "`rasa train`, CPU s"),
    ("model_megabytes", "model, MB"),
    ("first_answer_seconds", "start to first answer, s"),
    ("megabytes_after", "memory (PSS), MB"),
    ("epochs", "epochs of the model that ran"),
    ("1 p50_ms", "1 client: p50, ms"),
    ("1 p95_ms", "1 client: p95, ms"),
    ("1 turns_a_second", "1 client: turns a second"),
    ("1 cpu_ms_a_turn", "1 client: CPU ms of Rasa a turn"),
    ("8 p50_ms", "8 clients: p50, ms"),
    ("8 p95_ms", "8 clients: p95, ms"),
    ("8 turns_a_second", "8 clients: turns a second"),
    ("8 cpu_ms_a_turn", "8 clients: CPU ms of Rasa a turn"),
    ("8 load_average", "load of the machine (2 = both cores busy)"),
)


def flat(cells: Cells, system: str, each: str) -> dict[str, Any]:
    """Return training and server values of a system in one mapping."""
    server = cells.get(f"server/{each}/{system}", {})
    loads = {
        f"{clients} {key}": value
        for clients in (1, 8)
        for key, value in server.get(f"clients_{clients}", {}).items()
    }
    return {**cells.get(f"train/{each}/{system}", {}), **server, **loads}


def gateway(cells: Cells) -> str:
    """Return turns through the gateway, with the real actions."""
    cell = cells.get("gateway/all/ours")
    if not cell:
        return "Not run yet."
    keys = ("turns", "without_answer", "p50_ms", "p95_ms", "turns_a_second", "load_average")
    loads = [[n, *(cell[f"clients_{n}"][key] for key in keys)] for n in (1, 8)]
    head = ["clients", "turns", "without an answer", "p50 ms", "p95 ms", "turns a second", "load"]
    memory = " · ".join(f"{name} {value} MB" for name, value in cell["megabytes"].items())
    return f"{table(head, loads)}\n\nMemory (PSS): {memory}."


def lexicon(cells: Cells) -> str:
    """Return recall and time of each tokenizer."""
    rows = [
        [name, percent([cell], "recall"), cell["other_spans"], cell["ms_a_text"]]
        for name, cell in cells.items()
    ]
    count = next((cell["occurrences"] for cell in cells.values()), 0)
    head = ["tokens", f"of {count} occurrences found %", "other spans", "ms a text"]
    return table(head, rows)


TABLES: dict[str, Callable[[Cells], str]] = {
    "intents-banking77": banking,
    "intents-clinc150": clinc,
    "dialogue-intents": intents,
    "dialogue-servers": servers,
    "dialogue-gateway": gateway,
    "lexicon": lexicon,
    **report_screening.TABLES,
}


def runs_of(cells: Cells, prefix: str) -> list[dict[str, Any]]:
    """Return the cells of all seeds."""
    return [cell for name, cell in cells.items() if name.startswith(prefix)]


def sizes(cells: Cells) -> list[str]:
    """Return the numbers of examples an intent that ran, `all` last."""
    found = {name.split("/")[1] for name in cells}
    return sorted(found, key=lambda size: (size == "all", size))


def percent(runs: Sequence[Mapping[str, Any]], key: str) -> str:
    """Return a mean in percent, with the lowest and highest of several seeds."""
    values = [100 * run[key] for run in runs]
    if not values:
        return "not run"
    spread = f" ({min(values):.1f} to {max(values):.1f})" if len(values) > 1 else ""
    return f"{np.mean(values):.1f}{spread}"


def number(runs: Sequence[Mapping[str, Any]], key: str, digits: int) -> str:
    """Return a mean, empty when nothing ran."""
    return f"{np.mean([run[key] for run in runs]):.{digits}f}" if runs else ""


def ratio(ours: Any, peer: Any) -> str:
    """Return how many times ours the peer's value is."""
    return f"{peer / ours:.2f}" if ours and peer else ""


def table(head: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    """Return a Markdown table."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(str(value) for value in line)} |" for line in lines)


if __name__ == "__main__":
    main()
