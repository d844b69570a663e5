"""What can be wrong with a network: cells, keys, references, and rules that span rows and tables."""

from onshore.checking.cells import Typed, typed
from onshore.checking.check import check, checked
from onshore.checking.problems import PROBLEMS
from onshore.checking.settings import typed_setting, typed_settings
from onshore.checking.written import Written

__all__ = ["PROBLEMS", "Typed", "Written", "check", "checked", "typed", "typed_setting", "typed_settings"]
