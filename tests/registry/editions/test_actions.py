"""From a bureau's table to an edition that judges: written by one officer, published by another, and then fixed."""

from datetime import date

import pytest

from registry.accounts.schemas import SYSTEM
from registry.audit.models import AuditEntry
from registry.editions import actions, contents, queries
from registry.editions.contents import DraftConflict
from registry.editions.models import EditionDraft, PublishedEdition
from registry.errors import Conflict, Forbidden, Invalid, Misconfigured, NotFound, NotNow, TooLarge
from registry.identifiers import new_id
from registry.transparency.models import LogLeaf
from tests.factories import editions as make
from tests.factories import people
from tests.factories.editions import DAY, FIRST_DAY, SCHEME

pytestmark = pytest.mark.usefixtures("db")

PROPOSAL = {"document_number": "黔商发〔2026〕1号", "on": DAY}


async def content_of(draft_id):
    return (await EditionDraft.get(id=draft_id)).content


async def test_a_table_becomes_a_draft_in_the_province_of_its_officer():
    officer = await make.officer()
    draft_id = await make.imported(officer)
    view = await queries.draft(officer, draft_id)
    assert [row["code"] for _, row in contents.criteria_of(view.content)] == ["A101", "A102", "A103", "B101", "B102"]
    assert view.report["sheet"] == "评价表"
    assert [(fault["code"], fault["line"]) for fault in view.report["faults"]] == [("table-star", 8)]
    assert [row["kind"] for row in view.report["rows"]][:3] == ["before", "heading", "item"]
    assert view.content["pass_mark"]["status"] == "local"
    assert view.edits
    assert {placed.field for placed in view.faults_of[""]} >= {"in_force_from", "documents.0.title"}
    assert (await AuditEntry.get(tag="edition:import")).place_code == people.GUIZHOU


async def test_who_may_begin_a_draft_and_where():
    for actor, error in ((people.province_officer(people.SICHUAN), Forbidden), (people.city_officer(), Forbidden)):
        with pytest.raises(error):
            await make.imported(actor)
    officer = await make.officer()
    with pytest.raises(Invalid, match="edition-issuer"):
        await make.imported(officer, place_code=people.GUIYANG)
    with pytest.raises(NotFound):
        await actions.copy_edition("green-moon", "2021-05-25", place_code=people.GUIZHOU, actor=officer, on=DAY)
    with pytest.raises(NotFound):
        await actions.copy_edition(SCHEME, "1999-01-01", place_code=people.GUIZHOU, actor=officer, on=DAY)


@pytest.mark.parametrize(
    ("content", "error"),
    [(b"PK\x03\x04 no", Invalid), ("只有一句话".encode(), Invalid), (b"a" * (6 * 1024 * 1024), TooLarge)],
)
async def test_files_without_a_table_make_no_draft(content, error):
    with pytest.raises(error):
        await make.imported(await make.officer(), content=content)
    assert await EditionDraft.all().count() == 0


async def test_before_any_edition_the_newest_gives_the_settings():
    officer = await make.officer()
    draft_id = await actions.import_table(
        make.table_file(),
        filename="t.xlsx",
        scheme=SCHEME,
        place_code=people.GUIZHOU,
        actor=officer,
        on=date(1999, 1, 1),
    )
    assert (await content_of(draft_id))["formats"]


async def test_an_edition_can_be_the_beginning_of_its_successor():
    officer = await make.officer()
    name = await make.published()
    draft_id = await actions.copy_edition(SCHEME, name, place_code=people.GUIZHOU, actor=officer, on=DAY)
    content = await content_of(draft_id)
    assert [document["code"] for document in content["documents"]] == [contents.OWN]
    changed = content | {"in_force_from": "2027-01-01"}
    await actions.save_content(draft_id, changed, seen=contents.seen(content), actor=officer)
    view = await queries.draft(officer, draft_id)
    assert (view.written.errors, view.edition) == ((), "520000-2027-01-01")
    old, new, changes = await queries.draft_diff(officer, draft_id, FIRST_DAY)
    assert (old.edition, new.edition) == (name, "520000-2027-01-01")
    assert {change.kind for change in changes[1:]} == {"same"}


