"""The list of addresses, for people and for programs."""

import json

import pytest

from registry.__main__ import main
from registry.web.routing import route_table

pytestmark = pytest.mark.may_block


def test_as_json_every_row(capsys):
    assert main(["routes", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == route_table()


def test_as_a_table_one_line_each_and_none_cut(capsys):
    assert main(["routes"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == len(route_table()) + 1
    (line,) = [line for line in lines if line.endswith(" api.decisions.decide") or " api.decisions.decide " in line]
    assert line.split() == ["POST", "/api/v1/decisions/{decision_id}/decide", "decision:decide", "api.decisions.decide"]
