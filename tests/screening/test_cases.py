"""How many other people reported nearly the same: vectors and days, no texts, no names."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from anju.screening.cases import CaseStore, pack, unpack


def vector(seed: int) -> NDArray[Any]:
    numbers = np.random.RandomState(seed).normal(size=512)
    return np.asarray(numbers / np.linalg.norm(numbers))


@pytest.fixture
def store(tmp_path: Path) -> CaseStore:
    return CaseStore(tmp_path / "deep" / "cases.db")


def test_packing_keeps_the_direction() -> None:
    assert float(unpack(pack(vector(1))) @ vector(1)) > 0.999


def test_others_with_the_same_story_are_counted_once_each(store: CaseStore) -> None:
    near = pack(vector(1) + 0.01 * vector(2))
    assert store.report("a", "prize", pack(vector(1))) == 0
    assert store.report("b", "prize", near) == 1
    assert store.report("b", "prize", near) == 1
    assert store.report("c", "prize", near) == 2
    assert store.report("d", "prize", pack(vector(9))) == 0


def test_a_person_can_take_it_all_back(store: CaseStore) -> None:
    store.report("a", "prize", pack(vector(1)))
    assert store.forget("a") == 1
    assert store.report("b", "prize", pack(vector(1))) == 0


def test_nothing_to_forget_makes_no_file(store: CaseStore, tmp_path: Path) -> None:
    assert store.forget("a") == 0
    assert list(tmp_path.iterdir()) == []


def test_the_file_holds_no_id(store: CaseStore, tmp_path: Path) -> None:
    store.report("openid-of-somebody", "prize", pack(vector(1)))
    with sqlite3.connect(tmp_path / "deep" / "cases.db") as database:
        assert "openid" not in str(database.execute("select * from cases").fetchall())


@pytest.mark.parametrize("packed", ["", "%%%", "AAAA"])
def test_what_is_no_vector_is_refused(store: CaseStore, packed: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        store.report("a", "prize", packed)