async def test_settings_are_saved_however_incomplete_and_chapters_keep_their_criteria():
    officer = await make.officer()
    draft_id = await make.imported(officer)
    settings = contents.settings_of(await content_of(draft_id))
    chapters = [part | {"was": part["code"]} for part in settings["chapters"]]
    chapters[0] |= {"code": "A", "points": "acht"}
    sent = settings | {"chapters": [*chapters, {"code": "Z", "title": {"zh": "新章"}}], "in_force_from": "bald"}
    await actions.save_settings(draft_id, sent, seen=contents.seen(settings), chinese_only=False, actor=officer)
    stored = await EditionDraft.get(id=draft_id)
    assert not stored.chinese_only
    assert stored.content["in_force_from"] == "bald"
    assert [(part["code"], len(part["criteria"])) for part in stored.content["chapters"]] == [
        ("A", 3),
        ("C2", 2),
        ("Z", 0),
    ]
    assert [row["code"] for chapter, row in contents.criteria_of(stored.content) if chapter == "A"] == [
        "A101",
        "A102",
        "A103",
    ]
    with pytest.raises(Invalid, match="chapter-not-empty"):
        await actions.save_settings(
            draft_id,
            sent | {"chapters": []},
            seen=contents.seen(contents.settings_of(stored.content)),
            chinese_only=False,
            actor=officer,
        )


async def test_two_officers_at_one_piece_both_keep_what_they_wrote():
    first, second = await make.officer(), await make.officer()
    draft_id = await make.imported(first)
    chapter, row = contents.criterion_in(await content_of(draft_id), "A102")
    seen = contents.seen([chapter, row])
    mine, theirs = row | {"status": "reference"}, row | {"gate": True}
    await actions.save_criterion(draft_id, "A102", theirs, chapter=chapter, seen=seen, actor=second)
    with pytest.raises(DraftConflict) as clash:
        await actions.save_criterion(draft_id, "A102", mine, chapter=chapter, seen=seen, actor=first)
    assert clash.value.stored == {"chapter": "C1", "criterion": theirs}
    await actions.save_criterion(
        draft_id, "A102", theirs, chapter=chapter, seen=seen, actor=first
    )  # the same: no clash
    again = contents.seen([chapter, theirs])
    await actions.save_criterion(draft_id, "A102", mine, chapter=chapter, seen=again, actor=first)
    await actions.remove_criterion(draft_id, "A102", actor=second)
    with pytest.raises(DraftConflict) as gone:
        await actions.save_criterion(draft_id, "A102", mine, chapter=chapter, seen=again, actor=first)
    assert gone.value.stored is None
    stored = await content_of(draft_id)
    settings = contents.settings_of(stored)
    with pytest.raises(DraftConflict):
        await actions.save_settings(draft_id, settings | {"note": "x"}, seen="old", chinese_only=True, actor=first)
    with pytest.raises(DraftConflict):
        await actions.save_content(draft_id, stored | {"note": "x"}, seen="old", actor=first)
    assert await AuditEntry.filter(tag="edition:save").count() == 3


async def test_criteria_are_added_moved_renamed_with_their_cases_and_removed():
    officer = await make.officer()
    draft_id = await make.imported(officer)
    await actions.save_cases(draft_id, [{"given": True, "expect": "met"}], criterion="A101", actor=officer)
    content = await content_of(draft_id)
    _, row = contents.criterion_in(content, "A101")
    moved = row | {"code": "B100"}
    await actions.save_criterion(draft_id, "A101", moved, chapter="C2", seen=contents.seen(["C1", row]), actor=officer)
    await actions.save_criterion(draft_id, None, {"code": "N1"}, chapter="C1", seen="", actor=officer)
    codes = [(chapter, each["code"]) for chapter, each in contents.criteria_of(await content_of(draft_id))]
    assert codes == [("C1", "A102"), ("C1", "A103"), ("C1", "N1"), ("C2", "B101"), ("C2", "B102"), ("C2", "B100")]
    view = await queries.draft(officer, draft_id)
    assert [(case.criterion, case.holds) for case in view.cases] == [("B100", True)]
    for code, error in (("N 1", "criterion-code"), ("A103", "criterion-code-taken")):
        with pytest.raises(Invalid, match=error):
            await actions.save_criterion(draft_id, None, {"code": code}, chapter="C1", seen="", actor=officer)
    with pytest.raises(NotFound):
        await actions.save_criterion(draft_id, None, {"code": "N2"}, chapter="C9", seen="", actor=officer)
    with pytest.raises(NotFound):
        await actions.remove_criterion(draft_id, "A101", actor=officer)


async def test_saving_what_is_there_leaves_no_trace():
    officer = await make.officer()
    draft_id = await make.imported(officer)
    content = await content_of(draft_id)
    await actions.save_content(draft_id, content, seen="whatever", actor=officer)
    assert not await AuditEntry.filter(tag="edition:save").exists()


