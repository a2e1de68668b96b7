"""The press at the command line, offline: `check-identifier`, `verify`, `reproduce`, `render`. Issuing needs the office."""

import hashlib
import json
import sys
import traceback
from datetime import UTC, date, datetime
from io import TextIOWrapper
from pathlib import Path
from typing import Annotated, Any

from cyclopts import App, Parameter

from certificates.faults import Refused
from certificates.numbering import check_identifier
from certificates.printing import pages
from certificates.proofs import Brought, Known
from certificates.reproducing import Comparison, Same, compare, read_papers, read_record
from certificates.statements import PublicKey
from certificates.trust import Trust, read_trust
from certificates.verify import Outcome, Verdict, no_file, not_finished, verify

_EXIT = {Outcome.VALID: 0, Outcome.NOT_VALID: 1, Outcome.CANNOT_TELL: 2}
_WORST_FIRST = (Outcome.NOT_VALID, Outcome.CANNOT_TELL, Outcome.VALID)
_BAD_USE = 2
MOST_BYTES = 64 * 1024 * 1024
"""Of a file that is read into memory; certificates have some 200 KB."""
_REPRODUCED = {Same.OTHER: 1, Same.CANNOT_TELL: 2, Same.SAME: 0}
_SAME = {
    Same.SAME: "相同 SAME",
    Same.OTHER: "不同 OTHER（文件被改动过，或由其他版本的程序印出 changed, or printed by another release）",
    Same.CANNOT_TELL: "无法判断 CANNOT TELL",
}
_KNOWN = {
    "seal": "签章 seal",
    "checkpoint": "文件内的日志检查点 checkpoint of the log in the file",
    "later-checkpoint": "所给的日志检查点 checkpoint given",
    "status-list-revocation": "撤销列表 list of revocations",
    "status-list-suspension": "暂停列表 list of suspensions",
}

app = App(name="python -m certificates", help="Check certificates and e-licence identifiers, offline.")


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")


@app.command(name="check-identifier")
def check_identifiers(*identifiers: str) -> int:
    """Check e-licence identifiers of GB/T 36904: structure and check character. Exit 0 when all are right, else 1."""
    if not identifiers:
        sys.stderr.write("请给出至少一个标识。 Give at least one identifier.\n")
        return _BAD_USE
    wrong = False
    for text in identifiers:
        findings = check_identifier(text)
        bad = any(finding.severity == "error" for finding in findings)
        wrong = wrong or bad
        _say(f"{text}: {'错误 wrong' if bad else '正确 right'}")
        for finding in findings:
            _say(f"  {finding.severity}: {finding.fault.zh}\n  {finding.fault.en}")
    return int(wrong)


@app.command(name="verify")
def verify_files(
    *files: Path,
    as_json: Annotated[bool, Parameter(name="--json", negative="")] = False,
    trust: Path | None = None,
    key: Annotated[tuple[str, ...], Parameter(negative="")] = (),
    log: Path | None = None,
    status: Annotated[tuple[Path, ...], Parameter(negative="")] = (),
    on: date | None = None,
) -> int:
    """Verify certificate files without any register. Exit 0 VALID, 1 NOT VALID, 2 CANNOT TELL: the worst of all files.

    Parameters
    ----------
    files
        PDF files.
    as_json
        Print JSON: a list with one verdict per file.
    trust
        What to believe: the registry's trust.json, or PEM root certificates; without it nobody can tell whose seal it is.
    key
        Statement key to believe (multibase, z6Mk…), beside those of the list. May be given several times.
    log
        State of the public log that you kept: a signed checkpoint, the state file of `python -m registry monitor`, or
        JSON with `checkpoint` and `consistency`.
    status
        Status list that you kept (/credentials/status/revocation-1 and suspension-1). May be given several times.
    on
        The day for which validity is asked; today when not given.

    """
    if not files:
        sys.stderr.write("请给出至少一个文件。 Give at least one file.\n")
        return _BAD_USE
    try:
        roots = trust.read_bytes() if trust else b""
        day = on or date.today()  # noqa: DTZ011 - the reader's own calendar day is what "today" means at a terminal
        keys = [PublicKey.read(each) for each in key]
        brought = Brought(log.read_bytes() if log else None, tuple(each.read_bytes() for each in status))
        believed = read_trust(roots)
    except (OSError, Refused) as error:
        sys.stderr.write(f"{error}\n")
        return _BAD_USE
    verdicts = [(path, _verdict_on(path, believed, on=day, keys=keys, brought=brought)) for path in files]
    if as_json:
        _say(
            json.dumps(
                [{"file": str(path), "on": day.isoformat(), **verdict.to_json()} for path, verdict in verdicts],
                ensure_ascii=False,
            )
        )
    else:
        for path, verdict in verdicts:
            _say(_told(path, verdict, day))
    outcomes = {verdict.outcome for _, verdict in verdicts}
    return next(_EXIT[outcome] for outcome in _WORST_FIRST if outcome in outcomes)


