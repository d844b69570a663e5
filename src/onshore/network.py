"""The immutable network: one table a concept, typed as `schema` declares, and a few settings."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import polars as pl

from onshore.schema import NETWORK, SETTINGS

__all__ = ["Network", "NetworkError"]

_PROBLEM_LIMIT = 20

#: Zero without a sign: 0.0 and -0.0 are equal and must be written alike.
_UNSIGNED = pl.when(pl.col(pl.Float64) == 0).then(0.0).otherwise(pl.col(pl.Float64)).name.keep()


class NetworkError(ValueError):
    """The tables break the schema or contradict each other.

    `problems` is a table with one row a problem: table, line, column, value, rule, message.
    """

    def __init__(self, problems: pl.DataFrame) -> None:
        self.problems = problems
        lines = problems["message"].head(_PROBLEM_LIMIT).to_list()
        if len(problems) > _PROBLEM_LIMIT:
            lines.append(f"... and {len(problems) - _PROBLEM_LIMIT} more.")
        count = "1 problem" if len(problems) == 1 else f"{len(problems)} problems"
        super().__init__("\n".join([f"{count}:", *lines]))


@dataclass(frozen=True)
class Network:
    """A network as tables. Every table of the schema is there, typed, with defaults filled.

    `tables[name]` and `network.name` are the same polars frame. A change makes a new network: `replace`.
    """

    settings: Mapping[str, Any]
    tables: Mapping[str, pl.DataFrame]
    scenario: str = ""

    def __post_init__(self) -> None:
        filled = {name: self.tables.get(name, table.empty()) for name, table in NETWORK.items()}
        object.__setattr__(self, "tables", MappingProxyType(filled))
        settings = {name: self.settings.get(name, c.default) for name, c in SETTINGS.items()}
        object.__setattr__(self, "settings", MappingProxyType(settings))

    def __getattr__(self, name: str) -> pl.DataFrame:
        if name in NETWORK:
            return self.tables[name]
        raise AttributeError(f"a network has no table {name!r}; its tables are {', '.join(NETWORK)}")

    def __dir__(self) -> Iterator[str]:
        return iter([*super().__dir__(), *NETWORK])

    def __reduce__(self) -> tuple[Any, ...]:
        return Network, (dict(self.settings), dict(self.tables), self.scenario)

    @property
    def name(self) -> str:
        """What the network is called."""
        return str(self.settings["name"])

    @property
    def start(self) -> dt.date:
        """First day that can still be planned."""
        start = self.settings["start"]
        assert isinstance(start, dt.date)
        return start

    def replace(self, **changes: pl.DataFrame | Any) -> Network:
        """A network with some tables or settings changed; rows are cast to the declared types.

        Raises:
            KeyError: if a name is neither a table nor a setting.
        """
        tables, settings = dict(self.tables), dict(self.settings)
        for name, value in changes.items():
            if name in NETWORK:
                tables[name] = value.select(pl.col(c).cast(d) for c, d in NETWORK[name].dtypes.items())
            elif name in SETTINGS:
                settings[name] = value
            else:
                raise KeyError(f"{name!r} is neither a table nor a setting of a network")
        return Network(settings, tables, self.scenario)

    def renamed(self, scenario: str) -> Network:
        """The same network under the name of a scenario."""
        return Network(self.settings, self.tables, scenario)

    @property
    def fingerprint(self) -> str:
        """SHA-256 of settings and rows, in order of their keys: equal content, equal fingerprint.

        Where a row comes from (`source`), the scenarios not applied, the assumptions and statements do not enter.
        """
        settings = {name: _plain(value, SETTINGS[name].dtype) for name, value in self.settings.items()}
        digest = hashlib.sha256(json.dumps(settings, default=str, sort_keys=True).encode())
        for name, table in NETWORK.items():
            if name in ("scenarios", "assumptions", "statements"):
                continue
            frame = self.tables[name].drop("source").with_columns(_UNSIGNED).sort(table.key)
            digest.update(name.encode())
            digest.update(frame.write_csv(float_precision=12).encode())
        return digest.hexdigest()


def _plain(value: Any, dtype: type[pl.DataType]) -> Any:
    """A setting in the one form that its declared type has: 0, 0.0 and -0.0 are equal and must be written alike."""
    return float(value) + 0.0 if dtype == pl.Float64 and isinstance(value, int | float) else value
