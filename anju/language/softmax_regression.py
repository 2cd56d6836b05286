"""Multinomial logistic regression over a dense and a sparse block.

The objective of scikit-learn's `LogisticRegression` (cross entropy, half the squared weights over
C, free intercept), minimised by Adam (Kingma and Ba 2015, arXiv:1412.6980) in float32.
scikit-learn takes one matrix, so 512 dense columns would be written as sparse ones, and its
L-BFGS keeps ten copies of 2.5 million weights in float64: over a minute a training here instead
of seconds, for the same accuracy (docs/decisions/0004-own-classifier.md).
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

_BATCH = 256
_LEARNING_RATE = 0.02  # falls to zero over the run
_DECAY = (0.9, 0.999)  # of the first and second moment
_EPSILON = 1e-8


class Softmax(NamedTuple):
    """`weights` (dense + sparse columns, classes) and `bias` (classes,), float32."""

    weights: NDArray[Any]
    bias: NDArray[Any]


def fit_softmax(
    dense: NDArray[Any],
    sparse: csr_matrix,
    labels: NDArray[Any],
    classes: int,
    C: float,
    epochs: int,
    seed: int = 0,
) -> Softmax:
    """Fit rows `dense` (n, d) and `sparse` (n, s) to `labels` (n,) in 0..classes-1.

    The same data and seed give the same weights.
    """
    rows, width = dense.shape
    dense, sparse = dense.astype(np.float32), sparse.astype(np.float32)
    # The intercept is one more dense column of ones that is not pulled towards zero.
    table = np.zeros((width + sparse.shape[1] + 1, classes), dtype=np.float32)
    adam = _Adam(table, steps=epochs * -(-rows // _BATCH))
    random = np.random.RandomState(seed)
    for _ in range(epochs):
        order = random.permutation(rows)
        for start in range(0, rows, _BATCH):
            batch = order[start : start + _BATCH]
            gradient = _gradient(table, dense[batch], sparse[batch], labels[batch])
            gradient[:-1] += table[:-1] / np.float32(C * rows)
            adam.step(gradient)
    return Softmax(table[:-1], table[-1])


def _gradient(
    table: NDArray[Any], dense: NDArray[Any], sparse: csr_matrix, labels: NDArray[Any]
) -> NDArray[Any]:
    """Return the gradient of the mean cross entropy of one batch."""
    width = dense.shape[1]
    error = dense @ table[:width] + sparse @ table[width:-1] + table[-1]
    error -= error.max(axis=1, keepdims=True)
    np.exp(error, out=error)
    error /= error.sum(axis=1, keepdims=True)
    error[np.arange(len(labels)), labels] -= 1.0
    error /= len(labels)
    gradient = np.empty_like(table)
    gradient[:width] = dense.T @ error
    gradient[width:-1] = sparse.T @ error
    gradient[-1] = error.sum(axis=0)
    return gradient


class _Adam:
    def __init__(self, table: NDArray[Any], steps: int) -> None:
        self._table = table
        self._steps = steps
        self._step = 0
        self._mean = np.zeros_like(table)
        self._square = np.zeros_like(table)

    def step(self, gradient: NDArray[Any]) -> None:
        first, second = _DECAY
        self._step += 1
        self._mean *= first
        self._mean += (1 - first) * gradient
        self._square *= second
        np.square(gradient, out=gradient)
        gradient *= 1 - second
        self._square += gradient
        rate = _LEARNING_RATE * (1 - self._step / self._steps)
        rate *= np.sqrt(1 - second**self._step) / (1 - first**self._step)
        self._table -= np.float32(rate) * self._mean / (np.sqrt(self._square) + _EPSILON)
