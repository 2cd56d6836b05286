"""A score of 0.8 is right about 80 % of the time."""

from __future__ import annotations

import numpy as np
import pytest

from anju.screening.calibration import Calibration, fit_calibration


def test_a_score_that_exaggerates_is_brought_back() -> None:
    random = np.random.RandomState(0)
    true = random.uniform(0.02, 0.98, 4000)
    truth = random.uniform(size=4000) < true
    odds = 3 * np.log(true / (1 - true))  # three times too sure
    fitted = fit_calibration(list(1 / (1 + np.exp(-odds))), list(truth))
    assert fitted.slope == pytest.approx(1 / 3, abs=0.05)
    assert fitted(1 / (1 + np.exp(-3 * np.log(0.8 / 0.2)))) == pytest.approx(0.8, abs=0.03)


def test_the_order_of_scores_stays() -> None:
    fitted = fit_calibration([0.1, 0.4, 0.6, 0.9], [False, False, True, True])
    assert fitted(0.1) < fitted(0.4) < fitted(0.6) < fitted(0.9)


def test_a_perfect_separation_stays_finite() -> None:
    fitted = fit_calibration([0.0, 0.0, 1.0, 1.0], [False, False, True, True])
    assert 0 < fitted(0.0) < 0.5 < fitted(1.0) < 1


def test_without_fitting_nothing_changes() -> None:
    assert Calibration()(0.3) == pytest.approx(0.3)
