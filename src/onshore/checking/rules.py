"""The rules that span rows and tables, in one list."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import polars as pl

from onshore.checking.awards import (
    award_band_empty,
    award_groups_unknown,
    award_lows_beyond_all,
    award_of_components,
    award_overlaps,
)
from onshore.checking.boms import bom_cycles
from onshore.checking.capacity import nothing_bought, nothing_made, nothing_moved, supplier_without_capacity
from onshore.checking.currencies import exchange_rate_missing, exchange_rate_of_own
from onshore.checking.customs import duty_missing, duty_overlaps, levy_missing, preference_overlaps
from onshore.checking.demand import demand_missing
from onshore.checking.flows import FLOWS
from onshore.checking.folders import unread_setting
from onshore.checking.investments import capex_year_open, investment_elsewhere, line_built_twice
from onshore.checking.law import (
    duty_unknown_later,
    hs_of_another_class,
    preference_unknown_later,
    scheme_rate_unknown,
    scheme_unknown_later,
)
from onshore.checking.leads import never_arrives, never_delivers
from onshore.checking.making import (
    qualification_disagrees,
    ramp_without_start,
    resource_elsewhere,
    resource_in_two_places,
    resource_without_hours,
    routing_without_process,
)
from onshore.checking.periods import horizon_missing, period_gaps, period_too_long, start_outside
from onshore.checking.places import calendars_unknown, country_form, currency_form, demand_off_market
from onshore.checking.problems import nothing
from onshore.checking.reach import demand_out_of_reach, single_source_useless
from onshore.checking.reliefs import (
    relief_kinds_disagree,
    relief_of_elsewhere,
    relief_rate_unknown,
    relief_unknown_later,
)
from onshore.checking.schemes import (
    fiscal_year_form,
    fiscal_year_missing,
    fiscal_year_of_other_days,
    invoice_value_missing,
    member_categories_disagree,
    member_of_nothing,
    outside_sales_of_outsider,
    statement_of_outsider,
)
from onshore.checking.sheets import Sheets
from onshore.checking.spans import backward_spans
from onshore.checking.targets import (
    value_target_elsewhere,
    value_target_of_no_period,
    value_target_of_no_year,
    value_target_of_nothing,
    value_target_without_sales,
)
from onshore.checking.terms import invoice_of_consigned, terms_disagree

__all__ = ["RULES", "Rule"]


@dataclass(frozen=True)
class Rule:
    """A function that returns the offending rows as problems.

    `sound` names the places (`table` or `table.column`) in which a bad cell would make the rule report
    what is not so: it then waits until those are mended. A rule that is `first` counts among those problems itself.
    """

    find: Callable[[Sheets], pl.DataFrame]
    sound: tuple[str, ...] = ()
    first: bool = False

    @property
    def name(self) -> str:
        """Name of the rule."""
        return self.find.__name__

    def problems(self, sheets: Sheets) -> pl.DataFrame:
        """What breaks the rule."""
        if self.sound and sheets.unsound(self.sound):
            return nothing()
        return self.find(sheets)


#: Places in which a bad cell would make too little seem to come.
_SERVING: Final = (
    *FLOWS,
    *("boms", "processes", "sourcing", "lanes", "items.weight", "investments", "resources", "routings"),
    *("stock.quantity", "in_transit", "demand"),
)

#: In the order in which they are told within a line.
RULES: Final[tuple[Rule, ...]] = (
    Rule(unread_setting),
    Rule(horizon_missing),
    Rule(period_too_long),
    Rule(period_gaps, ("periods.start", "periods.days")),
    Rule(start_outside, ("periods",)),
    Rule(backward_spans),
    Rule(calendars_unknown, ("calendars.calendar",)),
    Rule(country_form),
    Rule(currency_form),
    Rule(demand_missing, ("demand",)),
    Rule(demand_off_market),
    Rule(bom_cycles, first=True),
    Rule(routing_without_process, ("processes.site", "processes.item", "processes.process")),
    Rule(resource_elsewhere),
    Rule(resource_in_two_places),
    Rule(resource_without_hours, ("resources", "periods")),
    Rule(line_built_twice),
    Rule(investment_elsewhere, ("resources.site",)),
    Rule(capex_year_open),
    Rule(ramp_without_start, ("ramps.week",)),
    Rule(qualification_disagrees),
    Rule(never_arrives, _SERVING),
    Rule(never_delivers, _SERVING),
    Rule(nothing_made, _SERVING),
    Rule(nothing_bought, _SERVING),
    Rule(nothing_moved, _SERVING),
    Rule(supplier_without_capacity, ("periods", "sourcing.from", "sourcing.capacity")),
    Rule(exchange_rate_missing, ("periods", "network.currency", "exchange_rates")),
    Rule(exchange_rate_of_own),
    Rule(duty_missing, (*FLOWS, "duties")),
    Rule(levy_missing, (*FLOWS, "duties")),
    Rule(duty_overlaps),
    Rule(preference_overlaps),
    Rule(duty_unknown_later, (*FLOWS, "duties")),
    Rule(preference_unknown_later, ("periods",)),
    Rule(hs_of_another_class, ("duties.duty_class", "duties.hs", "items.duty_class")),
    Rule(award_band_empty),
    Rule(award_lows_beyond_all),
    Rule(award_overlaps),
    Rule(award_groups_unknown, ("items.group", "items.kind")),
    Rule(award_of_components, ("items.group", "items.kind")),
    Rule(invoice_of_consigned, ("sourcing", "network.start", "boms")),
    Rule(terms_disagree, ("sourcing", "network.start", "boms", "awards")),
    Rule(fiscal_year_form),
    Rule(fiscal_year_missing),
    Rule(fiscal_year_of_other_days),
    Rule(member_of_nothing, ("schemes.scheme", "schemes.category")),
    Rule(member_categories_disagree),
    Rule(scheme_unknown_later, ("periods", "schemes", "scheme_members")),
    Rule(scheme_rate_unknown, ("periods", "schemes", "scheme_members")),
    Rule(statement_of_outsider, ("scheme_members.scheme", "scheme_members.company")),
    Rule(outside_sales_of_outsider, ("scheme_members.scheme", "scheme_members.company")),
    Rule(invoice_value_missing),
    Rule(relief_kinds_disagree),
    Rule(relief_of_elsewhere, ("reliefs.relief", "reliefs.country", "sites.country")),
    Rule(relief_unknown_later, ("periods", "reliefs", "relief_sites")),
    Rule(relief_rate_unknown, ("periods", "reliefs", "relief_sites")),
    Rule(value_target_of_no_year, ("periods.fiscal_year",)),
    Rule(value_target_of_no_period, ("periods",)),
    Rule(value_target_elsewhere, ("sites.site", "sites.company")),
    Rule(value_target_of_nothing, ("items.item", "items.kind", "processes", "sites.site", "sites.company")),
    Rule(value_target_without_sales),
    Rule(single_source_useless, FLOWS),
    Rule(demand_out_of_reach, _SERVING),
)
