"""Keep TensorFlow out of processes that only read text.

spaCy's thinc imports TensorFlow when it is installed, as Rasa has it: four seconds and 300 MB for
nothing. An absent module is something thinc knows how to live with.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

_NAME = "tensorflow"


@contextmanager
def without_tensorflow() -> Iterator[None]:
    """While this lasts `import tensorflow` fails, unless the process has imported it before."""
    if _NAME in sys.modules:
        yield
        return
    sys.modules[_NAME] = None  # type: ignore[assignment]
    try:
        yield
    finally:
        del sys.modules[_NAME]
