"""What the door remembers of people: bounded, and never at the cost of their order."""

from __future__ import annotations

import asyncio

import pytest

from anju.gateway.people import People


def test_a_person_is_known_until_others_wrote_later() -> None:
    people = People(most=2)
    people["a"].language = "en"
    people["b"].language = "zh"
    assert people["a"].language == "en"  # b is the one that wrote longest ago now
    assert people["c"].language is None
    assert len(people) == 2
    assert people["a"].language == "en"
    assert people["b"].language is None


@pytest.mark.asyncio
async def test_whoever_waits_is_not_forgotten() -> None:
    people = People(most=1)
    order: list[str] = []

    async def turn(name: str) -> None:
        async with people.turn("a"):
            order.append(f"{name} in")
            await asyncio.sleep(0.01)
            order.append(f"{name} out")

    async def others() -> None:
        for number in range(50):
            people[f"other {number}"]
            await asyncio.sleep(0)

    await asyncio.gather(turn("1"), others(), turn("2"), turn("3"))
    assert order == ["1 in", "1 out", "2 in", "2 out", "3 in", "3 out"]
    people["last"]
    assert len(people) <= 2


@pytest.mark.asyncio
async def test_forgetting_leaves_the_order_of_a_person_who_waits() -> None:
    people = People()
    async with people.turn("a"):
        known = people["a"]
        known.language = "en"
        people.forget("a")
        assert people["a"] is known
        assert known.language is None
    people.forget("a")
    assert people["a"] is not known
    people.forget("nobody")


@pytest.mark.asyncio
async def test_a_turn_that_fails_lets_the_next_one_in() -> None:
    people = People()
    with pytest.raises(ZeroDivisionError):
        async with people.turn("a"):
            raise ZeroDivisionError
    async with people.turn("a"):
        assert people["a"].waiting == 1
    assert people["a"].waiting == 0
