"""Tables of a network taken out of somebody else's file, and an account of all that was not taken."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import polars as pl

from onshore.checking import Written, typed, typed_settings
from onshore.checking.problems import nearest_to
from onshore.formats import is_workbook
from onshore.formats.csv_table import read_texts
from onshore.formats.sheet_texts import sheet_texts
from onshore.formats.texts import Texts
from onshore.formats.workbook import read_sheets
from onshore.importing.mapping import Filled, ImportMap, MapError, TableMap
from onshore.network import Network
from onshore.schema import NETWORK, Column, Table

__all__ = ["NOT_TAKEN", "Count", "Import", "take"]

#: Columns of the account: where it stood, what it is (a file or sheet, a column, a row), why it was left, and the
#: name that may have been meant. `wanted`: the map asks for it, so that it is missing now.
NOT_TAKEN: Final = {
    "source": pl.String,
    "what": pl.String,
    "line": pl.Int64,
    "column": pl.String,
    "value": pl.String,
    "why": pl.String,
    "nearest": pl.String,
    "wanted": pl.Boolean,
}
_LINE: Final = "\0line"
_HEAD: Final = "\0head"


@dataclass(frozen=True)
class Count:
    """Rows on their way into a table: `read` = `rows` that came of them + `joined` with one of the same key, where the
    map asks for it + `left` out and told.
    """

    read: int = 0
    rows: int = 0
    joined: int = 0
    left: int = 0

    def __add__(self, other: Count) -> Count:
        return Count(self.read + other.read, self.rows + other.rows, self.joined + other.joined, self.left + other.left)


@dataclass(frozen=True)
class Import:
    """What an import gives: the network, counts of rows by table, and what was not taken (`NOT_TAKEN`)."""

    network: Network
    rows: Mapping[str, Count]
    not_taken: pl.DataFrame


def take(path: str | Path, asked: ImportMap, into: Network | None = None) -> Import:
    """Take the tables that a map names out of a workbook, a CSV file or a folder of CSV files.

    A name that a column holds of another table (an item, a site) is matched to that table's, as it came or was there
    before: as it is, else by its letters and digits alone, whatever their case. A row with a name that matches none, a
    cell that cannot be read, or the key of an earlier row is not taken, and told.

    Args:
        path: the file or folder.
        asked: the map.
        into: a network that the rows are added to; a row with the key of one that is there replaces it.

    Raises:
        MapError: if the map names sheets, files or columns that are not there.
        FileNotFoundError: if there is no such file.
    """
    sheets = _Sheets(Path(path), asked.decimal)
    missing = [text for table in asked.tables for text in sheets.missing(table)]
    if missing:
        raise MapError("\n".join(missing))
    settings, found = typed_settings(asked.settings)
    wrong = found if into is None else found.filter(pl.col("rule") != "empty")
    if len(wrong):
        raise MapError("\n".join(wrong["message"].str.replace("network.toml", "[network]", literal=True)))
    tables = {} if into is None else dict(into.tables)
    if into is not None:
        settings = dict(into.settings) | settings
    if asked.periods is not None:
        tables["periods"] = typed(NETWORK["periods"], asked.periods.cast(pl.String)).frame
    rows: dict[str, Count] = {}
    fresh: dict[str, pl.DataFrame] = {}
    left: list[pl.DataFrame] = []
    written = Written(asked.decimal, asked.date_order)
    for name in NETWORK:
        for table in (t for t in asked.tables if t.table.name == name):
            taken = _Taking(table, sheets.source(table), sheets.texts(table), asked, written, tables)
            frame = taken.frame(fresh.get(name))
            rows[name] = rows.get(name, Count()) + taken.count(len(frame))
            left += taken.left
            fresh[name] = pl.concat([fresh[name], frame]) if name in fresh else frame
            tables[name] = _merged(tables.get(name), frame, table.table)
    left += sheets.untouched(asked)
    return Import(Network(settings, tables), rows, pl.concat([pl.DataFrame(schema=NOT_TAKEN), *left]))


def _merged(there: pl.DataFrame | None, fresh: pl.DataFrame, table: Table) -> pl.DataFrame:
    """Rows that are there, less those that come anew, and those."""
    if there is None or there.is_empty():
        return fresh
    return pl.concat([there.join(fresh, on=table.key, how="anti", nulls_equal=True, maintain_order="left"), fresh])


def _left(source: str, what: str, rows: pl.DataFrame | None = None, **cells: object) -> pl.DataFrame:
    """A part of the account; `cells` are values, or expressions over `rows`."""
    rows = pl.DataFrame({"one": [1]}) if rows is None else rows
    given = {"source": source, "what": what, "wanted": True} | cells
    whole = {n: v if isinstance(v := given.get(n), pl.Expr) else pl.lit(v) for n in NOT_TAKEN}
    return rows.select(whole[name].cast(dtype).alias(name) for name, dtype in NOT_TAKEN.items())


class _Sheets:
    """The tables of a file or folder as texts, each read once."""

    def __init__(self, path: Path, decimal: str | None) -> None:
        if not path.exists():
            raise FileNotFoundError(2, "there is no such file", str(path))
        self._path, self._decimal = path, decimal
        self._workbook = {s.name: s for s in read_sheets(path)} if is_workbook(path) and path.is_file() else None
        if self._workbook is not None:
            self.names = list(self._workbook)
        elif path.is_dir():
            self.names = sorted(f.relative_to(path).as_posix() for f in path.rglob("*") if f.suffix.lower() == ".csv")
        else:
            self.names = [path.name]

    def source(self, table: TableMap) -> str:
        """The sheet or file of a table: of a single one, the map need not say its name."""
        return self.names[0] if not table.source and len(self.names) == 1 else table.source

    def texts(self, table: TableMap) -> Texts:
        source = self.source(table)
        if self._workbook is not None:
            return sheet_texts(self._workbook[source], source, table.header, self._decimal)
        file = self._path / source if self._path.is_dir() else self._path
        return read_texts(file, source, table.header)

    def missing(self, table: TableMap) -> Iterator[str]:
        """What a table of the map names and the file does not have."""
        source = self.source(table)
        if source not in self.names:
            near = nearest_to(source, self.names)
            what = f"{self._path} has no '{source}'" if source else f"{table.table.name} has no from"
            yield f"{what}. " + (f"Did you mean '{near}'?" if near else _named(self.names))
            return
        texts = self.texts(table)
        if texts.frame.width == 0:
            yield from (f"{source}: {message.partition(': ')[2]}" for message in texts.problems["message"])
            return
        there = texts.frame.columns
        wanted = [*table.where, *(table.across.keep if table.across else ())]
        made = (table.across.name, table.across.value) if table.across else ()
        wanted += [filled.source for filled in table.columns.values() if filled.source not in made]
        for column in dict.fromkeys(name for name in wanted if name and name not in there):
            near = nearest_to(column, there)
            yield f"{source} has no column '{column}'. " + (f"Did you mean '{near}'?" if near else _named(there))

    def untouched(self, asked: ImportMap) -> Iterator[pl.DataFrame]:
        """Sheets and files that the map does not name, and columns of those that it does."""
        used: dict[str, set[str]] = {}
        for table in asked.tables:
            named = {*table.where, *(filled.source for filled in table.columns.values())}
            whole = table.across is not None
            used.setdefault(self.source(table), set()).update(self.texts(table).frame.columns if whole else named)
        for name in self.names:
            if name not in used:
                yield _left(name, "sheet", why="the map does not name it", wanted=False)
        for table in asked.tables:
            source = self.source(table)
            for column in self.texts(table).frame.columns:
                if column not in used[source]:
                    used[source].add(column)
                    yield _left(source, "column", column=column, why="the map does not name it", wanted=False)


def _named(names: Sequence[str]) -> str:
    return f"There is {', '.join(names[:20])}{', ...' if len(names) > 20 else ''}."


class _Taking:
    """One table on its way: rows fall out with a reason, and the rest becomes rows of the network."""

    def __init__(
        self,
        table: TableMap,
        source: str,
        texts: Texts,
        asked: ImportMap,
        written: Written,
        there: Mapping[str, pl.DataFrame],
    ) -> None:
        self._map, self._names, self._written, self._there = table, asked.names, written, there
        self._source = source
        self.left = (
            [
                _left(
                    self._source,
                    "row",
                    texts.problems,
                    line=pl.col("line"),
                    why=pl.col("message").str.split(": ").list.last(),
                )
            ]
            if len(texts.problems)
            else []
        )
        rows = texts.frame.with_columns(texts.lines.alias(_LINE))
        for column, values in table.where.items():
            rows = rows.filter(pl.col(column).str.strip_chars().is_in(values))
        if table.across is not None:
            across = table.across
            rows = rows.unpivot(
                [n for n in texts.frame.columns if n not in across.keep], index=[*across.keep, _LINE],
                variable_name=across.name, value_name=across.value,
            )  # fmt: skip
            rows = rows.filter(pl.col(across.value).fill_null("").str.strip_chars() != "")
        self.read, self._out_of = len(rows), 0
        self._rows = rows

    def frame(self, before: pl.DataFrame | None) -> pl.DataFrame:
        """The rows that are taken, typed; `before`: those that came to the same table with the same import already."""
        table = self._map.table
        filled = {to: self._filled(how) for to, how in self._map.columns.items()}
        rows = self._rows.select(_LINE, *(expr.alias(to) for to, expr in filled.items()))
        for to, how in self._map.columns.items():
            if how.period:
                rows = self._in_periods(rows, to)
            elif table.columns[to].reference:
                rows = self._matched(rows, to, table.columns[to])
            elif table.key == (to,):
                own = self._names.get(table.name, {})
                rows = rows.with_columns(pl.col(to).str.strip_chars().replace(own))
        rows = self._once(self._readable(rows))
        return (rows if before is None else self._not_before(rows, before)).drop(_LINE)

    def count(self, rows: int) -> Count:
        """What became of the rows, `rows` of which came out."""
        return Count(self.read, rows, self.read - rows - self._out_of, self._out_of)

    def _filled(self, how: Filled) -> pl.Expr:
        return pl.col(how.source) if how.source else pl.lit(how.value, pl.String)

    def _out(
        self, rows: pl.DataFrame, bad: pl.Expr, column: str, why: str, nearest: pl.Expr | None = None
    ) -> pl.DataFrame:
        """The rows without the bad ones, which are told."""
        out = rows.filter(bad.fill_null(False))
        self._out_of += len(out)
        if len(out):
            at = {"line": pl.col(_LINE), "column": column, "value": pl.col(column), "why": why}
            self.left.append(_left(self._source, "row", out, **at, nearest=nearest))
        return rows.filter(~bad.fill_null(False))

    def _in_periods(self, rows: pl.DataFrame, to: str) -> pl.DataFrame:
        """Days become the periods that they fall in."""
        periods = self._there.get("periods", NETWORK["periods"].empty()).select("period", "start", "days").sort("start")
        text = pl.col(to).str.strip_chars()
        day = pl.coalesce(text.str.to_date("%Y-%m-%d", strict=False), self._written.day(text))
        rows = self._out(rows.with_columns(day.alias(_HEAD)), pl.col(_HEAD).is_null(), to, "is no day that can be read")
        rows = rows.with_row_index("\0order").sort(_HEAD).join_asof(periods, left_on=_HEAD, right_on="start")
        rows = rows.sort("\0order").drop("\0order")
        outside = pl.col("period_right" if to == "period" else "period").is_null()
        outside |= (pl.col(_HEAD) - pl.col("start")).dt.total_days() >= pl.col("days")
        rows = self._out(rows, outside, to, "is in no period")
        name = "period_right" if to == "period" else "period"
        return rows.with_columns(pl.col(name).alias(to)).select([_LINE, *self._map.columns])

    def _matched(self, rows: pl.DataFrame, to: str, column: Column) -> pl.DataFrame:
        """Names become those of the table that they belong to."""
        owner = NETWORK[column.reference]
        frame = self._there.get(owner.name, owner.empty())
        known = frame[owner.key[0]].drop_nulls().unique(maintain_order=True).to_list()
        given = rows[to].drop_nulls().unique(maintain_order=True).to_list()
        meant = {text: self._meant(text, owner.name, known, column) for text in given}
        found = pl.DataFrame(
            {to: given, _HEAD: [meant[text] for text in given]}, schema={to: pl.String, _HEAD: pl.String}
        )
        rows = rows.join(found, on=to, how="left", maintain_order="left")
        near = {text: nearest_to(text, known) for text in given[:200] if meant[text] is None}
        nearest = pl.col(to).replace_strict(near, default=None, return_dtype=pl.String) if near else None
        bad = pl.col(to).is_not_null() & (pl.col(to).str.strip_chars() != "") & pl.col(_HEAD).is_null()
        rows = self._out(rows, bad, to, f"is not in {owner.name}", nearest)
        return rows.with_columns(pl.col(_HEAD).alias(to)).drop(_HEAD)

    def _meant(self, text: str, owner: str, known: Sequence[str], column: Column) -> str | None:
        bare = text.strip()
        bare = self._names.get(owner, {}).get(bare, bare)
        if bare in known or (column.wildcard and bare == "*"):
            return bare
        alike = [name for name in known if _folded(name) == _folded(bare)]
        return alike[0] if len(alike) == 1 and _folded(bare) else None

    def _readable(self, rows: pl.DataFrame) -> pl.DataFrame:
        """Rows with types; numbers are turned into the unit of their column."""
        table = self._map.table
        given = typed(table, rows.drop(_LINE), rows[_LINE], self._written)
        bad = given.problems.filter(pl.col("line") > 1)
        if len(bad):
            why = pl.col("message").str.replace(r"^[^:]*:\d+: (\w+ = ('.*'|\S+) )?", "")
            self.left.append(
                _left(
                    self._source,
                    "row",
                    bad,
                    line=pl.col("line"),
                    column=pl.col("column"),
                    value=pl.col("value"),
                    why=why,
                    nearest=pl.col("nearest"),
                )
            )
        frame = given.frame.with_columns(rows[_LINE])
        unread = [
            pl.Series(rows[name].is_not_null() & (rows[name].str.strip_chars() != "") & given.frame[name].is_null())
            if name in rows.columns
            else pl.Series([False]).new_from_index(0, len(rows))
            for name in table.columns
        ]
        lacking = [given.frame[name].is_null() for name, column in table.columns.items() if column.required]
        keep = pl.Series([True]).new_from_index(0, len(rows)) if len(rows) else pl.Series([], dtype=pl.Boolean)
        for some in (*unread, *lacking):
            keep &= ~some
        times = [
            (pl.col(to) * how.times).cast(table.columns[to].dtype, strict=False).alias(to)
            for to, how in self._map.columns.items()
            if how.times != 1.0
        ]
        self._out_of += len(rows) - int(keep.sum())
        return frame.filter(keep).with_columns(times)

    def _once(self, rows: pl.DataFrame) -> pl.DataFrame:
        """Rows told apart by their keys: of several with one key, as the map says."""
        table = self._map.table
        again = pl.struct(table.key).is_first_distinct().not_()
        if self._map.duplicates == "sum":
            numbers = [n for n, c in table.columns.items() if c.dtype == pl.Float64 and n not in table.key]
            summed = [
                pl.col(n).sum() if n in numbers else pl.col(n).first() for n in rows.columns if n not in table.key
            ]
            return rows.group_by(table.key, maintain_order=True).agg(summed).select(rows.columns)
        if self._map.duplicates == "first":
            return rows.filter(~again)
        self._tell_again(rows.filter(again), "has the same key as an earlier row")
        return rows.filter(~again)

    def _not_before(self, rows: pl.DataFrame, before: pl.DataFrame) -> pl.DataFrame:
        """Rows whose key no earlier table of the map has brought."""
        key = self._map.table.key
        if self._map.duplicates != "first":
            again = rows.join(before, on=key, how="semi", nulls_equal=True, maintain_order="left")
            self._tell_again(again, "has the same key as a row that an earlier table of the map brought")
        return rows.join(before, on=key, how="anti", nulls_equal=True, maintain_order="left")

    def _tell_again(self, out: pl.DataFrame, why: str) -> None:
        self._out_of += len(out)
        if len(out):
            key = self._map.table.key
            shown = pl.concat_str([pl.col(n).cast(pl.String).fill_null("") for n in key], separator=", ")
            at = {"line": pl.col(_LINE), "column": ", ".join(key), "value": shown, "why": why}
            self.left.append(_left(self._source, "row", out, **at))


def _folded(name: str) -> str:
    """Letters and digits of a name, whatever their case."""
    return re.sub(r"[\W_]+", "", name).casefold()