async def test_cases_that_fail_or_lost_their_criterion_keep_a_draft_from_being_proposed(monkeypatch):
    officer = await make.officer()
    draft_id = await make.completed(officer)
    cases = [{"given": "85", "expect": "4"}, {"given": "79.9", "expect": "1"}, {"given": "x", "expect": "0"}]
    await actions.save_cases(draft_id, cases, criterion="B101", actor=officer)
    view = await queries.draft(officer, draft_id)
    assert [(case.holds, case.fault.code if case.fault else None) for case in view.cases] == [
        (True, None), (False, None), (False, "fact-not-a-number"),
    ]  # fmt: skip
    assert view.failing == 2
    with pytest.raises(NotNow, match="draft-cases-fail"):
        await actions.propose(draft_id, actor=officer, **PROPOSAL)
    await actions.save_cases(draft_id, cases[:1], criterion="B101", actor=officer)
    content = await content_of(draft_id)
    without = contents.without_criterion(content, "B101")
    await actions.save_content(draft_id, without, seen=contents.seen(content), actor=officer)
    assert (await queries.draft(officer, draft_id)).cases[0].fault.code == "case-criterion"
    monkeypatch.setattr("registry.editions.rules.MOST_CASES", 1)
    with pytest.raises(Invalid, match="draft-cases"):
        await actions.save_cases(draft_id, cases, criterion="B102", actor=officer)


async def test_an_unfinished_draft_is_not_proposed_and_its_first_day_is_ahead():
    officer = await make.officer()
    draft_id = await make.imported(officer)
    with pytest.raises(NotNow, match="draft-incomplete"):
        await actions.propose(draft_id, actor=officer, **PROPOSAL)
    with pytest.raises(Invalid, match="draft-incomplete"):
        await queries.draft_edition(officer, draft_id)
    with pytest.raises(Invalid, match="document-number-missing"):
        await actions.propose(draft_id, actor=officer, document_number=" ", on=DAY)
    late = await make.completed(officer, first_day=date(2026, 3, 1))
    with pytest.raises(Invalid, match="edition-in-the-past"):
        await actions.propose(late, actor=officer, **PROPOSAL)


async def test_one_officer_proposes_and_another_publishes():
    officer, second = await make.officer(), await make.publisher()
    draft_id = await make.proposed(officer)
    with pytest.raises(NotNow, match="draft-closed"):
        await actions.remove_criterion(draft_id, "A101", actor=officer)
    with pytest.raises(NotFound):
        await actions.publish(draft_id, actor=officer, on=DAY)
    with pytest.raises(NotFound):
        await actions.publish(draft_id, actor=people.province_decider(people.SICHUAN), on=DAY)
    with pytest.raises(Forbidden):
        await actions.publish(draft_id, actor=SYSTEM, on=DAY)
    view = await queries.draft(second, draft_id)
    assert (view.publishes, view.own_proposal, view.edits) == (True, False, False)
    edition = await actions.publish(draft_id, actor=second, on=DAY)
    row = await PublishedEdition.get()
    assert (row.edition, row.digest, row.published_by) == ("520000-2026-04-01", edition.digest, second.account_id)
    assert (await EditionDraft.get(id=draft_id)).state == "published"
    leaf = await LogLeaf.get(kind="edition-publication")
    assert (leaf.subject, edition.digest in leaf.entry) == ("green-mall/520000-2026-04-01", True)
    assert (await AuditEntry.get(tag="edition:publish")).actor_id == second.account_id
    with pytest.raises(NotNow, match="draft-not-proposed"):
        await actions.publish(draft_id, actor=second, on=DAY)


async def test_nobody_publishes_what_they_proposed():
    both = await make.account(*people.province_officer().grants, *people.province_decider().grants)
    draft_id = await make.proposed(both)
    assert (await queries.draft(both, draft_id)).own_proposal
    with pytest.raises(NotNow, match="own-edition"):
        await actions.publish(draft_id, actor=both, on=DAY)
    assert not await PublishedEdition.exists()


