"""The sheet shows each criterion with what was claimed, judged and found, in the order of the edition."""

from dataclasses import replace

from registry.applications.schemas import FrozenEvidence
from registry.identifiers import new_id
from registry.reviews.rules import Verdict
from registry.reviews.schemas import FindingView
from registry.reviews.sheets import chapters_of
from tests.registry.reviews.test_claims import EDITION, FORMAT, frozen


def finding(code, ordinal, *, value):
    return FindingView(code, Verdict.CHANGE, value, "现场核查不符", ordinal, None)  # type: ignore[arg-type] - nothing here reads the instant


async def test_a_sheet_without_anything_found():
    chapters = await chapters_of(frozen({}), machine={}, findings=[], previous={})
    assert [chapter.code for chapter in chapters] == [chapter.code for chapter in EDITION.chapters]
    lines = [line for chapter in chapters for line in chapter.lines]
    assert [line.code for line in lines] == [c.code for c in EDITION.criteria if c.applies(FORMAT)]
    assert all(line.machine_points is None and line.finding is None and line.earlier == () for line in lines)


async def test_a_line_puts_everything_side_by_side():
    evidence = FrozenEvidence("X101", new_id(), "0" * 64, "营业执照", 1, "application/pdf")
    submission = replace(frozen({"X101": True}), notes={"X101": "见附件"}, evidence=(evidence,))
    first, second = finding("X101", 1, value=False), finding("X101", 2, value=True)
    chapters = await chapters_of(
        submission,
        machine={"X101": {"points": "0", "reason": {"zh": "达标", "en": "met"}}},
        findings=[first, second],
        previous={"X101": first},
    )
    line = next(line for chapter in chapters for line in chapter.lines if line.code == "X101")
    assert (line.has_claim, line.claimed, line.note, line.evidence) == (True, True, "见附件", (evidence,))
    assert (line.machine_points, line.machine_reason) == ("0", {"zh": "达标", "en": "met"})
    assert (line.finding, line.earlier, line.previous) == (second, (first,), first)
    assert line.gate
    assert line.citation["clause"]
