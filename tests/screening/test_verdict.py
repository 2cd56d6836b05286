"""The rule from score, signs and indicators to one of five verdicts."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from anju.screening.indicators import Findings
from anju.screening.links import Link
from anju.screening.model import Score
from anju.screening.outcome import Verdict
from anju.screening.reader import Reader, Reading, SignFound
from anju.screening.verdict import Thresholds, decide, is_official
from tests.screening.test_links import BANK

TODAY = date(2026, 11, 23)
BOUNDS = Thresholds(high=0.8, suspicious=0.5, doubtful=0.3, nuisance=0.5)
OWN = Link(0, 5, "www.icbc.com.cn", "icbc.com.cn", frozenset({"link", "link_official"}), BANK, None)


def score(scam: float, nuisance: float = 0.0, kind: str = "bank_notice") -> Score:
    return Score(scam, nuisance, 1 - scam - nuisance, ((kind, 0.9),))


def verdict(reader: Reader, scam: float, nuisance: float = 0.0, sign: str = "") -> Verdict:
    reading = reader("今天吃什么")
    if sign:
        reading = reading._replace(signs=(SignFound(sign, 0, 2),))
    return decide(score(scam, nuisance), reading, {"strong": 3, "weak": 1}, BOUNDS, TODAY)


@pytest.mark.parametrize(
    ("scam", "nuisance", "sign", "wanted"),
    [
        (0.9, 0.0, "", Verdict.HIGH_RISK),
        (0.6, 0.0, "", Verdict.SUSPICIOUS),
        (0.6, 0.0, "weak", Verdict.SUSPICIOUS),
        (0.6, 0.0, "strong", Verdict.HIGH_RISK),
        (0.4, 0.0, "", Verdict.NO_SIGNS),
        (0.4, 0.0, "strong", Verdict.SUSPICIOUS),
        (0.1, 0.0, "strong", Verdict.NO_SIGNS),
        (0.2, 0.7, "", Verdict.NUISANCE),
        (0.0, 0.2, "", Verdict.NO_SIGNS),
    ],
)
def test_the_rule(reader: Reader, scam: float, nuisance: float, sign: str, wanted: Verdict) -> None:
    assert verdict(reader, scam, nuisance, sign) is wanted


def findings(*links: Link) -> Findings:
    return Findings((), links, BANK)


def test_official_needs_sender_link_and_content_of_one_recent_entry() -> None:
    assert is_official(score(0.1), findings(OWN), TODAY)


def test_a_sender_tag_alone_is_never_official() -> None:
    assert not is_official(score(0.0), findings(), TODAY)


def test_another_link_beside_it_is_not_official() -> None:
    strange = OWN._replace(domain="a.top", owner=None)
    assert not is_official(score(0.0), findings(OWN, strange), TODAY)


def test_content_that_the_organisation_does_not_send_is_not_official() -> None:
    assert not is_official(score(0.0, kind="task_rebate"), findings(OWN), TODAY)


def test_an_entry_that_was_not_checked_for_a_year_says_nothing() -> None:
    assert not is_official(score(0.0), findings(OWN), BANK.checked_on + timedelta(days=400))


def test_a_mobile_number_beside_it_leads_elsewhere(reader: Reader) -> None:
    reading: Reading = reader("请联系13800002931")
    found = reading.findings._replace(links=(OWN,), sender=BANK)
    assert not is_official(score(0.0), found, TODAY)
