"""Plan and control the making of a brand's products by contract manufacturers.

    import onshore as on

    net = on.load("cases/three-sites")
    problems = on.check(net)
    plan = on.plan(net)
    plan.measures()
    on.verify(net, plan)
    on.compare(plan, on.plan(on.apply(net, "no-incentive")))
    on.write_report("report.html", net, plan)

Tables are polars frames. `on.measures` is the module of KPIs: `on.measures.shares(net, plan)`. `on.policy` is the law
as data: `on.policy.stack("phone", day).sunk`.
"""

from onshore import measures, policy
from onshore.checking import check
from onshore.explanation import Comparison, compare, localise, sensitivity, statements
from onshore.formats import inspect, load, load_plan, mark, save, save_plan, write_plan_workbook, write_template
from onshore.network import Network, NetworkError
from onshore.planning import PlanError, PlanOptions, plan
from onshore.plans import Plan, Range
from onshore.reporting import report, write_report
from onshore.scenarios import apply
from onshore.verification import verify

__version__ = "0.1.0"

__all__ = [
    "Comparison",
    "Network",
    "NetworkError",
    "Plan",
    "PlanError",
    "PlanOptions",
    "Range",
    "__version__",
    "apply",
    "check",
    "compare",
    "inspect",
    "load",
    "load_plan",
    "localise",
    "mark",
    "measures",
    "plan",
    "policy",
    "report",
    "save",
    "save_plan",
    "sensitivity",
    "statements",
    "verify",
    "write_plan_workbook",
    "write_report",
    "write_template",
]
