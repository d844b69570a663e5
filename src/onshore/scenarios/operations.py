"""What a step does: set, scale, add, shift, remove, insert."""

from __future__ import annotations

import re
from typing import Any, Final

import polars as pl

from onshore.checking import typed, typed_setting
from onshore.checking.problems import nearest_to, nothing
from onshore.checking.sheets import LINE
from onshore.checking.values import values
from onshore.scenarios.matching import matching
from onshore.scenarios.step import Step, StepError, Work
from onshore.schema import NETWORK, SETTINGS, Column

__all__ = ["NEUTRAL", "done"]

#: Tables about the other tables: no step changes them.
_ABOUT: Final = ("scenarios", "assumptions")

_NUMBERS: Final = (pl.Float64, pl.Int64)
_MOVES: Final = {"scale": _NUMBERS, "add": _NUMBERS, "shift": (pl.Date,)}
#: What scaled by, added or shifted by leaves everything as it is.
NEUTRAL: Final = {"scale": 1.0, "add": 0.0, "shift": 0.0}
_BOOLEANS: Final = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}


def done(work: Work, step: Step) -> pl.DataFrame:
    """Do a step; returns the problems of the cells that it made.

    Raises:
        StepError: if it cannot be done or changes nothing.
    """
    operations = NETWORK["scenarios"].columns["operation"].choices
    if step.operation not in operations:
        text = f"operation = '{step.operation}' is not one of {', '.join(operations)}."
        raise StepError("operation", text, nearest_to(step.operation, operations))
    if step.table == "network":
        _change_setting(work, step)
        return nothing()
    if step.table not in NETWORK or step.table in _ABOUT:
        known = ["network", *(t for t in NETWORK if t not in _ABOUT)]
        near = None if step.table in _ABOUT else nearest_to(step.table, known)
        who = "an assumption" if step.side else "a scenario"
        raise StepError("table", f"table = '{step.table}' is no table that {who} can change.", near)
    if step.operation == "insert":
        return _insert(work, step)
    rows = work.tables[step.table]
    hit = matching(step, rows)
    if not hit.any():
        what = f"no row of {step.table} matches '{step.match}'" if step.match else f"{step.table} has no rows"
        raise StepError("match", f"{what}: the step changes nothing. Correct match or remove the step.")
    if step.operation == "remove":
        _needs_empty(step, "column", "value")
        work.tables[step.table] = rows.filter(~hit)
        return nothing()
    return _change(work, step, hit)


def _needs_empty(step: Step, *cells: str) -> None:
    for cell in cells:
        if getattr(step, cell):
            raise StepError(cell, f"{step.operation} is about whole rows: leave {cell} empty.")


def _change(work: Work, step: Step, hit: pl.Series) -> pl.DataFrame:
    """Set, scale, add to or shift the cells of a column in the rows that match."""
    rows, column, cell = work.tables[step.table], _declared(step), pl.col(step.column)
    _needs_number(step, column)
    if step.operation == "set":
        new = _constant(step, column)
    else:
        new = _moved(step, column, cell)
        if rows.filter(hit)[step.column].is_null().all():
            text = f"every matching {step.table}.{step.column} is empty: the step changes nothing."
            raise StepError("match", text)
    changed = rows.with_columns(pl.when(hit).then(new).otherwise(cell).alias(step.column))
    if column.dtype == pl.Int64:
        if not (changed[step.column] == changed[step.column].round()).all():
            text = f"{step.operation} by {step.value} gives {step.table}.{step.column} that is not whole."
            raise StepError("value", text)
        changed = changed.with_columns(cell.cast(pl.Int64))
    work.tables[step.table] = changed
    return _made(step, changed.filter(hit), step.column)


def _needs_number(step: Step, column: Column) -> None:
    """An assumption has a low and a high end, so it is about numbers."""
    if step.side and column.dtype not in _NUMBERS:
        raise StepError("column", f"{step.table}.{step.column} holds no numbers: it has no low and high end.")


def _declared(step: Step) -> Column:
    columns = NETWORK[step.table].columns
    if step.column in columns:
        return columns[step.column]
    near = nearest_to(step.column, list(columns))
    text = f"column = '{step.column}' is not in {step.table}."
    raise StepError("column", text if near else f"{text} Its columns are {', '.join(columns)}.", near)


