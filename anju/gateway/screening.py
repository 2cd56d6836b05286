"""`POST /api/screen`: the verdict on a message, for other clients."""

from __future__ import annotations

from typing import Any

from anju.gateway.errors import DoorError
from anju.gateway.rasa import Rasa, RasaError
from anju.language.mask import mask_personal_numbers

LARGEST = 256 * 1024  # bytes of a request
MOST, LONGEST = 20, 4_000  # messages of a request, characters of a message


async def screen(content: Any, rasa: Rasa) -> Any:
    """Return one verdict for `{"id", "text"}`, a list of them for a list.

    Raises:
        DoorError: not_screenable, screening_unavailable.
    """
    items = content if isinstance(content, list) else [content]
    if not 0 < len(items) <= MOST:
        raise DoorError("not_screenable")
    texts = [mask_personal_numbers(_text(item)) for item in items]
    try:
        found = await rasa.screen(texts)
    except (RasaError, ValueError) as error:
        raise DoorError("screening_unavailable", retry_after=5) from error
    answers = [{"id": item.get("id"), **one} for item, one in zip(items, found)]
    return answers if isinstance(content, list) else answers[0]


def _text(item: Any) -> str:
    text = item.get("text") if isinstance(item, dict) else None
    if not isinstance(text, str) or not text.strip() or len(text) > LONGEST:
        raise DoorError("not_screenable")
    return text
