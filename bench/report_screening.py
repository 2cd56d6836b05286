"""The tables of the screening for docs/benchmarks.md."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

Cells = Mapping[str, dict[str, Any]]
NOT_RUN = "not run"


def quality(cells: Cells) -> str:
    """Return recall and alarms on the messages written apart from the examples."""
    rows: list[list[Any]] = [["target", "", "", "≥ 90", "≤ 2", "≤ 1", "≤ 1", "≥ 90", "≤ 5"]]
    for name, shown in (("heldback", "held back"), ("dev", "development")):
        for language in ("zh", "en"):
            found = cells.get(f"quality/{name}", {}).get(language)
            if found is None:
                rows.append([shown, language, *[NOT_RUN] * 7])
                continue
            rows.append(
                [
                    shown,
                    language,
                    found["scam"],
                    *(
                        percent(found[key])
                        for key in (
                            "recall",
                            "notices_alarmed",
                            "private_alarmed",
                            "adverts_alarmed",
                            "talks_recall",
                            "talks_alarmed",
                        )
                    ),
                ]
            )
    head = ["messages", "language", "scams", "recall %", "notices alarmed %", "private alarmed %"]
    return table([*head, "adverts alarmed %", "talks: recall %", "talks: alarmed %"], rows)


def kinds(cells: Cells) -> str:
    """Return the share alarmed of each kind of the held-back messages."""
    found = cells.get("kinds/heldback", {})
    shown = [
        f"{kind} {value[1] * 100:.0f} ({value[0]})"
        for kind, value in found.items()
        if isinstance(value, list)
    ]
    return "Share of each kind called high risk or suspicious, in % (messages): " + " · ".join(
        shown
    )


def public(cells: Cells) -> str:
    """Return alarms on other people's data."""
    rows = []
    for name, values in cells.items():
        if name.startswith("public/"):
            count = values.get("messages", values.get("links"))
            rows.append([name.removeprefix("public/"), count, percent(values["alarmed"])])
    return table(["set", "messages or links", "alarmed %"], rows)


def rewriters(cells: Cells) -> str:
    """Return what each way of disguising costs."""
    plain = cells.get("rewriters/none")
    rows = []
    for name, values in cells.items():
        if name.startswith("rewriters/") and plain:
            loss = (plain["recall"] - values["recall"]) * 100
            rows.append(
                [
                    name.removeprefix("rewriters/"),
                    percent(values["recall"]),
                    f"{loss:.1f}",
                    percent(values["alarmed"]),
                ]
            )
    return table(["rewriter", "recall %", "loss, points", "alarmed %"], rows)


def parts(cells: Cells) -> str:
    """Return ablation, kinds and channels left out."""
    rows = []
    for name, values in cells.items():
        if name.startswith(("ablation/", "left_out/channels/")):
            rows.append(
                [
                    name,
                    percent(values["recall"]),
                    percent(values["alarmed"]),
                    percent(values["recall_at_2_percent"]),
                ]
            )
    left = cells.get("left_out/kinds")
    mean = percent(left["mean_recall"]) if left else NOT_RUN
    text = table(["system", "recall %", "alarmed %", "recall % at 2 % alarmed"], rows)
    count = left.get("kinds", 0) if left else 0
    return (
        f"{text}\n\nLeave one kind of scam out, {count} of 42 kinds run: "
        f"recall {mean} % on average (target ≥ 75)."
    )


def speed(cells: Cells) -> str:
    """Return speed and memory."""
    found = cells.get("speed")
    if not found:
        return NOT_RUN
    rows = [
        ["messages a second, one core, batch", "≥ 300", found["messages_a_second"]],
        ["mean characters of a message", "", found["mean_characters"]],
        ["one in the dialogue, median ms", "≤ 8", found["one_in_the_dialogue_ms_median"]],
        ["one in the dialogue, p95 ms", "", found["one_in_the_dialogue_ms_p95"]],
        ["peak memory of the process, MB", "≤ 400", found["peak_megabytes"]],
    ]
    return table(["", "target", "measured"], rows)


def percent(value: float) -> str:
    return f"{value * 100:.1f}"


def table(head: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(str(value) for value in line)} |" for line in lines)


TABLES = {
    "screening-quality": quality,
    "screening-kinds": kinds,
    "screening-public": public,
    "screening-rewriters": rewriters,
    "screening-parts": parts,
    "screening-speed": speed,
}
