"""Imports go down only; areas speak through doors; who may write and who may open a transaction."""

import ast
import subprocess
import sys

from tests.house.source import ROOT, Module, calls_in, modules, named

WRITING_CALLS = {
    "create",
    "bulk_create",
    "save",
    "update",
    "delete",
    "get_or_create",
    "update_or_create",
    "bulk_update",
}
VERBS = ("actions", "signing_in")
"""Modules of verbs: accounts have theirs in two."""
MAY_OPEN_A_TRANSACTION = {*VERBS, "queue", "log", "seed"}


def _imports(module: Module) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(module.tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
        elif isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
    return names


def test_import_contracts_hold() -> None:
    run = subprocess.run(
        [f"{sys.prefix}/bin/lint-imports", "--config", "pyproject.toml", "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout[-4000:] + run.stderr[-1000:]


def test_no_area_imports_the_models_of_another() -> None:
    trespassers = []
    for module in modules():
        area = module.name.split(".")[1:2]
        for name in _imports(module):
            parts = name.split(".")
            if parts[0] == "registry" and "models" in parts[2:3] and parts[1:2] != area:
                trespassers.append(f"{module.where} imports {name}")
    assert trespassers == []


def test_queries_write_nothing() -> None:
    assert [
        f"{m.where}: {calls_in(m.tree) & WRITING_CALLS}" for m in named("queries") if calls_in(m.tree) & WRITING_CALLS
    ] == []


def test_only_actions_and_the_queue_open_transactions() -> None:
    openers = [
        m
        for m in modules()
        if calls_in(m.tree) & {"transaction", "in_transaction"} and not m.name.startswith("registry.db")
    ]
    assert [m.where for m in openers if m.path.stem not in MAY_OPEN_A_TRANSACTION] == []


def test_every_action_leaves_one_audit_entry() -> None:
    """Each public verb records, itself or through one private function of its module."""
    silent = []
    for module in (module for stem in VERBS for module in named(stem)):
        if module.name in {"registry.audit.actions", "registry.jobs.actions", "registry.transparency.actions"}:
            continue  # the audit itself; the queue and the log, whose entries belong to the action that uses them
        private = {
            node.name: calls_in(node)
            for node in module.tree.body
            if isinstance(node, ast.AsyncFunctionDef) and node.name.startswith("_")
        }
        for function in module.public_functions():
            if isinstance(function, ast.FunctionDef):
                continue
            calls = calls_in(function)
            reached = calls | {name for own in calls & private.keys() for name in private[own]}
            if "record" not in reached:
                silent.append(f"{module.where}: {function.name}")
    assert silent == []


def test_rules_ask_no_clock_and_no_chance() -> None:
    forbidden = {"registry.clock", "random", "secrets", "time"}
    assert [m.where for m in named("rules") if _imports(m) & forbidden] == []
    judge = [m for m in modules() if m.name.startswith("scoring")]
    assert [m.where for m in judge if _imports(m) & (forbidden | {"datetime.datetime"})] == []
