"""Rasa tracker store: SQL, with the one thing a person may ask for and Rasa lacks: deletion."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any, Optional

from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import SQLTrackerStore
from rasa.shared.core.domain import Domain
from rasa.utils.endpoints import EndpointConfig


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
        super().__init__(domain=domain, db=db, event_broker=event_broker, **kwargs)

    async def delete(self, sender_id: str) -> int:
        """Delete all events of a conversation; return how many there were."""
        return await asyncio.to_thread(self._delete, sender_id)

    def _delete(self, sender_id: str) -> int:
        with self.session_scope() as session:
            query = session.query(self.SQLEvent).filter(self.SQLEvent.sender_id == sender_id)
            count = int(query.delete(synchronize_session=False))
            session.commit()
        return count
