"""A file examined apart: the same verdict, and an end whatever the file does."""

import io
import json
import resource
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from certificates import examination
from certificates.examination import Question, examine
from certificates.trust import Trust, known_certificates
from certificates.verify import verify

ROOT = Path(__file__).parents[2]
DAY = date(2027, 1, 1)


@pytest.fixture
def question(signer):
    return Question(trust=Trust(seal_roots=known_certificates(signer.anchors_pem)), on=DAY)


def test_the_verdict_is_the_same(proven, question):
    outward = io.BytesIO()
    assert examine(io.BytesIO(question.framed(proven.pdf)), outward) == 0
    assert json.loads(outward.getvalue()) == json.loads(
        json.dumps(verify(proven.pdf, question.trust, on=DAY).to_json())
    )


@pytest.mark.parametrize("content", [b"", b"{}\n%PDF", b"junk\n"])
def test_what_is_no_question_is_refused(content):
    assert examine(io.BytesIO(content), io.BytesIO()) == 2


def test_as_a_process(proven, question):
    command = [sys.executable, "-m", "certificates.examination"]
    for content, outcome in ((proven.pdf, "VALID"), (b"%PDF-1.7\n" + b"<<" * 200_000, "NOT VALID")):
        done = subprocess.run(command, input=question.framed(content), cwd=ROOT, capture_output=True, check=True)
        assert json.loads(done.stdout)["outcome"] == outcome


def test_what_it_gives_up(monkeypatch):
    given = {}
    monkeypatch.setattr(resource, "setrlimit", lambda what, most: given.update({what: most}))
    examination.limit()
    assert given[resource.RLIMIT_FSIZE] == (0, 0)
    assert given[resource.RLIMIT_AS][0] == examination.MEMORY_BYTES
