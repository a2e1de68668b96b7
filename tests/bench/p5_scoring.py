"""P5: 80 criteria, one submission after the other, points and reasons in both languages; totals must be exact.

The peers get the same criteria as their own rules and return the same. Lines that were made before are remembered by
the product; how it does when it remembers nothing is shown as if it were a peer.
"""

import importlib
from typing import Any

from scoring.engine import compiled, score
from tests.bench.rounds import Work, compare
from tests.bench.table import as_floats, submissions, table

PEERS = {"zen-engine": "tests.bench.peers.zen_rules", "json-logic": "tests.bench.peers.json_logic_rules"}
VARIANTS = {
    "ours": "tests.bench.p5_scoring:ours",
    "ours, nothing remembered": "tests.bench.p5_scoring:forgetful",
    **{name: f"{place}:one_by_one" for name, place in PEERS.items()},
}


def ours() -> Work:
    """As the product judges."""
    rules = table()
    stated = submissions(rules, 1000)
    return lambda index: str(score(rules, stated[index % 1000]).total).encode()


def forgetful() -> Work:
    """Every line made anew."""
    rules = table()
    stated, remembered = submissions(rules, 1000), [row.remembered for row in compiled(rules, None).rows]

    def work(index: int) -> bytes:
        for lines in remembered:
            lines.clear()
        return str(score(rules, stated[index % 1000]).total).encode()

    return work


def run() -> dict[str, Any]:
    """`{"ours_ms", "peers": {name: {"ms", "ratio"}}, "exact": {peer: whether all its totals are ours}}`."""
    measured = compare(VARIANTS)
    rules = table()
    stated = submissions(rules, 1000)
    totals = [score(rules, facts).total for facts in stated]
    exact = {}
    for name, place in PEERS.items():
        if "missing" not in measured["peers"][name]:
            judge = importlib.import_module(place).judge()
            exact[name] = [judge(as_floats(facts)) for facts in stated] == totals
    return measured | {"exact": exact}
