import json
import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path

import pytest

from certificates.__main__ import MOST_BYTES, _aged, main
from certificates.checkpoints import Checkpoint, sign
from certificates.proofs import Known
from certificates.status_list import ListOrder, signed_list
from tests.certificates.wallets import statement_key

ROOT = Path(__file__).parents[2]
RIGHT = "1.2.156.3005.2.11100000000013338W009.11330105002500287C.2025052201.002.0"
WRONG = RIGHT[:-1] + "1"
FOREIGN = "1.2.156.3005.2.000000000000000000001.000000000000000000.1.001."


@pytest.fixture
def files(tmp_path, sealed, unsigned, key_file):
    (tmp_path / "good.pdf").write_bytes(sealed.pdf)
    (tmp_path / "bare.pdf").write_bytes(unsigned)
    (tmp_path / "trust.pem").write_bytes(key_file.with_suffix(".pem").read_bytes())
    return tmp_path


@pytest.mark.parametrize(("identifiers", "code"), [([RIGHT], 0), ([RIGHT, WRONG], 1), (["x"], 1), ([], 2)])
def test_check_identifier(capsys, identifiers, code):
    assert main(["check-identifier", *identifiers]) == code
    out, err = capsys.readouterr()
    assert bool(err) == (code == 2)
    assert ("错误 wrong" in out) == (code == 1)


@pytest.mark.parametrize(
    ("names", "trusted", "code"),
    [
        (["good.pdf"], True, 0),
        (["good.pdf"], False, 2),
        (["bare.pdf"], True, 1),
        (["good.pdf", "absent.pdf"], True, 2),
        (["good.pdf", "bare.pdf", "absent.pdf"], True, 1),
        ([], True, 2),
    ],
)
def test_verify_exits_with_the_worst(capsys, files, names, trusted, code):
    trust = ["--trust", str(files / "trust.pem")] if trusted else []
    arguments = [*(str(files / name) for name in names), *trust, "--on", "2027-01-01"]
    assert main(["verify", *arguments]) == code
    plain = capsys.readouterr()
    if not names:
        assert plain.err
        return
    assert "[fail]" in plain.out or code != 1
    assert plain.out.count("day asked: 2027-01-01") == len(names)
    assert main(["verify", *arguments, "--json"]) == code
    verdicts = json.loads(capsys.readouterr().out)
    assert [Path(one["file"]).name for one in verdicts] == names
    for one in verdicts:
        assert f"{one['file']}: {one['outcome']}" in plain.out


def test_verify_with_what_a_reader_kept(capsys, files, proven, log):
    (files / "proven.pdf").write_bytes(proven.pdf)
    key = statement_key()
    made = datetime.now(UTC) - timedelta(days=2, hours=1)
    arguments = ["verify", str(files / "proven.pdf"), "--trust", str(files / "trust.pem")]
    arguments += ["--key", key.public.multibase, "--key", statement_key(2).public.multibase]
    for purpose in ("revocation", "suspension"):
        order = ListOrder(base="https://lvce.example.org", purpose=purpose, number=1, set_places=(), made_at=made)
        (files / f"{purpose}.json").write_text(json.dumps(signed_list(order, key)))
        arguments += ["--status", str(files / f"{purpose}.json")]
    (files / "checkpoint").write_text(sign(Checkpoint("lvce.example.org/log", log.size, log.root), key))
    arguments += ["--log", str(files / "checkpoint"), "--on", (made + timedelta(days=1)).date().isoformat()]
    assert main(arguments) == 0
    out = capsys.readouterr().out
    for said in ("2 天前 days ago", "6 条 entries", "撤销列表", "暂停列表", "[pass] 所给的日志状态"):
        assert said in out
    assert main([*arguments, "--key", "z6Mk"]) == 2
    assert "statement-key-unreadable" in capsys.readouterr().err


def test_a_seal_without_a_time_is_told_as_such():
    assert "unknown time" in _aged(Known("seal"))


def test_a_file_that_cannot_be_read_takes_nothing_from_the_others(capsys, files, monkeypatch):
    """Nobody's permission, too large: CANNOT TELL, and the forgery beside them is still one."""
    (files / "locked.pdf").write_bytes(b"")
    with (files / "vast.pdf").open("wb") as vast:
        vast.truncate(MOST_BYTES + 1)
    read = Path.read_bytes

    def locked(path):
        if path.name == "locked.pdf":
            raise PermissionError(path)
        return read(path)

    monkeypatch.setattr(Path, "read_bytes", locked)
    names = ["locked.pdf", "vast.pdf", "bare.pdf"]
    paths = [str(files / name) for name in names]
    assert main(["verify", *paths, "--trust", str(files / "trust.pem"), "--json"]) == 1
    verdicts = json.loads(capsys.readouterr().out)
    said = [(one["outcome"], one["reasons"][0]["code"]) for one in verdicts]
    assert said == [("CANNOT TELL", "no-file"), ("CANNOT TELL", "examination-stopped"), ("NOT VALID", "no-seal")]


def test_trust_that_cannot_be_read_is_bad_use(capsys, files):
    assert main(["verify", str(files / "good.pdf"), "--trust", str(files / "absent.pem")]) == 2
    assert main(["verify", str(files / "good.pdf"), "--trust", str(files / "bare.pdf")]) == 2
    assert "trust-unreadable" in capsys.readouterr().err


def test_help_is_no_fault(capsys):
    assert main(["--help"]) == 0
    assert "check-identifier" in capsys.readouterr().out


def test_what_nobody_foresaw_is_no_verdict(capsys, files, monkeypatch):
    monkeypatch.setattr("certificates.__main__.verify", lambda *_, **__: 1 / 0)
    assert main(["verify", str(files / "good.pdf")]) == 2
    assert "ZeroDivisionError" in capsys.readouterr().err


def test_it_speaks_into_whatever_stands_for_the_terminal(monkeypatch):
    said = StringIO()
    monkeypatch.setattr(sys, "stdout", said)
    assert main(["check-identifier", RIGHT]) == 0
    assert "正确 right" in said.getvalue()


def test_a_pipe_that_knows_no_chinese_changes_no_verdict(files):
    command = [sys.executable, "-m", "certificates", "verify", files / "good.pdf", "--trust", files / "trust.pem"]
    run = subprocess.run(
        [*command, "--on", "2027-01-01"],
        cwd=ROOT,
        env=os.environ | {"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"},
        capture_output=True,
        check=False,
    )
    assert (run.returncode, b"VALID" in run.stdout) == (0, True)


def test_as_a_program(files):
    command = [sys.executable, "-m", "certificates", "verify", files / "good.pdf", "--on", "2027-01-01"]
    done = subprocess.run(
        [*command, "--trust", files / "trust.pem"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[0].endswith(": VALID")
