"""Policy as dated, cited data: duties, reliefs, schemes and value addition, with functions that read them.

    import datetime as dt
    from onshore import policy

    paid = policy.stack("phone", dt.date(2024, 2, 1))
    paid.sunk  # 0.22 of the CIF value
    [row.instrument for row in paid.rows]
    policy.value_addition("aifta_rvc", value=110, imported=90).why

The law is data: CSV files beside the code, declared in `LAW`. A row holds from `from` to `to`, or as far as
`known_until`; a day or name beyond raises `Unknown`. What was not found is empty and is never guessed.
"""

from onshore.policy.customs_value import CustomsValue, customs_value
from onshore.policy.display import Display, display
from onshore.policy.goods import duty_class, duty_classes
from onshore.policy.incentive import Incentive, counts, implied_sales, incentive
from onshore.policy.kits import kit, kit_rows
from onshore.policy.law import ABROAD, DESTINATIONS, INDIA, LAWS, cited, law
from onshore.policy.levies import Levy, levy, timeline
from onshore.policy.notes import notes
from onshore.policy.reliefs import Drawback, drawback, relief, reliefs
from onshore.policy.schemes import schemes
from onshore.policy.stack import Stack, stack
from onshore.policy.tables import LAW
from onshore.policy.unknown import Unknown, UnknownName
from onshore.policy.value_addition import METHODS, ValueAddition, value_addition

__all__ = [
    "ABROAD",
    "DESTINATIONS",
    "INDIA",
    "LAW",
    "LAWS",
    "METHODS",
    "CustomsValue",
    "Display",
    "Drawback",
    "Incentive",
    "Levy",
    "Stack",
    "Unknown",
    "UnknownName",
    "ValueAddition",
    "cited",
    "counts",
    "customs_value",
    "display",
    "drawback",
    "duty_class",
    "duty_classes",
    "implied_sales",
    "incentive",
    "kit",
    "kit_rows",
    "law",
    "levy",
    "notes",
    "relief",
    "reliefs",
    "schemes",
    "stack",
    "timeline",
    "value_addition",
]
