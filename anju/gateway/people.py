"""What the door remembers of a person between two messages: their order, and little else."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field


@dataclass
class Person:
    """In memory only, never written down."""

    # One message after the other; the lock is first come, first served.
    order: asyncio.Lock = field(default_factory=asyncio.Lock)
    waiting: int = 0
    # How often each card was shown, to choose another wording next time.
    shown: dict[str, int] = field(default_factory=dict)
    # The language of the last message that had one: zh, en or both.
    language: str | None = None


class People:
    """The people who wrote last; of the others nothing is kept."""

    def __init__(self, most: int = 10_000) -> None:
        self._most = most
        self._people: OrderedDict[str, Person] = OrderedDict()

    def __getitem__(self, person: str) -> Person:
        known = self._people.get(person)
        if known is None:
            known = self._people[person] = Person()
            self._make_room(person)
        self._people.move_to_end(person)
        return known

    def __len__(self) -> int:
        return len(self._people)

    def forget(self, person: str) -> None:
        known = self._people.get(person)
        if known is None:
            return
        known.shown.clear()
        known.language = None
        if not known.waiting:
            del self._people[person]

    @asynccontextmanager
    async def turn(self, person: str) -> AsyncIterator[None]:
        """Wait until the earlier messages of this person are done."""
        known = self[person]
        known.waiting += 1
        try:
            async with known.order:
                yield
        finally:
            known.waiting -= 1

    def _make_room(self, newest: str) -> None:
        if len(self._people) <= self._most:
            return
        # Whoever is waiting stays, or a second lock would let a later message overtake.
        oldest_idle = next(
            (name for name, known in self._people.items() if name != newest and not known.waiting),
            None,
        )
        if oldest_idle is not None:
            del self._people[oldest_idle]
