"""`python -m anju.nlu …` is Rasa's own command line without the warnings of its old libraries.

Rasa switches warnings on while it starts; a hundred lines about libraries that it pins would
bury the one line that a person has to read.
"""

from __future__ import annotations

import warnings
from typing import Any


def _silent(*args: Any, **kwargs: Any) -> None:
    """Show nothing."""


def main() -> None:
    warnings.showwarning = _silent
    from rasa.__main__ import main as rasa_main  # takes seconds; the lines above have to run first

    from anju.nlu.action_validation import validate_quickly

    validate_quickly()
    rasa_main()


if __name__ == "__main__":
    main()