def _constant(step: Step, column: Column) -> pl.Expr:
    """The value of a `set`, as the column's type; the default if it is empty."""
    if step.value == "" and column.required:
        text = f"every row of {step.table} must give {step.column}: it cannot be set to nothing."
        raise StepError("value", text)
    read = typed(NETWORK[step.table], pl.DataFrame({step.column: [step.value]}))
    bad = read.problems.filter(pl.col("rule") != "column")
    if not bad.is_empty():
        raise StepError("value", _bare(bad["message"][0]), bad["nearest"][0])
    return pl.lit(read.frame[step.column][0], column.dtype)


def _bare(message: str) -> str:
    """A message about a cell that stands in no file, without its place and suggestion."""
    return re.sub(r"^\w+\.(csv|toml)(:\d+)?: ", "", message).split(" Did you mean")[0]


def _moved(step: Step, column: Column, cell: pl.Expr) -> pl.Expr:
    """The cells scaled, added to or shifted."""
    if column.dtype not in _MOVES[step.operation]:
        kind = "dates" if step.operation == "shift" else "numbers"
        text = f"operation = '{step.operation}' is for {kind}, and {step.table}.{step.column} holds none."
        raise StepError("operation", text)
    amount = step.number()
    if amount == NEUTRAL[step.operation] and not step.side:
        text = f"{step.operation} by {step.value} leaves every cell as it is: the step changes nothing."
        raise StepError("value", f"{text} Correct value or remove the step.")
    if step.operation != "shift":
        return cell * amount if step.operation == "scale" else cell + amount
    if amount != int(amount):
        raise StepError("value", f"value = '{step.value}' is not a whole number of days.")
    return cell.dt.offset_by(f"{int(amount)}d")


def _made(step: Step, rows: pl.DataFrame, column: str | None = None) -> pl.DataFrame:
    """Problems of the cells that a step made, told on the step's own line."""
    found = values(NETWORK[step.table], rows)
    if column is not None:
        found = found.filter(pl.col("column") == column)
    if found.is_empty():
        return nothing()
    more = f" (and {len(found) - 1} more)" if len(found) > 1 else ""
    message = found["message"][0]
    by = ""
    if step.operation in _MOVES:
        # What is suggested is for the cell, and the step gives no cell.
        by, message = f" by {step.value}", message.split(" Did you mean")[0]
    return step.problem("value", f"{step.operation}{by} gives a bad cell{more}: {message}")


def _insert(work: Work, step: Step) -> pl.DataFrame:
    """Add a row; it is cited as the step is, unless it cites something itself."""
    _needs_empty(step, "match", "column")
    pairs = step.pairs("value")
    if not pairs:
        raise StepError("value", "insert needs the row in value: `column=value; column=value`.")
    pairs.setdefault("source", step.source or f"scenario {step.scenario}")
    read = typed(NETWORK[step.table], pl.DataFrame({name: [value] for name, value in pairs.items()}))
    if not read.problems.is_empty():
        faults = " ".join(_bare(message) for message in read.problems["message"])
        raise StepError("value", f"the row to insert into {step.table}: {faults}")
    rows = work.tables[step.table]
    row = read.frame.with_columns(pl.lit(None, pl.Int64).alias(LINE)).select(rows.columns)
    work.tables[step.table] = pl.concat([rows, row])
    return _made(step, row)


def _change_setting(work: Work, step: Step) -> None:
    """Set, scale, add to or shift a setting."""
    column = SETTINGS.get(step.column)
    if column is None:
        near = nearest_to(step.column, list(SETTINGS))
        raise StepError("column", f"column = '{step.column}' is no setting of the network.", near)
    _needs_number(step, column)
    if step.match:
        raise StepError("match", "a setting has no rows: leave match empty.")
    if step.operation in ("insert", "remove"):
        raise StepError("operation", f"{step.operation} is for rows; a setting is changed by set.")
    if step.operation == "set":
        new = _setting(step, column)
    else:
        now = pl.DataFrame({"now": [work.settings[step.column]]}, schema={"now": column.dtype})
        new = now.select(_moved(step, column, pl.col("now"))).item()
    value, found = typed_setting(step.column, new)
    if not found.is_empty():
        near = found["nearest"][0] if step.operation == "set" else None
        raise StepError("value", _bare(found["message"][0]), near)
    work.settings[step.column] = value


def _setting(step: Step, column: Column) -> Any:
    """The text of a setting, of its type as far as it can be read; empty for the default."""
    if step.value == "" and not column.required:
        return None
    if column.dtype == pl.Boolean:
        return _BOOLEANS.get(step.value.lower(), step.value)
    return step.number() if column.dtype == pl.Float64 else step.value
