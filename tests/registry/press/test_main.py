"""The press as a program: opens, seals, refuses, goes on, ends when its pipe is closed."""

import hashlib
import subprocess
import sys
from collections.abc import Iterator

import pytest

from registry.press.frames import Answer, Opening, Ready, receive, send
from tests.factories.certificates import a_record


@pytest.fixture
def child() -> Iterator["subprocess.Popen[bytes]"]:
    process = subprocess.Popen(
        [sys.executable, "-m", "registry.press"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    with process:
        try:
            yield process
        finally:
            process.kill()


def told(child: "subprocess.Popen[bytes]", content: bytes) -> bytes:
    assert child.stdin is not None
    assert child.stdout is not None
    send(child.stdin, content)
    answer = receive(child.stdout)
    assert answer is not None
    return answer


def test_its_whole_life(child, tmp_path):
    opening = Opening(signer=str(tmp_path / "demo.p12"), password="", make_key=True, name="Lvce")
    ready = Ready.model_validate_json(told(child, opening.model_dump_json().encode()))
    assert (ready.ok, ready.demonstration, ready.level) == (True, True, "B-B")
    refused = Answer.model_validate_json(told(child, b"{}"))
    assert (refused.ok, refused.lasting, refused.code) == (False, True, "record-unreadable")
    answer = Answer.model_validate_json(told(child, a_record().canonical_json()))
    pdf = receive(child.stdout)
    assert answer.ok
    assert hashlib.sha256(pdf).hexdigest() == answer.sha256
    child.stdin.close()
    assert child.wait(20) == 0


def test_without_a_key_it_says_so_and_ends(child, tmp_path):
    opening = Opening(signer=str(tmp_path / "none.p12"), password="", make_key=False, name="Lvce")
    ready = Ready.model_validate_json(told(child, opening.model_dump_json().encode()))
    assert (ready.ok, ready.code) == (False, "signer-unreadable")
    assert child.wait(20) == 1


def test_when_its_parent_dies_it_ends(child):
    child.stdin.close()
    assert child.wait(20) == 1


def test_a_pipe_cut_inside_a_frame_ends_it(child):
    child.stdin.write(b"\0\0")
    child.stdin.close()
    assert child.wait(20) == 3
