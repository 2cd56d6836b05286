"""Rasa tracker store: SQL, with deletion on request, and a short memory of who is talking.

Rasa reads and rebuilds a whole conversation from JSON at every message, and counts its rows again
to save it: a third of a turn. Here a conversation just saved is kept, and used again when one
small query says that nobody else has written to it since.
"""

from __future__ import annotations

import asyncio
import json
from collections import OrderedDict
from pathlib import Path
from typing import Any, NamedTuple, Optional

import sqlalchemy as sa
from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import SQLTrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import Event, SessionStarted
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import EndpointConfig

_KEPT = 500  # conversations


class _Saved(NamedTuple):
    """A conversation as it was when it was last equal to its rows."""

    tracker: DialogueStateTracker
    events: int
    last_row: Optional[int]


class ErasableTrackerStore(SQLTrackerStore):
    """Store conversations and delete one when its person asks."""

    def __init__(
        self,
        endpoint_config: Optional[EndpointConfig] = None,
        domain: Optional[Domain] = None,
        event_broker: Optional[EventBroker] = None,
        db: str = "conversations.db",
        **kwargs: Any,
    ) -> None:
        if kwargs.get("dialect", "sqlite") == "sqlite":
            Path(db).parent.mkdir(parents=True, exist_ok=True)
        kwargs.pop("host", None)
        self._resting: OrderedDict[str, _Saved] = OrderedDict()  # between two messages
        self._talking: OrderedDict[str, _Saved] = OrderedDict()  # handed out, not saved yet
        super().__init__(domain=domain, db=db, event_broker=event_broker, **kwargs)

    async def retrieve(self, sender_id: str) -> Optional[DialogueStateTracker]:
        """Return the latest session of a conversation, None when there is none."""
        saved = self._resting.pop(sender_id, None)
        if saved is None or saved.last_row != self._last_row(sender_id):
            tracker = await super().retrieve(sender_id)
            if tracker is None:
                return None
            saved = _Saved(tracker, len(tracker.events), self._last_row(sender_id))
        _put(self._talking, sender_id, saved)
        return saved.tracker

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Add the events that are not stored yet."""
        before = self._talking.pop(tracker.sender_id, None)
        if before is None or before.tracker is not tracker:
            await super().save(tracker)
        else:
            await self.stream_events(tracker)
            self._add(tracker.sender_id, list(tracker.events)[before.events :])
        # A second session would be read without the first: let it be read anew.
        if sum(isinstance(event, SessionStarted) for event in tracker.events) <= 1:
            row = self._last_row(tracker.sender_id)
            _put(self._resting, tracker.sender_id, _Saved(tracker, len(tracker.events), row))

    async def delete(self, sender_id: str) -> int:
        """Delete all events of a conversation; return how many there were."""
        self._resting.pop(sender_id, None)
        self._talking.pop(sender_id, None)
        return await asyncio.to_thread(self._delete, sender_id)

    def _delete(self, sender_id: str) -> int:
        with self.session_scope() as session:
            query = session.query(self.SQLEvent).filter(self.SQLEvent.sender_id == sender_id)
            count = int(query.delete(synchronize_session=False))
            session.commit()
        return count

    def _add(self, sender_id: str, events: list[Event]) -> None:
        rows = []
        for event in events:
            data = event.as_dict()
            rows.append(
                {
                    "sender_id": sender_id,
                    "type_name": event.type_name,
                    "timestamp": data.get("timestamp"),
                    "intent_name": data.get("parse_data", {}).get("intent", {}).get("name"),
                    "action_name": data.get("name"),
                    "data": json.dumps(data),
                }
            )
        if rows:
            with self.engine.begin() as connection:
                connection.execute(sa.insert(self.SQLEvent.__table__), rows)

    def _last_row(self, sender_id: str) -> Optional[int]:
        table = self.SQLEvent.__table__
        query = sa.select(sa.func.max(table.c.id)).where(table.c.sender_id == sender_id)
        with self.engine.connect() as connection:
            row: Optional[int] = connection.execute(query).scalar()
        return row


def _put(kept: OrderedDict[str, _Saved], sender_id: str, saved: _Saved) -> None:
    kept[sender_id] = saved
    kept.move_to_end(sender_id)
    if len(kept) > _KEPT:
        kept.popitem(last=False)
