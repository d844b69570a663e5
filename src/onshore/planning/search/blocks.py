"""Independent blocks: once some columns are fixed, the rest of a program may fall apart into parts that share no row.

With production fixed, a network falls apart by component and by finished item (search by component is the
standard decomposition of multi-level lot sizing; see docs/decisions). The structure is read from the rows,
not from the network.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from onshore.planning.program import Arrays

__all__ = ["Block", "blocks", "in_pieces"]


@dataclass(frozen=True)
class Block:
    """A part of a program: its columns (indices in the whole) and its own arrays."""

    cols: np.ndarray
    arrays: Arrays


def _labels(rows: np.ndarray, cols: np.ndarray, n_rows: int, n_cols: int) -> np.ndarray:
    """(n_cols,) least column of the connected part that each column is in, by passing the least label along."""
    label = np.arange(n_cols)
    while True:
        row_label = np.full(n_rows, n_cols)
        np.minimum.at(row_label, rows, label[cols])
        new = label.copy()
        np.minimum.at(new, cols, row_label[rows])
        new = new[new]
        if np.array_equal(new, label):
            return label
        label = new


def blocks(a: Arrays, fixed: np.ndarray, values: np.ndarray, without: np.ndarray | None = None) -> Iterator[Block]:
    """The parts of a program that are left when the columns of the mask `fixed` keep their values (quantities).

    without: mask of rows to leave out, so that what only they tie together falls apart too; whoever leaves rows out
    puts the parts together again under all of them.
    """
    rows = np.repeat(np.arange(len(a.row_lower)), np.diff(a.start))
    free = ~fixed[a.index]
    if without is not None:
        free &= ~without[rows]
    label = _labels(rows[free], a.index[free], len(a.row_lower), len(a.cost))
    taken = np.zeros(len(a.row_lower))
    np.add.at(taken, rows[~free], a.value[~free] * (values / a.scale)[a.index[~free]])
    row_label = np.full(len(a.row_lower), -1)
    row_label[rows[free]] = label[a.index[free]]
    for part in np.unique(label[~fixed]):
        cols = np.flatnonzero((label == part) & ~fixed)
        own_rows = np.flatnonzero(row_label == part)
        if not len(own_rows):
            continue
        place, row_place = np.full(len(a.cost), -1), np.full(len(a.row_lower), -1)
        place[cols], row_place[own_rows] = np.arange(len(cols)), np.arange(len(own_rows))
        inside = free & (row_place[rows] >= 0)
        arrays = replace(
            a,
            cost=a.cost[cols],
            upper=a.upper[cols],
            integer=a.integer[cols],
            scale=a.scale[cols],
            row_lower=a.row_lower[own_rows] - taken[own_rows],
            row_upper=a.row_upper[own_rows] - taken[own_rows],
            row_scale=a.row_scale[own_rows],
            start=np.searchsorted(row_place[rows[inside]], np.arange(len(own_rows) + 1)).astype(np.int32),
            index=place[a.index[inside]].astype(np.int32),
            value=a.value[inside],
            constant=0.0,
        )
        yield Block(cols, arrays)


def in_pieces(a: Arrays, mask: np.ndarray) -> Arrays:
    """The program with the columns of the mask counted in whole pieces."""
    factor = np.where(mask, 1.0 / a.scale, 1.0)
    return replace(
        a,
        cost=a.cost * factor,
        upper=a.upper / factor,
        scale=a.scale * factor,
        integer=a.integer | mask,
        value=a.value * factor[a.index],
    )
