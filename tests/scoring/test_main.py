"""The command line: what it prints, where, and with which exit code."""

import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

from scoring.__main__ import main
from scoring.loader import load_all
from scoring.lock import LOCK
from tests.scoring.samples import EDITION, SOURCES, folder, green_mall

ROOT = Path(__file__).parents[2]


def run(*arguments, text=None):
    command = [sys.executable, "-m", "scoring", *map(str, arguments)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, input=text and text.encode(), check=False)
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def score(tmp_path, facts, *more):
    path = tmp_path / "facts.json"
    path.write_text(facts if isinstance(facts, str) else json.dumps(facts), encoding="utf-8")
    return run("score", "--scheme", "green-mall", "--on", "2024-05-01", *more, path)


def test_check_lists_the_editions_that_are_right():
    code, out, err = run("check")
    assert (code, err) == (0, "")
    assert f"green-mall/2021-05-25: 42 条 / 42 criteria, digest {green_mall().digest[:12]}\n" in out
    assert "error" not in out


def test_score_prints_the_card_and_nothing_else(tmp_path):
    code, out, err = score(tmp_path, {"X101": True, "X203-1": 85.5}, "--format", "supermarket")
    assert (code, err) == (0, "")
    card = json.loads(out)
    assert (card["total"], card["format"]) == ("3", "supermarket")
    assert "事实：85.5 %" in out


def test_numbers_of_a_file_are_exact(tmp_path):
    _, out, _ = score(tmp_path, '{"X501": 0.025, "X202-1": 79.9999999999999999}')
    assert out == ""
    code, out, _ = score(tmp_path, '{"X501": 0.025, "X202-1": 79.999999}')
    assert (code, json.loads(out)["total"]) == (0, "5")


def test_bad_facts_name_path_and_remedy_and_print_no_card(tmp_path):
    code, out, err = score(tmp_path, '{"X104": "四", "X203-1": NaN, "X303": 1e100, "X401": -1, "X9": 1}')
    assert (code, out) == (2, "")
    for part in ("X104: error [fact-not-a-number]", "X203-1: error [fact-not-finite]", "X9: error [fact-unknown]"):
        assert part in err
    assert "facts.json:X303: error [fact-too-large]" in err
    assert "请填写 0 或正数。" in err


def test_bad_use_is_told_apart(tmp_path):
    assert run("score", "--scheme", "green-mall")[0] == 2
    assert run("fly")[0] == 2
    code, out, err = run("score", "--scheme", "green-mall", "--on", "2017-01-01", "-", text="{}")
    assert (code, out) == (2, "")
    assert "[no-edition-in-force]" in err


def call(capfdbinary, *arguments):
    code = main([*map(str, arguments)])
    out, err = capfdbinary.readouterr()
    return code, out.decode(), err.decode()


def test_list_for_people_and_for_programs(capfdbinary):
    title = green_mall().title
    code, out, _ = call(capfdbinary, "list")
    assert code == 0
    rows = out.splitlines()
    first = rows.index(f"green-mall/2021-05-25  2021-05-25 – …  {title.zh} / {title.en}")
    assert rows[first + 1] == (
        "    100 分，42 条，其中否决项 2 条、已核 8 条 / 100 points, 42 criteria, 2 gates, 8 verified"
    )
    code, out, _ = call(capfdbinary, "list", "--json")
    assert code == 0
    assert json.loads(out) == [edition.summary() for edition in load_all().editions]


def test_check_finds_faults_and_an_open_lock(capfdbinary, tmp_path):
    place = folder(tmp_path)
    assert call(capfdbinary, "check", "--folder", place)[0] == 1
    code, out, _ = call(capfdbinary, "check", "--write-lock", "--folder", place)
    assert (code, out[:37]) == (0, "sample/2020-01-01: 1 条 / 1 criteria, ")
    assert (place / LOCK).exists()
    folder(place, d2020_01_01=EDITION.replace("points = 2\n", "points = 3\n"))
    before = (place / LOCK).read_bytes()
    code, out, _ = call(capfdbinary, "check", "--write-lock", "--folder", place)
    assert code == 1
    assert "sample/2020-01-01.toml:11:A: error [points-do-not-add-up]" in out
    assert "editions.lock:sample/2020-01-01: error [edition-changed]" in out
    assert (place / LOCK).read_bytes() == before


def test_faults_in_the_criteria_stop_list_and_score(capfdbinary, tmp_path):
    place = folder(tmp_path, scheme="")
    code, out, err = call(capfdbinary, "list", "--folder", place)
    assert (code, out) == (1, "")
    assert "[key-missing]" in err


def test_facts_from_standard_input_and_a_day_that_is_none(capfdbinary, monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b'\xef\xbb\xbf{"X105": true}'), "ascii"))
    code, out, _ = call(capfdbinary, "score", "-", "--scheme", "green-mall", "--on", "2024-05-01")
    assert (code, json.loads(out)["total"]) == (0, "5")
    assert call(capfdbinary, "score")[0] == 2
    code, _, err = call(capfdbinary, "score", "-", "--scheme", "green-mall", "--on", "1 May")
    assert code == 2
    assert "on: error [date-wrong]" in err


