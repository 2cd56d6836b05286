"""Known cases: what other residents reported these days that means nearly the same.

A case is the sentence vector of a message that was judged alarming, its kind and the day: no text,
and no id that leads back to a person.
"""

from __future__ import annotations

import base64
import hashlib
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any, Optional

import numpy as np
import sqlalchemy as sa
from numpy.typing import NDArray

from anju.language.encoder import DIMENSIONS

NEAR = 0.78  # cosine from which two messages tell the same story
_DAYS = 7
_MOST = 10_000  # newest cases that are compared; a plain product takes 3 ms over as many

_TABLE = sa.Table(
    "cases",
    sa.MetaData(),
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("person", sa.String(64), index=True, nullable=False),
    sa.Column("at", sa.DateTime, index=True, nullable=False),
    sa.Column("kind", sa.String(64), nullable=False),
    sa.Column("vector", sa.LargeBinary, nullable=False),
)


class CaseStore:
    """Cases in a database of their own; made at the first one."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._engine: Optional[sa.engine.Engine] = None

    def report(self, person: str, kind: str, packed: str) -> int:
        """Add a case and return how many other people reported one like it within a week.

        Raises:
            ValueError: `packed` was not made by `pack`.
        """
        vector = unpack(packed)
        now = datetime.now(timezone.utc).replace(tzinfo=None)
        me = _hashed(person)
        with self._opened().begin() as connection:
            query = (
                sa.select(_TABLE.c.person, _TABLE.c.vector)
                .where(_TABLE.c.at >= now - timedelta(days=_DAYS), _TABLE.c.person != me)
                .order_by(_TABLE.c.id.desc())
                .limit(_MOST)
            )
            rows = connection.execute(query).all()
            values = {"person": me, "at": now, "kind": kind, "vector": base64.b64decode(packed)}
            connection.execute(sa.insert(_TABLE).values(**values))
        if not rows:
            return 0
        known = np.frombuffer(b"".join(row[1] for row in rows), dtype=np.int8)
        cosines = _unit(known.reshape(-1, DIMENSIONS).astype(np.float32)) @ vector
        return len({row[0] for row, cosine in zip(rows, cosines) if cosine >= NEAR})

    def forget(self, person: str) -> int:
        """Delete the cases of a person; return how many there were."""
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


def pack(vector: NDArray[Any]) -> str:
    """Return a unit vector (512,) as text, a byte a number: short enough for a parse result."""
    scaled = np.clip(np.round(vector / np.abs(vector).max() * 127), -127, 127)
    return base64.b64encode(scaled.astype(np.int8).tobytes()).decode()


def unpack(packed: str) -> NDArray[Any]:
    """Return the unit vector that `pack` made text of.

    Raises:
        ValueError: it is not of that length, or no base64.
    """
    numbers = np.frombuffer(base64.b64decode(packed, validate=True), dtype=np.int8)
    if len(numbers) != DIMENSIONS:
        raise ValueError(f"a packed vector has {DIMENSIONS} bytes, not {len(numbers)}")
    vector: NDArray[Any] = _unit(numbers.astype(np.float32)[np.newaxis])[0]
    return vector


def _unit(rows: NDArray[Any]) -> NDArray[Any]:
    return np.asarray(rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9))


def _hashed(person: str) -> str:
    return hashlib.sha256(person.encode()).hexdigest()
