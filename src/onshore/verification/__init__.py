"""An independent recount of a plan: every balance, limit and amount of money, from the tables alone."""

from onshore.verification.findings import RULES
from onshore.verification.verdict import check_tables, verify

__all__ = ["RULES", "check_tables", "verify"]
