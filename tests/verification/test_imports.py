"""The verifier shares no code with what it verifies."""

import ast
from pathlib import Path

import onshore.verification

ALLOWED = ("onshore.schema", "onshore.network", "onshore.plans", "onshore.verification")


def test_the_verifier_imports_schema_network_and_plans_only():
    for path in Path(onshore.verification.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom):
                assert node.level == 0
                names = [node.module or ""]
            elif isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            else:
                continue
            for name in names:
                if name.partition(".")[0] == "onshore":
                    assert name.startswith(ALLOWED), f"{path.name} imports {name}"
