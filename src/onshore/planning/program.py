"""The optimisation as sparse tables: blocks of columns, rows of rules, coefficients and costs.

A column holds a quantity in multiples of its `scale` (a lot of 100 phones is one). Everything outside this file
speaks in quantities: coefficients and costs are given for one piece, bounds in pieces.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
import polars as pl

__all__ = ["Arrays", "Program", "Rows", "term"]

INF = float("inf")


def term(block: pl.DataFrame, keys: Sequence[str], coef: pl.Expr | float = 1.0) -> pl.DataFrame:
    """What a block of columns adds to the rows with these keys: `keys..., col, coef`."""
    value = coef if isinstance(coef, pl.Expr) else pl.lit(float(coef))
    return block.select(*keys, "col", value.cast(pl.Float64).alias("coef"))


def _hold(rule: str, rows: pl.DataFrame) -> None:
    """Raise if a row without columns does not hold."""
    wrong = rows.filter((pl.col("lower") > 1e-9) | (pl.col("upper") < -1e-9))
    if len(wrong):
        raise ValueError(f"rule {rule}: no column can satisfy {wrong.head(3).to_dicts()}")


@dataclass(frozen=True, eq=False)
class Rows:
    """The rows of one rule: labels with lower and upper, and where they begin in the program."""

    rule: str
    keys: tuple[str, ...]
    frame: pl.DataFrame
    first: int


@dataclass
class Program:
    """A mixed-integer program under construction: minimise cost subject to rows.

    Labels are whatever the blocks carry; the arrays are made in one step by `arrays`.
    """

    blocks: dict[str, pl.DataFrame] = field(default_factory=dict)
    rules: list[Rows] = field(default_factory=list)
    n_columns: int = 0
    n_rows: int = 0
    costs: list[pl.DataFrame] = field(default_factory=list)
    constants: list[tuple[str, str | None, str | None, int, float]] = field(default_factory=list)
    _columns: list[pl.DataFrame] = field(default_factory=list)
    _entries: list[pl.DataFrame] = field(default_factory=list)

    def columns(
        self,
        name: str,
        frame: pl.DataFrame,
        *,
        upper: pl.Expr | float = INF,
        scale: pl.Expr | float = 1.0,
        integer: bool = False,
    ) -> pl.DataFrame:
        """Add a block of columns, each at least 0; returns its labels with `col`.

        upper: in quantities. scale: quantity that one of the column stands for; with `integer`, the lot.
        """
        block = frame.with_row_index("col", offset=self.n_columns).with_columns(pl.col("col").cast(pl.Int64))
        as_expr = [x if isinstance(x, pl.Expr) else pl.lit(float(x)) for x in (upper, scale)]
        self._columns.append(
            block.select(
                "col",
                upper=as_expr[0].cast(pl.Float64),
                scale=as_expr[1].cast(pl.Float64),
                integer=pl.lit(integer),
            )
        )
        self.n_columns += len(block)
        self.blocks[name] = block
        return block

    def __getitem__(self, name: str) -> pl.DataFrame:
        """The labels and `col` of a block."""
        return self.blocks[name]

    def has(self, name: str) -> bool:
        """Whether a block has columns."""
        return name in self.blocks and len(self.blocks[name]) > 0

    def rows(
        self,
        rule: str,
        keys: Sequence[str],
        terms: Iterable[pl.DataFrame],
        bounds: pl.DataFrame | None = None,
        *,
        lower: float = -INF,
        upper: float = INF,
    ) -> None:
        """Add the rows `lower <= sum of terms <= upper`, one for each distinct keys.

        bounds: keys with `lower` and `upper` (one may be missing); then each term must find its row, and a row without
        terms must hold by itself. Without bounds the terms' keys say which rows there are.

        Raises:
            ValueError: if a coefficient finds no row, or a bounded row that is not true by itself has none.
        """
        keys = list(keys)
        entries = pl.concat(
            [t for t in terms if len(t)] or [pl.DataFrame(schema={"col": pl.Int64})], how="vertical_relaxed"
        )
        if bounds is None:
            if not entries.columns or "coef" not in entries.columns:
                return
            bounds = entries.select(keys).unique(maintain_order=True)
        frame = bounds.select(
            *keys,
            pl.col("lower").cast(pl.Float64) if "lower" in bounds.columns else pl.lit(lower).alias("lower"),
            pl.col("upper").cast(pl.Float64) if "upper" in bounds.columns else pl.lit(upper).alias("upper"),
        ).with_row_index("row", offset=self.n_rows)
        if "coef" not in entries.columns:  # the rows hold by themselves, or nothing can make them hold
            _hold(rule, frame)
            return
        placed = entries.join(frame.select(*keys, "row"), on=keys, how="left", validate="m:1", nulls_equal=True)
        lost = placed.filter(pl.col("row").is_null() | pl.col("coef").is_null() | pl.col("coef").is_nan())
        if len(lost):
            raise ValueError(f"rule {rule}: coefficient without a row or a value: {lost.head(3).to_dicts()}")
        entries = placed.group_by("row", "col", maintain_order=True).agg(pl.col("coef").sum())
        # A row that no column enters holds by itself or cannot hold at all; it stays out of the program.
        bare = frame.join(entries.select("row").unique(), on="row", how="anti")
        _hold(rule, bare)
        kept = frame.join(entries.select("row").unique(), on="row", how="semi", maintain_order="left")
        number = kept.select("row").with_row_index("new", offset=self.n_rows).with_columns(pl.col("new").cast(pl.Int64))
        entries = entries.join(number, on="row", validate="m:1").select("col", "coef", row="new")
        self._entries.append(entries)
        self.rules.append(Rows(rule, tuple(keys), kept.drop("row"), self.n_rows))
        self.n_rows += len(kept)

    def cost(
        self,
        name: str,
        block: pl.DataFrame,
        amount: pl.Expr,
        *,
        site: str | None = None,
        company: str | None = None,
        item: str | None = None,
        t: str | None = "t",
    ) -> None:
        """Add `amount` (money for one piece of the column) to the objective under a term of money.

        site, company, item, t: columns of the block that say where the money is booked; the site's company if
        only a site.
        """
        labels = {"site": site, "company": company, "item": item, "t": t}
        priced = block.select(
            "col",
            *(
                (pl.col(c) if c else pl.lit(None, pl.Int64 if k == "t" else pl.String)).alias(k)
                for k, c in labels.items()
            ),
            amount=amount.cast(pl.Float64),
        ).filter(pl.col("amount").is_null() | (pl.col("amount") != 0))
        if priced["amount"].null_count() or not priced["amount"].is_finite().all():
            raise ValueError(f"{name}: a column has no finite cost: {priced.head(3).to_dicts()}")
        if len(priced):
            self.costs.append(priced.with_columns(term=pl.lit(name)))

    def book(self, name: str, amount: float, *, site: str | None, item: str | None, t: int) -> None:
        """Add a constant to the objective under a term of money."""
        self.constants.append((name, site, item, t, amount))

    def activity(self, rows: Rows, values: np.ndarray) -> np.ndarray:
        """What the columns, at these quantities, add up to in the rows of one rule."""
        entries = self._entries[self.rules.index(rows)]
        total = np.zeros(len(rows.frame))
        np.add.at(
            total,
            entries["row"].to_numpy() - rows.first,
            entries["coef"].to_numpy() * values[entries["col"].to_numpy()],
        )
        return total

    def arrays(self) -> Arrays:
        """The program as arrays: columns in their scales, rows scaled so that their greatest coefficient is near 1."""
        columns = pl.concat(self._columns)
        scale = columns["scale"].to_numpy()
        cost = np.zeros(self.n_columns)
        for priced in self.costs:
            np.add.at(cost, priced["col"].to_numpy(), priced["amount"].to_numpy())
        none = pl.DataFrame(schema={"col": pl.Int64, "coef": pl.Float64, "row": pl.Int64})
        entries = pl.concat(self._entries or [none]).sort("row", "col")
        row, col = entries["row"].to_numpy(), entries["col"].to_numpy()
        value = entries["coef"].to_numpy() * scale[col]
        start = np.searchsorted(row, np.arange(self.n_rows + 1)).astype(np.int32)
        greatest = np.maximum.reduceat(np.abs(value), start[:-1])
        row_scale = np.exp2(-np.round(np.log2(np.where(greatest > 0, greatest, 1.0))))
        no_bounds = pl.DataFrame(schema={"lower": pl.Float64, "upper": pl.Float64})
        bounds = pl.concat([r.frame.select("lower", "upper") for r in self.rules] or [no_bounds])
        return Arrays(
            cost=cost * scale,
            upper=columns["upper"].to_numpy() / scale,
            integer=columns["integer"].to_numpy(),
            scale=scale,
            row_lower=bounds["lower"].to_numpy() * row_scale,
            row_upper=bounds["upper"].to_numpy() * row_scale,
            row_scale=row_scale,
            start=start,
            index=col.astype(np.int32),
            value=value * row_scale[row],
            constant=sum(c[-1] for c in self.constants),
            coin=10.0 ** np.floor(np.log10(max(1.0, float(np.abs(cost * scale).max(initial=1.0))))) / 1000.0,
        )


@dataclass(frozen=True)
class Arrays:
    """A program as a solver takes it: row-wise matrix, columns from 0 to `upper`; the solver counts money in
    `coin`s.
    """

    cost: np.ndarray
    upper: np.ndarray
    integer: np.ndarray
    scale: np.ndarray
    row_lower: np.ndarray
    row_upper: np.ndarray
    row_scale: np.ndarray
    start: np.ndarray
    index: np.ndarray
    value: np.ndarray
    constant: float
    coin: float
