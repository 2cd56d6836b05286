"""Write docs/screening-grid.md: how many examples each kind has in each channel, gaps marked."""

from __future__ import annotations

from collections import Counter

from screening_common import DATA, ROOT, kinds

from anju.screening.kinds import CHANNELS, STYLES, load_examples

GAP = "·"


def main() -> None:
    examples = load_examples(DATA / "screening", kinds())
    cells = Counter((one.kind, one.language, one.channel) for one in examples)
    lines = [
        "# What the screening learns from",
        "",
        "Examples of each kind by channel, Chinese + English; `bench/screening_grid.py` writes "
        f"this table. A {GAP} is a gap: nobody gets such messages, or nobody has written any yet.",
        "",
        f"{len(examples)} examples: "
        + ", ".join(
            f"{count} {name}"
            for name, count in Counter(kinds()[one.kind].group.value for one in examples).items()
        )
        + "; "
        + ", ".join(f"{c} {n}" for n, c in Counter(one.language for one in examples).items())
        + ".",
        "",
        "| kind | " + " | ".join(CHANNELS) + " | all |",
        "|---" * (len(CHANNELS) + 2) + "|",
    ]
    for kind in kinds().values():
        row = []
        for channel in CHANNELS:
            zh, en = cells[kind.id, "zh", channel], cells[kind.id, "en", channel]
            row.append(f"{zh}+{en}" if zh + en else GAP)
        total = sum(1 for one in examples if one.kind == kind.id)
        lines.append(
            f"| {kind.name['zh']} {kind.name['en']} | " + " | ".join(row) + f" | {total} |"
        )
    styles = Counter((one.style, one.language) for one in examples)
    lines += ["", "| style | zh | en |", "|---|---|---|"]
    lines += [f"| {each} | {styles[each, 'zh']} | {styles[each, 'en']} |" for each in STYLES]
    path = ROOT / "docs" / "screening-grid.md"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(path)


if __name__ == "__main__":
    main()
