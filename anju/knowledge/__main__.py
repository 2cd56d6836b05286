"""`python -m anju.knowledge [FOLDER]` prints every problem of the facts, one a line."""

from __future__ import annotations

import sys
from datetime import datetime, timezone
from pathlib import Path

from anju.knowledge.load import find_problems


def main() -> int:
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "data/knowledge")
    problems = find_problems(folder, today=datetime.now(timezone.utc).date())
    for problem in problems:
        print(problem)
    print(f"{folder}: {len(problems)} problem(s)", file=sys.stderr)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
