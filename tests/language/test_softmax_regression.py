"""Our own regression reaches the optimum of scikit-learn's, and always the same one."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from scipy.sparse import csr_matrix, hstack
from scipy.sparse import random as random_sparse
from sklearn.linear_model import LogisticRegression

from anju.language.softmax_regression import Softmax, fit_softmax

Rows = tuple[np.ndarray, csr_matrix, np.ndarray]
CLASSES, ROWS, DENSE, SPARSE = 8, 800, 16, 60


@pytest.fixture(scope="module")
def rows() -> Rows:
    """Noisy points around one centre a class, and a few sparse columns that help."""
    random = np.random.RandomState(7)
    labels = np.arange(ROWS) % CLASSES
    dense = random.randn(CLASSES, DENSE)[labels] + random.randn(ROWS, DENSE)
    noise = random_sparse(ROWS, SPARSE, density=0.05, random_state=random)
    marks = csr_matrix((np.ones(ROWS), (np.arange(ROWS), labels * 3)), shape=(ROWS, SPARSE))
    return dense, csr_matrix(noise + 0.3 * marks), labels


def fit(rows: Rows, **options: object) -> Softmax:
    given = {"C": 1.0, "epochs": 200, "seed": 0, **options}
    return fit_softmax(*rows, CLASSES, **given)  # type: ignore[arg-type]


def logits(model: Softmax, dense: np.ndarray, sparse: csr_matrix) -> np.ndarray:
    return np.asarray(hstack([csr_matrix(dense), sparse]) @ model.weights + model.bias)


def loss(logit: np.ndarray, labels: np.ndarray, weights: np.ndarray, C: float) -> float:
    """Return the objective that scikit-learn minimises."""
    largest = logit.max(axis=1, keepdims=True)
    normal = np.log(np.exp(logit - largest).sum(axis=1)) + largest[:, 0]
    entropy = (normal - logit[np.arange(len(labels)), labels]).sum()
    return float(C * entropy + 0.5 * (weights**2).sum())


@pytest.fixture(scope="module")
def optimum(rows: Rows) -> Callable[[float], LogisticRegression]:
    dense, sparse, labels = rows
    matrix = hstack([csr_matrix(dense), sparse]).tocsr()
    return lambda C: LogisticRegression(C=C, max_iter=5_000).fit(matrix, labels)


@pytest.mark.parametrize("C", [0.1, 1.0, 50.0])
def test_it_predicts_what_scikit_learn_predicts(
    rows: Rows, optimum: Callable[[float], LogisticRegression], C: float
) -> None:
    dense, sparse, _ = rows
    theirs = optimum(C).predict(hstack([csr_matrix(dense), sparse]))
    mine = logits(fit(rows, C=C), dense, sparse).argmax(axis=1)
    assert (mine == theirs).mean() >= 0.98


@pytest.mark.parametrize("C", [0.1, 1.0])
def test_with_time_enough_it_reaches_the_optimum_of_scikit_learn(
    rows: Rows, optimum: Callable[[float], LogisticRegression], C: float
) -> None:
    """With C = 50 twenty epochs stop long before: measured better on questions it has not seen."""
    dense, sparse, labels = rows
    reference = optimum(C)
    theirs = reference.decision_function(hstack([csr_matrix(dense), sparse]))
    model = fit(rows, C=C, epochs=800)
    reached = loss(logits(model, dense, sparse), labels, model.weights, C)
    assert reached <= loss(theirs, labels, reference.coef_, C) * 1.01


def test_the_same_data_and_seed_give_the_same_weights(rows: Rows) -> None:
    one, other = fit(rows, epochs=3), fit(rows, epochs=3)
    assert np.array_equal(one.weights, other.weights)
    assert np.array_equal(one.bias, other.bias)


def test_the_seed_of_the_process_changes_nothing(rows: Rows) -> None:
    one = fit(rows, epochs=2)
    np.random.seed(12345)
    assert np.array_equal(one.weights, fit(rows, epochs=2).weights)


def test_weights_and_bias_have_the_shape_of_the_data(rows: Rows) -> None:
    model = fit(rows, epochs=1)
    assert model.weights.shape == (DENSE + SPARSE, CLASSES)
    assert model.bias.shape == (CLASSES,)
    assert model.weights.dtype == model.bias.dtype == np.float32


def test_without_sparse_columns_the_dense_ones_are_enough(rows: Rows) -> None:
    dense, _, labels = rows
    none = csr_matrix((ROWS, 0))
    model = fit_softmax(dense, none, labels, CLASSES, C=1.0, epochs=50)
    assert (logits(model, dense, none).argmax(axis=1) == labels).mean() > 0.8


def test_a_class_of_one_example_is_learned_and_no_weight_is_infinite() -> None:
    dense = np.array([[1.0, 0.0], [1.0, 0.1], [0.0, 1.0]])
    sparse = csr_matrix((3, 0))
    model = fit_softmax(dense, sparse, np.array([0, 0, 1]), 2, C=50.0, epochs=300)
    assert logits(model, dense, sparse).argmax(axis=1).tolist() == [0, 0, 1]
    assert np.isfinite(model.weights).all()


def test_the_data_of_the_caller_is_not_changed(rows: Rows) -> None:
    dense, sparse, labels = (part.copy() for part in rows)
    fit_softmax(dense, sparse, labels, CLASSES, C=1.0, epochs=2)
    assert np.array_equal(dense, rows[0])
    assert (sparse != rows[1]).nnz == 0
    assert np.array_equal(labels, rows[2])
