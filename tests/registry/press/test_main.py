"""The press as a program: opens, seals, refuses, goes on, ends when its pipe is closed."""

import hashlib
import subprocess
import sys
from collections.abc import Iterator

import pytest

from certificates.papers import CertificateOrder
from registry.press.frames import Answer, Opening, Order, Ready, receive, send
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


def an_opening(folder, *, make=True) -> Opening:
    return Opening(
        signer=str(folder / "demo.p12"),
        password="",
        statements=str(folder / "statements.pem"),
        make_key=make,
        make_statements=make,
        name="Lvce",
    )


def ordered(child: "subprocess.Popen[bytes]", wanted: str, content: bytes) -> Answer:
    assert child.stdin is not None
    send(child.stdin, Order(wanted=wanted).model_dump_json().encode())
    return Answer.model_validate_json(told(child, content))


def test_its_whole_life(child, tmp_path):
    opening = an_opening(tmp_path)
    ready = Ready.model_validate_json(told(child, opening.model_dump_json().encode()))
    assert (ready.ok, ready.demonstration, ready.level) == (True, True, "B-B")
    assert ready.statement_key.startswith("z6Mk")
    refused = ordered(child, "certificate", b"{}")
    assert (refused.ok, refused.lasting, refused.code) == (False, True, "record-unreadable")
    assert ordered(child, "tea", b"").code == "unknown-order"
    answer = ordered(child, "certificate", CertificateOrder(record=a_record()).content())
    pdf = receive(child.stdout)
    assert answer.ok
    assert hashlib.sha256(pdf).hexdigest() == answer.sha256
    child.stdin.close()
    assert child.wait(20) == 0


def test_without_a_key_it_says_so_and_ends(child, tmp_path):
    opening = an_opening(tmp_path, make=False)
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


def test_an_order_without_its_second_frame_ends_it(child, tmp_path):
    told(child, an_opening(tmp_path).model_dump_json().encode())
    send(child.stdin, Order(wanted="certificate").model_dump_json().encode())
    child.stdin.close()
    assert child.wait(20) == 3
