"""Which windows are one voice: Ward's clustering, then each word to a voice, with a price for every change.

Windows are embeddings of length one, shape (n, 256). Arithmetic only: nothing here reads audio.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]
Labels = NDArray[np.int64]

_APART = 0.77  # a voice nobody expected has a lower cosine than this with all others
_BEYOND = 3  # so many voices more than expected are looked for
_SMALLEST = 0.01  # share of the windows that makes a voice: fewer are coughs and laughter
_STRANGER = 0.03  # share that makes a voice nobody expected
_CORE = 0.5  # share of a voice's windows that say what it is: the others hold somebody else's words too
_CHANGE = 0.03  # price of a change of voice between two words, as a difference in cosine
_PAUSE = 0.35  # seconds after which a change costs less
_CHANGE_AFTER_PAUSE = 0.01


def voices(windows: Vectors, count: int) -> Vectors:
    """What each voice is like, shape (voices, 256): `count` of them, and more where somebody else clearly speaks too.

    With `count` 0 nobody knows how many to expect. Takes memory as the square of the windows: some thousands.
    """
    merges = ward(windows)
    expected = max(1, count)
    found = _cores(windows, np.zeros(len(windows), np.int64), 1)
    for clusters in range(2, min(len(windows), expected + 2 * _BEYOND) + 1):
        share = _SMALLEST if len(found) < expected else _STRANGER
        cores = _cores(windows, cut(merges, len(windows), clusters), max(2, round(share * len(windows))))
        if len(found) < len(cores) <= expected or (len(cores) > len(found) and _nearest(cores) < _APART):
            found = cores
    return found


def ward(points: Vectors) -> list[tuple[float, int, int]]:
    """Merges in order of cost, each of two points that stand for their clusters. Nearest-neighbour chain: n² steps."""
    n = len(points)
    apart = np.maximum(0, 2 - 2 * (points @ points.T)).astype(np.float32)
    np.fill_diagonal(apart, np.inf)
    size = np.ones(n)
    alive = np.ones(n, bool)
    merges: list[tuple[float, int, int]] = []
    chain: list[int] = []
    while len(merges) < n - 1:
        if not chain:
            chain = [int(alive.argmax())]
        here = chain[-1]
        near = int(apart[here].argmin())
        if len(chain) > 1 and apart[here, chain[-2]] <= apart[here, near]:
            near = chain[-2]
            chain = chain[:-2]
            cost = apart[here, near]
            merges.append((float(cost), here, near))
            new = ((size + size[here]) * apart[here] + (size + size[near]) * apart[near] - size * cost) / (
                size + size[here] + size[near]
            )
            size[here] += size[near]
            alive[near] = False
            new[~alive] = np.inf
            new[here] = np.inf
            apart[here], apart[:, here] = new, new
            apart[near], apart[:, near] = np.inf, np.inf
        else:
            chain.append(near)
    return sorted(merges)


def cut(merges: Sequence[tuple[float, int, int]], points: int, clusters: int) -> Labels:
    """The cluster of each point when all but the last merges are made, numbered from 0."""
    parent = list(range(points))

    def root(point: int) -> int:
        while parent[point] != point:
            parent[point] = parent[parent[point]]
            point = parent[point]
        return point

    for _, one, other in merges[: points - clusters]:
        parent[root(other)] = root(one)
    labels: Labels = np.unique([root(point) for point in range(points)], return_inverse=True)[1]
    return labels


def assign(scores: NDArray[np.float64], pauses: NDArray[np.float64]) -> Labels:
    """The likeliest voice of each word (Viterbi); scores are cosines, shape (words, voices).

    `pauses` has the seconds between each word and the one before it.
    """
    price = np.where(pauses >= _PAUSE, _CHANGE_AFTER_PAUSE, _CHANGE)
    best = scores[0]
    came: list[Labels] = []
    for word in range(1, len(scores)):
        change = best.max() - price[word]
        came.append(np.where(best >= change, np.arange(len(best)), best.argmax()))
        best = np.maximum(best, change) + scores[word]
    path = [int(best.argmax())]
    for before in reversed(came):
        path.append(int(before[path[-1]]))
    return np.array(path[::-1], np.int64)


def _cores(windows: Vectors, labels: Labels, least: int) -> Vectors:
    """The middle of each cluster of at least so many windows, by those that are most clearly in it; length one."""
    large = np.flatnonzero(np.bincount(labels) >= least)
    middles = _unit(np.array([windows[labels == label].mean(axis=0) for label in large]).reshape(-1, windows.shape[1]))
    if len(large) < 2:
        return middles
    cosines = windows @ middles.T
    cores = []
    for number, label in enumerate(large):
        mine = np.flatnonzero(labels == label)
        clear = cosines[mine, number] - np.delete(cosines[mine], number, axis=1).max(axis=1)
        kept = mine[np.argsort(-clear, kind="stable")[: max(2, int(_CORE * len(mine)))]]
        cores.append(windows[kept].mean(axis=0))
    return _unit(np.array(cores))


def _unit(vectors: Vectors) -> Vectors:
    found: Vectors = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    return found


def _nearest(vectors: Vectors) -> float:
    """The highest cosine between two of these."""
    cosines = vectors @ vectors.T
    np.fill_diagonal(cosines, -1)
    return float(cosines.max())
