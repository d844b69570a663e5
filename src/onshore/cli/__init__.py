"""The same verbs as the Python API, on the command line."""

from onshore.cli.main import main, parser

__all__ = ["main", "parser"]
