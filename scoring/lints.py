"""Whether an edition makes sense as law: sums, codes, gates, citations, what is still local. Shape is `editions.py`'s.

Each finding names the criterion and the remedy; the loader adds file and line.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from itertools import pairwise

from scoring.editions import Chapter, Criterion, Edition, Source, Standing
from scoring.faults import Fault
from scoring.values import Words, amount


def lint(edition: Edition) -> tuple[Fault, ...]:
    """Every fault of one edition, in the order of the table."""
    found = [*_heading(edition), *_settings(edition), *_citations(edition), *_codes(edition)]
    for chapter in edition.chapters:
        found += _chapter(chapter)
        for criterion in chapter.criteria:
            found += lint_criterion(criterion, {form.code for form in edition.formats})
    return tuple(found)


def lint_sources(edition: Edition, sources: Mapping[str, Source]) -> tuple[Fault, ...]:
    """Warnings: documents that an edition rests on beyond the day on which they ceased to be in force."""
    found = []
    for code in sorted(document.code for document in edition.documents):
        source, last = sources[code], edition.in_force_until
        ended = source.valid_until is not None and (last is None or last > source.valid_until)
        if ended or (source.lapsed and last is None):
            name_zh = f"“{source.title.zh}”" + (f"（{source.number}）" if source.number else "")
            name_en = f"“{source.title.en}” {source.number}".rstrip()
            until_zh = f"施行至 {source.valid_until}" if source.valid_until else "已失效"
            until_en = f"was in force until {source.valid_until}" if source.valid_until else "is no longer in force"
            fault = _fault(
                "source-lapsed",
                _first_citing(edition, code),
                f"所依据的文件{name_zh}{until_zh}。",
                f"It rests on {name_en}, which {until_en}.",
                "核对是否有替代文件；必要时另立新版本。",
                "See what has replaced it; write a new edition if needed.",
            )
            found.append(replace(fault, severity="warning"))
    return tuple(found)


def lint_documents(sources: Mapping[str, Source]) -> Iterator[Fault]:
    """Faults of the documents themselves: a validity that ends before it begins, a successor that is not there."""
    for source in sources.values():
        if source.valid_from is not None and source.valid_until is not None and source.valid_until < source.valid_from:
            yield _fault(
                "dates-backwards",
                f"{source.code}.valid_until",
                "有效期止于开始之前。",
                "It ends before it begins.",
                "核对两个日期。",
                "Compare the two dates.",
            )
        if source.replaced_by is not None and source.replaced_by not in sources:
            yield _fault(
                "source-unknown",
                f"{source.code}.replaced_by",
                f"替代它的文件“{source.replaced_by}”不在 sources.toml 中。",
                f"“{source.replaced_by}”, which replaces it, is not in sources.toml.",
                "在 sources.toml 中登记该文件，或改正编码。",
                "Enter the document in sources.toml, or correct its code.",
            )


def _first_citing(edition: Edition, document: str) -> str:
    """The first criterion that cites a document; the heading if none does."""
    return next((row.code for row in edition.criteria if row.citation.document == document), "citation")


def lint_sequence(editions: Iterable[Edition]) -> tuple[Fault, ...]:
    """Overlaps and gaps between the editions of one scheme, which come in the order of their dates."""
    found = []
    ordered = list(editions)
    for earlier, later in pairwise(ordered):
        path = f"{later.scheme}/{later.edition}"
        if earlier.in_force_until is None or earlier.in_force_until >= later.in_force_from:
            found.append(
                Fault(
                    "editions-overlap",
                    {
                        "zh": f"与 {earlier.edition} 版的施行期重叠。",
                        "en": f"It is in force together with edition {earlier.edition}.",
                    },
                    {
                        "zh": "为较早版本写明 in_force_until，早于本版施行日。",
                        "en": "Give the earlier edition an in_force_until before this one begins.",
                    },
                    path,
                )
            )
        elif earlier.in_force_until + timedelta(days=1) < later.in_force_from:
            found.append(
                Fault(
                    "editions-gap",
                    {
                        "zh": f"与 {earlier.edition} 版之间有无版本可用的日子。",
                        "en": f"Between edition {earlier.edition} and this one there are days without any.",
                    },
                    {
                        "zh": "令较早版本的 in_force_until 为本版施行日的前一天。",
                        "en": "Let the earlier edition end on the day before this one begins.",
                    },
                    path,
                )
            )
    return tuple(found)


def _heading(edition: Edition) -> Iterator[Fault]:
    if edition.in_force_until is not None and edition.in_force_until < edition.in_force_from:
        yield _fault(
            "dates-backwards",
            "in_force_until",
            "施行期止于开始之前。",
            "It ends before it begins.",
            "核对两个日期。",
            "Compare the two dates.",
        )
    for form in (None, *(known.code for known in edition.formats)):
        asked = [row for row in edition.criteria if row.applies(form) and (row.gate or not row.bonus)]
        if edition.criteria and not asked:
            yield _fault(
                "pass-unreachable",
                "formats" if form is None else f"formats.{form}",
                "没有任何条款适用，永远无法通过。",
                "No criterion applies, so that nothing can ever pass.",
                "为它写明适用的条款，或删除该业态。",
                "Let some criteria apply, or remove the format.",
            )
    for path, rows in [("chapters", edition.chapters), *((part.code, part.criteria) for part in edition.chapters)]:
        if not rows:
            yield _fault(
                "chapter-empty",
                path,
                "这里没有任何条款。",
                "There are no criteria here.",
                "添加条款，或删除空的一章。",
                "Add criteria, or remove the empty chapter.",
            )
    if edition.maximum != edition.total.points:
        yield _fault(
            "points-do-not-add-up",
            "total",
            f"各条款合计 {amount(edition.maximum)} 分，与总分 {amount(edition.total.points)} 分不符。",
            f"The criteria add up to {amount(edition.maximum)}, not to the total of {amount(edition.total.points)}.",
            "核对各条款分值与 total.points。",
            "Compare the points of the criteria with total.points.",
        )


def _settings(edition: Edition) -> Iterator[Fault]:
    for name in ("total", "pass_mark", "validity"):
        setting = getattr(edition, name)
        if setting.note is None and setting.citation is None:
            yield _fault(
                "setting-without-ground",
                name,
                "没有出处，也没有说明。",
                "It has neither a citation nor a note.",
                "写明 citation；本地设定则用 note 说明。",
                "Give a citation, or a note if it is a local setting.",
            )
        if setting.status is not Standing.LOCAL and setting.citation is None:
            yield _fault(
                "setting-without-citation",
                name,
                "标为有出处，却没有引用条款。",
                "It claims a source and cites none.",
                '写明 citation，或改为 status = "local"。',
                'Give a citation, or write status = "local".',
            )
    for grade in edition.pass_mark.grades:
        if grade.from_share < edition.pass_mark.share:
            yield _fault(
                "grade-below-pass",
                f"pass_mark.grades.{grade.code}",
                "等次的起点低于合格线，永远不起作用或令人误解。",
                "The grade begins below the pass mark.",
                "令 from_share 不低于 pass_mark.share。",
                "Let from_share be no lower than pass_mark.share.",
            )


def _citations(edition: Edition) -> Iterator[Fault]:
    known = {document.code for document in edition.documents}
    cited = [("citation", edition.citation)]
    cited += [
        (name, s.citation) for name in ("total", "pass_mark", "validity") if (s := getattr(edition, name)).citation
    ]
    cited += [(criterion.code, criterion.citation) for criterion in edition.criteria]
    for path, citation in cited:
        if citation.document not in known:
            yield _fault(
                "source-unknown",
                path,
                f"引用的文件“{citation.document}”不在 sources.toml 中。",
                f"The cited document “{citation.document}” is not in sources.toml.",
                "在 sources.toml 中登记该文件，或改正编码。",
                "Enter the document in sources.toml, or correct its code.",
            )


def _codes(edition: Edition) -> Iterator[Fault]:
    lists = {
        "criteria": [criterion.code for criterion in edition.criteria],
        "chapters": [chapter.code for chapter in edition.chapters],
        "formats": [form.code for form in edition.formats],
        "pass_mark.grades": [grade.code for grade in edition.pass_mark.grades],
    }
    for path, codes in lists.items():
        for code, times in Counter(codes).items():
            if times > 1:
                yield _fault(
                    "code-twice",
                    code if path == "criteria" else f"{path}.{code}",
                    f"编码“{code}”出现 {times} 次。",
                    f"The code “{code}” is used {times} times.",
                    "每个编码只能用一次。",
                    "Use each code once.",
                )


def _chapter(chapter: Chapter) -> Iterator[Fault]:
    points = sum((criterion.maximum for criterion in chapter.criteria if not criterion.bonus), Decimal(0))
    if points != chapter.points:
        yield _fault(
            "points-do-not-add-up",
            chapter.code,
            f"本章条款合计 {amount(points)} 分，与所写 {amount(chapter.points)} 分不符。",
            f"The chapter's criteria add up to {amount(points)}, not to {amount(chapter.points)}.",
            "核对各条款分值与本章 points。",
            "Compare the points of the criteria with those of the chapter.",
        )


def lint_criterion(criterion: Criterion, formats: Collection[str]) -> Iterator[Fault]:
    """Every fault of one criterion by itself. `formats`: the codes that the edition defines."""
    measure, code = criterion.measure, criterion.code
    if criterion.gate and (measure.points or not measure.may_be_gate):
        yield _fault(
            "gate-with-points",
            code,
            "否决项不计分，且只能用 yes_no、threshold、pick、all_of 或 any_of。",
            "A gate carries no points and is a yes_no, threshold, pick, all_of or any_of.",
            "令 points = 0；需计分的内容另立条款。",
            "Write points = 0; put what earns points into a criterion of its own.",
        )
    if not criterion.gate and not measure.points:
        yield _fault(
            "no-points",
            code,
            "计分条款没有分值。",
            "The criterion earns nothing.",
            "写明 points；若为否决项则写 gate = true。",
            "Give points, or write gate = true if it is a gate.",
        )
    if criterion.gate and criterion.bonus:
        yield _fault(
            "gate-as-bonus",
            code,
            "同一条款不能既是否决项又是加分项。",
            "A criterion cannot be both a gate and a bonus.",
            "删除其中之一。",
            "Remove one of the two.",
        )
    for remark in measure.remarks():
        yield Fault(remark.code, remark.message, remark.hint, code)
    for form in (*criterion.applies_to, *criterion.at_headquarters):
        if form not in formats:
            yield _fault(
                "format-unknown",
                code,
                f"applies_to 或 at_headquarters 中的业态“{form}”未定义。",
                f"The format “{form}” in applies_to or at_headquarters is not defined.",
                "在 formats 中定义，或改正编码。",
                "Define it in formats, or correct its code.",
            )
    if criterion.evidence_required and not criterion.evidence:
        yield _fault(
            "evidence-unnamed",
            code,
            "要求佐证材料，却未说明种类。",
            "Evidence is required, but no kind is named.",
            "在 evidence 中列出可用的材料。",
            "List the kinds in evidence.",
        )


def _fault(code: str, path: str, zh: str, en: str, hint_zh: str, hint_en: str) -> Fault:  # noqa: PLR0917 - a sentence and its remedy, each in two languages
    message: Words = {"zh": zh, "en": en}
    return Fault(code, message, {"zh": hint_zh, "en": hint_en}, path)
