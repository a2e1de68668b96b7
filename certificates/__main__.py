"""The press at the command line: `check-identifier` and `verify`, both offline. Issuing needs the office."""

import json
import sys
from datetime import date
from pathlib import Path
from typing import Annotated

from cyclopts import App, Parameter

from certificates.faults import Refused
from certificates.numbering import check_identifier
from certificates.verify import Outcome, Verdict, no_file, verify

_EXIT = {Outcome.VALID: 0, Outcome.NOT_VALID: 1, Outcome.CANNOT_TELL: 2}
_WORST_FIRST = (Outcome.NOT_VALID, Outcome.CANNOT_TELL, Outcome.VALID)
_BAD_USE = 2

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
    on
        The day for which validity is asked; today when not given.

    """
    if not files:
        sys.stderr.write("请给出至少一个文件。 Give at least one file.\n")
        return _BAD_USE
    try:
        roots = trust.read_bytes() if trust else b""
        day = on or date.today()  # noqa: DTZ011 - the reader's own calendar day is what "today" means at a terminal
        verdicts = [(path, verify(path.read_bytes(), roots, on=day) if path.is_file() else no_file()) for path in files]
    except (OSError, Refused) as error:
        sys.stderr.write(f"{error}\n")
        return _BAD_USE
    if as_json:
        _say(json.dumps([{"file": str(path), **verdict.to_json()} for path, verdict in verdicts], ensure_ascii=False))
    else:
        for path, verdict in verdicts:
            _say(_told(path, verdict))
    outcomes = {verdict.outcome for _, verdict in verdicts}
    return next(_EXIT[outcome] for outcome in _WORST_FIRST if outcome in outcomes)


def _told(path: Path, verdict: Verdict) -> str:
    lines = [f"{path}: {verdict.outcome.value}"]
    if verdict.record is not None:
        lines.append(f"  {verdict.record.number}  {verdict.record.holder}")
    lines += [f"  [{reason.says}] {reason.zh}\n    {reason.en}" for reason in verdict.reasons]
    return "\n".join(lines)


def main(arguments: list[str] | None = None) -> int:
    """Runs one command and returns its exit code."""
    code = app(arguments, result_action="return_value")
    return code if isinstance(code, int) else 0


if __name__ == "__main__":
    sys.exit(main())