@app.command
def reproduce(*files: Path) -> int:
    """Print certificates again from what lies in them. Exit 0 when the bytes are the same, 1 when not, 2 CANNOT TELL.

    Parameters
    ----------
    files
        Sealed PDF files. The seal itself is not looked at: `verify` does that.

    """
    if not files:
        sys.stderr.write("请给出至少一个文件。 Give at least one file.\n")
        return _BAD_USE
    found = [(path, _compared(path)) for path in files]
    for path, one in found:
        _say(f"{path}: {_SAME[one.answer]}")
        if one.sealed_pages:
            _say(f"  文件中签章前的页面 pages in the file before the seal  {one.sealed_pages}")
            _say(f"  重新印出的页面     pages printed here               {one.printed}")
        if one.why:
            _say(f"  {one.why}")
    answers = {one.answer for _, one in found}
    return next(code for answer, code in _REPRODUCED.items() if answer in answers)


@app.command
def render(record: Path, out: Path, *, proof: Path | None = None, plates: bool = True) -> int:
    """Print the unsealed pages of a record, as the press does before it seals them. Exit 0, or 2 when it cannot.

    Parameters
    ----------
    record
        JSON of the record: `record.json` of a file, or what the register answers at /certificates/NUMBER.json.
    out
        The PDF to write.
    proof
        `proof.json` of the file; what lies beside the record in the register's answer when not given.
    plates
        Print as with LVCE_PLATES=true; `--no-plates` as with false.

    """
    try:
        content = record.read_bytes()
        papers = read_papers(proof.read_bytes() if proof else content)
        out.write_bytes(pages(read_record(content), papers, plates=plates))
    except (OSError, Refused) as error:
        sys.stderr.write(f"{error}\n")
        return _BAD_USE
    _say(f"{hashlib.sha256(out.read_bytes()).hexdigest()}  {out}")
    return 0


def _verdict_on(path: Path, trust: Trust, **asked: Any) -> Verdict:
    """The verdict on one of several files: one that cannot be read takes nothing from the others."""
    content = _content(path)
    return content if isinstance(content, Verdict) else verify(content, trust, **asked)


def _compared(path: Path) -> Comparison:
    content = _content(path)
    if isinstance(content, Verdict):
        (why,) = content.reasons
        return Comparison(Same.CANNOT_TELL, why=f"{why.zh} {why.en}")
    return compare(content)


def _content(path: Path) -> bytes | Verdict:
    """A file's bytes, or the verdict on one that is not there, cannot be read, or is larger than any certificate."""
    try:
        if not path.is_file():
            return no_file()
        return not_finished() if path.stat().st_size > MOST_BYTES else path.read_bytes()
    except OSError:
        return no_file()


def _told(path: Path, verdict: Verdict, day: date) -> str:
    lines = [f"{path}: {verdict.outcome.value}", f"  所查日期 day asked: {day}"]
    if verdict.record is not None:
        lines.append(f"  {verdict.record.number}  {verdict.record.holder}")
    lines += [f"  [{reason.says}] {reason.zh}\n    {reason.en}" for reason in verdict.reasons]
    lines += [f"  已知 known: {_aged(each)}" for each in verdict.knows]
    return "\n".join(lines)


def _aged(known: Known) -> str:
    """What a verdict rests on, and how old it is."""
    parts = [_KNOWN.get(known.what, known.what)]
    if known.size is not None:
        parts.append(f"{known.size} 条 entries")
    if known.at is not None:
        days = max((datetime.now(UTC) - known.at).days, 0)
        parts += [known.at.isoformat(timespec="seconds"), f"{days} 天前 days ago"]
    elif known.size is None:
        parts.append("时间不明 at an unknown time")
    return ", ".join(parts)


def main(arguments: list[str] | None = None) -> int:
    """Runs one command and returns its exit code. What nobody foresaw ends with 2: Python's own 1 would say NOT VALID."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # terminals and pipes that know no Chinese
    try:
        code = app(arguments, result_action="return_value")
    except Exception:  # noqa: BLE001 - whatever it was, it is no verdict
        traceback.print_exc()
        return _BAD_USE
    return code if isinstance(code, int) else 0


if __name__ == "__main__":
    sys.exit(main())
