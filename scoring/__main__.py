"""`python -m scoring`: check, list, score, advise, diff and explain from the command line, without any database.

Exit codes: 0 fine, 1 a fault in the criteria (or no way to pass), 2 bad use or bad facts.
"""

import json
import signal
import sys
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Annotated, Any, TextIO, TypeVar

from cyclopts import App, CycloptsError, Parameter

from scoring import lock
from scoring.advice import advise_on
from scoring.diff import diff
from scoring.editions import Edition, Standing
from scoring.engine import score
from scoring.facts import check as check_facts
from scoring.facts_file import read_facts
from scoring.faults import BadCriteria, BadFacts, Fault, ScoringError
from scoring.in_force import edition_on
from scoring.loader import CRITERIA, Library, load_all, read_folder
from scoring.values import Words

app = App(
    name="python -m scoring", version_flags=(), help="Check, list and apply criteria. / 检查、列出和应用评价指标。"
)
Folder = Annotated[Path, Parameter(help="Folder of criteria. / 指标文件夹。")]
FactsFile = Annotated[
    Path, Parameter(allow_leading_hyphen=True, help="Criterion code → value; - reads standard input. / 条款编号 → 值。")
]
SchemeName = Annotated[str, Parameter(help="Such as green-mall. / 方案。")]
Day = Annotated[str, Parameter(help="The day whose edition judges, YYYY-MM-DD. / 按哪一天有效的版本。")]
FormatCode = Annotated[str | None, Parameter(name="--format", help="Such as department_store. / 业态。")]
EditionName = Annotated[str, Parameter(help="Such as green-mall/2021-05-25. / 方案/版本。")]
Answer = TypeVar("Answer")
_STANDINGS: dict[Standing, Words] = {
    Standing.VERIFIED: {"zh": "已核", "en": "verified"},
    Standing.REFERENCE: {"zh": "参考", "en": "reference"},
    Standing.LOCAL: {"zh": "本地", "en": "local"},
}


@app.command
def check(
    *,
    write_lock: Annotated[
        bool, Parameter(negative="", help="Lock the editions as they are now. / 按现状重写锁定文件。")
    ] = False,
    folder: Folder = CRITERIA,
) -> int:
    """Read and lint every edition, and compare it with editions.lock. / 检查全部版本，并与锁定文件比对。"""
    library, faults = read_folder(folder)
    if write_lock and not _errors(faults):
        lock.write(library.editions, folder)
    faults += lock.differences(library.editions, folder)
    for fault in faults:
        say(fault)
    if _errors(faults):
        return 1
    for edition in library.editions:
        count, digest = len(edition.criteria), edition.digest[:12]
        say(f"{edition.scheme}/{edition.edition}: {count} 条 / {count} criteria, digest {digest}")
    return 0


def _errors(faults: Iterable[Fault]) -> bool:
    return any(fault.severity == "error" for fault in faults)


@app.command(name="list")
def list_editions(
    *, json_: Annotated[bool, Parameter(name="--json", negative="")] = False, folder: Folder = CRITERIA
) -> int:
    """List the editions. / 列出各版本。"""
    rows = [edition.summary() for edition in load_all(folder).editions]
    if json_:
        _print_json(rows)
        return 0
    for row in rows:
        until = row["in_force_until"] or "…"
        say(
            f"{row['scheme']}/{row['edition']}  {row['in_force_from']} – {until}  {row['title']['zh']} / {row['title']['en']}"
        )
        say(
            f"    {row['maximum']} 分，{row['criteria']} 条，其中否决项 {row['gates']} 条、已核 {row['verified']} 条 / "
            f"{row['maximum']} points, {row['criteria']} criteria, {row['gates']} gates, {row['verified']} verified"
        )
    return 0


@app.command(name="score")
def score_facts(
    facts: FactsFile,
    /,
    *,
    scheme: SchemeName,
    on: Day,
    format_: FormatCode = None,
    folder: Folder = CRITERIA,
) -> int:
    """Judge FACTS.json by the edition of a day. / 按某日有效的版本为 FACTS.json 评分。"""
    edition = edition_on(scheme, _day(on), load_all(folder))
    stated = read_facts(facts)
    _print_json(_of_file(facts, lambda: score(edition, stated, format=format_)).to_json())
    return 0