async def test_a_proposal_is_sent_back_with_a_reason_and_proposed_again():
    officer, second = await make.officer(), await make.publisher()
    draft_id = await make.proposed(officer)
    with pytest.raises(Invalid, match="draft-remark-missing"):
        await actions.send_back(draft_id, remark=" ", actor=second)
    await actions.send_back(draft_id, remark="施行日期请改为7月1日", actor=second)
    view = await queries.draft(officer, draft_id)
    assert (view.edits, view.remark, view.proposed_by) == (True, "施行日期请改为7月1日", "")
    with pytest.raises(NotNow, match="draft-not-proposed"):
        await actions.send_back(draft_id, remark="x", actor=second)
    await actions.propose(draft_id, actor=officer, **PROPOSAL)
    assert (await queries.draft(officer, draft_id)).remark == ""


async def test_what_changed_behind_a_proposal_is_not_published():
    draft_id = await make.proposed(await make.officer())
    row = await EditionDraft.get(id=draft_id)
    row.content["pass_mark"]["share"] = "0.1"
    await row.save()
    with pytest.raises(Conflict, match="draft-changed-meanwhile"):
        await actions.publish(draft_id, actor=await make.publisher(), on=DAY)


async def test_a_later_edition_ends_the_earlier_one_and_none_reaches_back(monkeypatch):
    officer, second = await make.officer(), await make.publisher()
    first = await make.published()
    overlapping = await make.completed(officer)
    with pytest.raises(Invalid, match="edition-overlaps"):
        await actions.propose(overlapping, actor=officer, **PROPOSAL)
    later = await make.proposed(officer, first_day=date(2027, 1, 1))
    await actions.publish(later, actor=second, on=DAY)
    named = await queries.library()
    assert named.get(SCHEME, first).in_force_until == date(2026, 12, 31)
    assert (await queries.edition_in_force(SCHEME, date(2027, 1, 1), "520100")).edition == "520000-2027-01-01"
    monkeypatch.setattr("registry.editions.rules.check_first_day", lambda *_, **__: None)
    twin = await make.proposed(officer, first_day=date(2027, 1, 1))
    with pytest.raises(Conflict, match="edition-published"):
        await actions.publish(twin, actor=second, on=DAY)
    assert (await EditionDraft.get(id=twin)).state == "proposed"


async def test_what_was_published_can_never_change():
    name = await make.published()
    edition = await queries.edition_named(SCHEME, name)
    draft = await EditionDraft.get(state="published")
    officer, second = await make.officer(), await make.publisher()
    verbs = (
        actions.save_content(draft.id, {"chapters": []}, seen="", actor=officer),
        actions.save_settings(draft.id, {}, seen="", chinese_only=False, actor=officer),
        actions.save_criterion(draft.id, None, {"code": "N1"}, chapter="C1", seen="", actor=officer),
        actions.remove_criterion(draft.id, "A101", actor=officer),
        actions.save_cases(draft.id, [], criterion="A101", actor=officer),
        actions.propose(draft.id, actor=officer, **PROPOSAL),
        actions.send_back(draft.id, remark="x", actor=second),
        actions.publish(draft.id, actor=second, on=DAY),
        actions.discard(draft.id, actor=officer),
    )
    for verb in verbs:
        with pytest.raises(NotNow):
            await verb
    # Not even a changed draft row reaches it, and a changed row of its own is refused by its digest.
    await EditionDraft.filter(id=draft.id).update(content={})
    assert (await queries.edition_named(SCHEME, name)).digest == edition.digest
    row = await PublishedEdition.get()
    row.content["chapters"][0]["criteria"][1]["measure"]["points"] = "6"
    row.id = new_id()
    row.edition, row.draft_id, row.in_force_from = "520000-2029-01-01", new_id(), date(2029, 1, 1)
    await row.save(force_create=True)
    with pytest.raises(Misconfigured, match="edition-changed"):
        await queries.edition_named(SCHEME, name)


async def test_drafts_are_seen_in_their_province_and_discarded_for_good():
    officer = await make.officer()
    draft_id = await make.imported(officer)
    assert [row.id for row in await queries.drafts(officer)] == [draft_id]
    assert (await queries.drafts(people.auditor()))[0].criteria == 5
    assert await queries.drafts(people.province_officer(people.SICHUAN)) == []
    assert await queries.drafts(people.city_officer()) == []
    with pytest.raises(NotFound):
        await queries.draft(people.province_officer(people.SICHUAN), draft_id)
    with pytest.raises(NotFound):
        await queries.draft(officer, new_id())
    with pytest.raises(NotFound):
        await actions.discard(new_id(), actor=officer)
    await actions.discard(draft_id, actor=officer)
    assert await queries.drafts(officer) == []
    with pytest.raises(NotNow, match="draft-closed"):
        await actions.discard(draft_id, actor=officer)
