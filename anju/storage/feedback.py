"""What residents say about a verdict: useful, or wrong. No text, no id that leads back."""

from __future__ import annotations

import hashlib
from datetime import datetime, timezone
from pathlib import Path
from typing import NamedTuple

import sqlalchemy as sa

_TABLE = sa.Table(
    "feedback",
    sa.MetaData(),
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("person", sa.String(64), index=True, nullable=False),
    sa.Column("at", sa.DateTime, nullable=False),
    sa.Column("useful", sa.Boolean, nullable=False),
    sa.Column("verdict", sa.String(16), nullable=False),
    sa.Column("kind", sa.String(64), nullable=False),
    sa.Column("score", sa.Float, nullable=False),
    sa.Column("signs", sa.JSON, nullable=False),
)


class Feedback(NamedTuple):
    """One opinion on one verdict; `signs` are the ids of the reasons that were shown."""

    useful: bool
    verdict: str
    kind: str
    score: float
    signs: tuple[str, ...]


class FeedbackStore:
    """Opinions in a database of their own; made at the first one."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._engine: sa.engine.Engine | None = None

    def add(self, person: str, feedback: Feedback) -> None:
        values = {**feedback._asdict(), "signs": list(feedback.signs)}
        now = datetime.now(timezone.utc).replace(tzinfo=None)
        with self._opened().begin() as connection:
            connection.execute(sa.insert(_TABLE).values(person=_hashed(person), at=now, **values))

    def all(self) -> list[Feedback]:
        """Return every opinion, oldest first."""
        if not self._path.exists():
            return []
        fields = [_TABLE.c[name] for name in Feedback._fields]
        with self._opened().connect() as connection:
            rows = connection.execute(sa.select(*fields).order_by(_TABLE.c.id)).all()
        return [Feedback(row[0], row[1], row[2], row[3], tuple(row[4])) for row in rows]

    def forget(self, person: str) -> int:
        """Delete what a person said; return how much it was."""
        if not self._path.exists():
            return 0
        with self._opened().begin() as connection:
            done = connection.execute(sa.delete(_TABLE).where(_TABLE.c.person == _hashed(person)))
        return int(done.rowcount)

    def _opened(self) -> sa.engine.Engine:
        if self._engine is None:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            self._engine = sa.create_engine(f"sqlite:///{self._path}", future=True)
            _TABLE.metadata.create_all(self._engine)
        return self._engine


def _hashed(person: str) -> str:
    return hashlib.sha256(person.encode()).hexdigest()