def test_bad_facts_name_their_file(capfdbinary, tmp_path):
    path = tmp_path / "facts.json"
    path.write_text('{"X101": "yes"}', encoding="utf-8")
    code, out, err = call(capfdbinary, "score", path, "--scheme", "green-mall", "--on", "2024-05-01")
    assert (code, out) == (2, "")
    assert err.startswith(f"{path}:X101: error [fact-wrong-type]")


@pytest.mark.parametrize("facts", [r'{"\ud800": 1}', r'{"X101": "\ud800"}'])
def test_half_a_character_is_refused_as_any_other_fault(tmp_path, facts):
    code, out, err = score(tmp_path, facts)
    assert (code, out) == (2, "")
    assert "[facts-unreadable]" in err
    assert "Traceback" not in err


@pytest.mark.parametrize("command", ["check", "list"])
def test_a_folder_that_is_not_there(capfdbinary, tmp_path, command):
    code, out, err = call(capfdbinary, command, "--folder", tmp_path / "none")
    assert code == 1
    assert "[folder-missing]" in out + err


def test_a_lock_that_cannot_be_written(capfdbinary, tmp_path):
    place = folder(tmp_path)
    (place / LOCK).mkdir()
    code, _, err = call(capfdbinary, "check", "--write-lock", "--folder", place)
    assert code == 1
    assert err.startswith(f"{place / LOCK}: error [file-refused] The system refused: ")


def test_a_warning_is_said_and_breaks_nothing(tmp_path, capfd):
    place = folder(tmp_path, sources=SOURCES + "lapsed = true\n")
    assert main(["check", "--write-lock", "--folder", str(place)]) == 0
    out = capfd.readouterr().out
    assert "warning [source-lapsed]" in out
    assert "sample/2020-01-01: 1 条 / 1 criteria" in out
    assert load_all(place).editions


def advise(capfdbinary, tmp_path, facts, efforts):
    (tmp_path / "facts.json").write_text(json.dumps(facts), encoding="utf-8")
    (tmp_path / "efforts.json").write_text(json.dumps(efforts), encoding="utf-8")
    files = (tmp_path / "facts.json", "--efforts", tmp_path / "efforts.json")
    return call(capfdbinary, "advise", *files, "--scheme", "key-recycler-park", "--on", "2024-05-01")


def test_advise_prints_the_cheapest_way_or_says_that_there_is_none(capfdbinary, tmp_path):
    code, out, _ = advise(capfdbinary, tmp_path, {}, {"P101": 7})
    assert (code, json.loads(out)["effort"]) == (0, "7")
    code, out, _ = advise(capfdbinary, tmp_path, {}, {})
    assert (code, json.loads(out)["possible"]) == (1, False)
    code, out, err = advise(capfdbinary, tmp_path, {}, {"P9": 1})
    assert (code, out) == (2, "")
    assert "/efforts.json:P9: error [effort-unknown]" in err
    code, out, err = advise(capfdbinary, tmp_path, {"P9": 1}, {})
    assert (code, out) == (2, "")
    assert "/facts.json:P9: error [fact-unknown]" in err


def test_diff_for_people_and_for_programs(capfdbinary):
    names = ("green-mall/2018-03-01", "green-mall/2021-05-25")
    code, out, _ = call(capfdbinary, "diff", *names)
    assert code == 0
    assert "changed  M104 → X103  管理制度 / Written rules\n" in out
    assert "    分值：60 → 5\n    points: 60 → 5\n" in out
    assert "added    X105  绿色投入 / Funds for green upkeep\n" in out
    code, out, _ = call(capfdbinary, "diff", *names, "--json")
    assert json.loads(out)[0]["kind"] == "changed"
    code, _, err = call(capfdbinary, "diff", "green-mall/2018-03-01", "green-mall")
    assert (code, "unknown-edition" in err) == (2, True)
    reverse = call(capfdbinary, "diff", *reversed(names))[1]
    assert "removed  X105 → –  绿色投入" in reverse


def test_explain_says_everything_about_a_clause(capfdbinary):
    code, out, _ = call(capfdbinary, "explain", "green-mall/2021-05-25", "X103")
    assert code == 0
    assert out.splitlines()[0] == "X103 管理制度"
    assert "    GB/T 38849-2020 (2020), 附录 A，X103 (已核)\n" in out
    assert "    GB/T 38849-2020 (2020), Annex A, X103 (verified)\n" in out
    assert "    5 points, less 1 for each “area without rules”, never below 0.\n" in out
    assert len(call(capfdbinary, "explain", "green-mall/2021-05-25")[1].splitlines()) == 42 * 8
    code, out, err = call(capfdbinary, "explain", "green-mall/2021-05-25", "X999")
    assert (code, out) == (2, "")
    assert "fact-unknown" in err
