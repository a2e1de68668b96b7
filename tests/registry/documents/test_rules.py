from typing import get_args

from certificates.documents import Notice, ScoreSheet
from registry.documents.rules import Kind


def test_the_kinds_are_those_that_the_press_knows():
    known = {get_args(document.model_fields["kind"].annotation)[0] for document in (Notice, ScoreSheet)}
    assert {kind.value for kind in Kind} == known