@app.command
def advise(
    facts: FactsFile,
    /,
    *,
    efforts: Annotated[
        Path,
        Parameter(
            allow_leading_hyphen=True,
            help="Criterion code → effort, or [{points, effort}]. / 条款编号 → 投入，或 [{points, effort}]。",
        ),
    ],
    scheme: SchemeName,
    on: Day,
    format_: FormatCode = None,
    folder: Folder = CRITERIA,
) -> int:
    """The cheapest way to pass, as JSON; exit 1 if nothing stated suffices. / 以最小投入达标的办法。"""
    edition = edition_on(scheme, _day(on), load_all(folder))
    stated, costs = read_facts(facts), read_facts(efforts)
    card = _of_file(facts, lambda: score(edition, stated, format=format_))
    advice = _of_file(efforts, lambda: advise_on(card, costs))
    _print_json(advice.to_json())
    return 0 if advice.possible else 1


@app.command(name="diff")
def diff_editions(
    old: EditionName,
    new: EditionName,
    /,
    *,
    json_: Annotated[bool, Parameter(name="--json", negative="")] = False,
    folder: Folder = CRITERIA,
) -> int:
    """What changes from one edition to another, clause by clause. / 逐条比较两个版本。"""
    library = load_all(folder)
    first, second = _edition(library, old), _edition(library, new)
    changes = diff(first, second, library.crosswalk(first, second))
    if json_:
        _print_json([change.to_json() for change in changes])
        return 0
    for change in changes:
        codes = change.new if change.old in {change.new, None} else f"{change.old} → {change.new or '–'}"
        say(f"{change.kind:8} {codes}  {change.title['zh']} / {change.title['en']}")
        for part in change.differences:
            say(f"    {part.name['zh']}：{part.old['zh']} → {part.new['zh']}")
            say(f"    {part.name['en']}: {part.old['en']} → {part.new['en']}")
    return 0


@app.command
def explain(edition: EditionName, codes: tuple[str, ...] = (), /, *, folder: Folder = CRITERIA) -> int:
    """What is asked, how it counts, where it is written; all clauses, or those named. / 逐条说明要求、给分和依据。"""
    rules = _edition(load_all(folder), edition)
    missing = [code for code in codes if code not in rules.by_code]
    if missing:
        check_facts(rules, dict.fromkeys(missing))
    for criterion in rules.criteria:
        if codes and criterion.code not in codes:
            continue
        cited, rule = rules.cite(criterion.citation), criterion.measure.rule()
        for language in ("zh", "en"):
            source = cited["number"] or cited["title"][language]
            say(f"{criterion.code} {criterion.title.words()[language]}")
            say(f"    {criterion.requirement.words()[language]}")
            say(f"    {rule[language]}")
            say(
                f"    {source} ({cited['dated']}), {cited['clause'][language]} ({_STANDINGS[criterion.status][language]})"
            )
    return 0


def main(arguments: list[str] | None = None) -> int:
    """Run one command and return its exit code; complaints go to standard error in both languages."""
    try:
        return int(app(arguments, exit_on_error=False, print_error=True, result_action="return_value") or 0)
    except CycloptsError:
        return 2
    except BadCriteria as error:
        say(error, to=sys.stderr)
        return 1
    except ScoringError as error:
        say(error, to=sys.stderr)
        return 2
    except OSError as error:
        say(_refused(error), to=sys.stderr)
        return 1


def say(text: object, to: TextIO | None = None) -> None:
    """One line of the answer, in UTF-8 whatever the terminal's locale is: JSON is read by programs."""
    stream = to or sys.stdout
    stream.flush()
    stream.buffer.write(f"{text}\n".encode())


def _edition(library: Library, name: str) -> Edition:
    scheme, _, edition = name.partition("/")
    return library.get(scheme, edition)


def _of_file(file: Path, judge: Callable[[], Answer]) -> Answer:
    """What `judge` gives; its faults name the file whose facts are to blame."""
    try:
        return judge()
    except BadFacts as error:
        raise BadFacts(replace(fault, file=str(file)) for fault in error.faults) from None


def _refused(error: OSError) -> Fault:
    return Fault(
        "file-refused",
        {"zh": f"系统拒绝了这一操作：{error.strerror}。", "en": f"The system refused: {error.strerror}."},
        {"zh": "核对磁盘空间和权限。", "en": "Check the disk and who may write there."},
        file=str(error.filename or ""),
    )


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise BadFacts(
            [
                Fault(
                    "date-wrong",
                    {"zh": f"“{text}”不是日期。", "en": f"“{text}” is not a date."},
                    {"zh": "写成 2024-05-01 的样子。", "en": "Write it like 2024-05-01."},
                    "on",
                )
            ]
        ) from None


def _print_json(value: Any) -> None:
    say(json.dumps(value, ensure_ascii=False, indent=2))


if __name__ == "__main__":
    if hasattr(signal, "SIGPIPE"):
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)  # `… | head` ends quietly
    sys.exit(main())
