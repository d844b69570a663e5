"""The command line: `onshore VERB ...`."""

from __future__ import annotations

import os
import sys
import threading
import traceback
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from contextlib import suppress
from types import ModuleType
from typing import Any, Final, NoReturn

from onshore.cli.console import Console
from onshore.cli.faults import DEFECT, FINDING, INTERRUPTED, USAGE, Fault
from onshore.cli.verbs import (
    case,
    check,
    compare,
    convert,
    import_,
    localise,
    plan,
    policy,
    report,
    sensitivity,
    show,
    statements,
    template,
    verify,
)
from onshore.network import NetworkError
from onshore.reporting.words import listed

__all__ = ["main", "parser"]

#: The verbs in the order in which one meets them: module and what it does.
_VERBS: Final[dict[str, tuple[ModuleType, str]]] = {
    "case": (case, "list or copy the cases that come with onshore"),
    "check": (check, "find every problem of a network at once"),
    "template": (template, "write an empty Excel workbook to fill in, with units, meanings and drop-downs"),
    "convert": (convert, "write a network in another form: an Excel workbook, or a folder of CSV or Parquet files"),
    "import": (import_, "take a network out of somebody else's workbook or CSV files, by a map of their columns"),
    "plan": (plan, "plan a network, prove how good the plan is, and write it with its report"),
    "verify": (verify, "recompute a plan from its network and its decisions alone"),
    "show": (show, "print a plan as tables"),
    "compare": (compare, "say how two plans differ, and why"),
    "localise": (localise, "rank components by what making them at home is worth, and from when"),
    "sensitivity": (sensitivity, "rank assumptions by whether they flip who makes what, within their low and high"),
    "statements": (
        statements,
        "hold what companies state of their incentives against a plan, and say why the two differ",
    ),
    "policy": (policy, "show the law that is shipped: duties, reliefs and schemes by day, with their sources"),
    "report": (report, "write a plan's report once more, beside other plans"),
}
_CODES: Final = (
    "Exit codes: 0 done; 1 a finding (problems in a network, a plan that does not verify); "
    "2 a command that cannot be done as asked; 3 no plan; 70 something in onshore itself went wrong; "
    "130 interrupted, and whether a plan was saved is said; 141 whoever read the output left before its end."
)


class _Parser(ArgumentParser):
    """A parser whose complaints are sentences."""

    def error(self, message: str) -> NoReturn:
        raise Fault(f"{message[:1].upper()}{message[1:]}. `{self.prog} --help` says what it takes.", USAGE)


def parser() -> ArgumentParser:
    """The parser of all verbs."""
    root = _Parser(
        prog="onshore",
        description="Plan the making of a brand's products by contract manufacturers.",
        epilog=_CODES,
        allow_abbrev=False,
    )
    root.add_argument("--version", action="version", version=f"onshore {_version()}")
    verbs = root.add_subparsers(dest="verb", metavar="VERB", required=True)
    for name, (module, words) in _VERBS.items():
        verb = verbs.add_parser(
            name, help=words, description=words[:1].upper() + words[1:] + ".", epilog=_CODES, allow_abbrev=False
        )
        module.add(verb)
        verb.set_defaults(run=module.run)
    return root


def _version() -> str:
    import onshore  # noqa: PLC0415 - the package imports this module's siblings

    return onshore.__version__


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command. Returns its exit code; never raises for what a user can cause."""
    code = _ran(list(sys.argv[1:] if arguments is None else arguments))
    if arguments is None and threading.active_count() > 1:
        _leave(code)
    return code


def _ran(given: list[str]) -> int:
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    console = Console(as_json="--json" in given)
    try:
        options = parser().parse_args(given)
        code = _run(options, console)
        console.out.flush()
    except BrokenPipeError:
        return _reader_gone()
    except Exception as error:
        return _ended(error, console, debug="--debug" in given)
    except KeyboardInterrupt:
        return _failed(console, "Stopped.", INTERRUPTED)
    return code


def _leave(code: int) -> NoReturn:
    """End the process under a search that was told to stop and has not looked up yet: nobody waits for it."""
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError):
            stream.flush()
    os._exit(code)


def _run(options: Namespace, console: Console) -> int:
    code: int = options.run(options, console)
    return code


def _ended(error: Exception, console: Console, *, debug: bool) -> int:
    """Say in a sentence what went wrong, and return the exit code."""
    if isinstance(error, Fault):
        return _failed(console, error.message, error.code)
    if isinstance(error, NetworkError):
        return _failed(console, str(error), FINDING, problems=error.problems.to_dicts())
    if isinstance(error, OSError) and not debug:
        return _failed(console, f"{_which(error)}{error.strerror or error}.", USAGE)
    if debug:
        console.note("".join(traceback.format_exception(error)))
    hint = "" if debug else " Run it again with --debug to see where, and report it."
    return _failed(console, f"Something in onshore went wrong: {type(error).__name__}: {error}.{hint}", DEFECT)


def _which(error: OSError) -> str:
    names = [str(name) for name in (error.filename, error.filename2) if name]
    return f"{listed(names)}: " if names else ""


def _failed(console: Console, message: str, code: int, **more: Any) -> int:
    console.note(message)
    console.document({"error": {"code": code, "message": message, **more}})
    return code


def _reader_gone() -> int:
    """Whoever read the output has gone: say nothing more."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 141
