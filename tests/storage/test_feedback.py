"""Opinions on verdicts are kept without names, and deleted on request."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from anju.storage.feedback import Feedback, FeedbackStore

WRONG = Feedback(False, "high_risk", "prize", 0.9, ("u_prize",))


def test_what_was_said_can_be_read(tmp_path: Path) -> None:
    store = FeedbackStore(tmp_path / "new" / "feedback.db")
    assert store.all() == []
    store.add("a", WRONG)
    store.add("b", WRONG._replace(useful=True))
    assert store.all() == [WRONG, WRONG._replace(useful=True)]


def test_it_can_be_forgotten(tmp_path: Path) -> None:
    store = FeedbackStore(tmp_path / "feedback.db")
    assert store.forget("a") == 0
    store.add("a", WRONG)
    store.add("b", WRONG)
    assert store.forget("a") == 1
    assert len(store.all()) == 1


def test_the_file_holds_no_id(tmp_path: Path) -> None:
    store = FeedbackStore(tmp_path / "feedback.db")
    store.add("openid-of-somebody", WRONG)
    with sqlite3.connect(tmp_path / "feedback.db") as database:
        assert "openid" not in str(database.execute("select * from feedback").fetchall())
