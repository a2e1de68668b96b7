"""A chapter's form: what is asked and why, saving the whole, saving one answer, two windows, a session that ended."""

import re

import pytest

from registry.applications import queries
from registry.applications.models import Application
from registry.identifiers import new_id
from registry.web.portal import answers


@pytest.fixture
def at(draft):
    """The address of chapter X1."""
    return f"{draft.address}/chapters/X1"


async def values(seat):
    view = await queries.application(seat.member, seat.applied.id)
    return {item.code: item.value for chapter in view.chapters for item in chapter.items}


async def fetch(seat, code, fields, **headers):
    """What the script sends: the fields of one item, from the page that is open."""
    script = {"HX-Request": "true", "Accept": "application/json", **headers}
    hidden = [
        (name, value)
        for name, value in seat.browser.hidden(f"{seat.address}/chapters/X1")
        if name.endswith(f"-{code}") or name == "_csrf"
    ]
    answer = await seat.browser.post(f"{seat.address}/answers/{code}.json", hidden + list(fields.items()), **script)
    return answer.status, await answer.json()


async def test_each_item_says_what_why_and_by_which_source(draft, at):
    assert (await draft.browser.get(f"{at}?lang=en")).status == 200
    for part in (
        "X103",
        "Management",
        "How it counts:",
        "Source:",
        "GB/T 38849-2020",
        "verified",
        "reference",
        "up to 5",
    ):
        assert part in draft.browser.html, part
    assert "in steps of 1" in draft.browser.html
    assert 'name="value-X101"' in draft.browser.html
    assert 'type="hidden" name="base-X101"' in draft.browser.html
    assert "style=" not in draft.browser.html
    assert "onclick" not in draft.browser.html


async def test_a_whole_chapter_is_saved_and_one_goes_on(draft, at):
    await draft.browser.get(at)
    fields = {"value-X101": "yes", "value-X103": "1", "note-X103": "第一行\r\n第二行", "then": "next"}
    answer = await draft.browser.submit(at, fields)
    assert (answer.status, answer.headers["Location"]) == (303, f"{draft.address}/chapters/X2?saved=1")
    assert (await values(draft))["X101"] is True
    await draft.browser.get(f"{at}?saved=1")
    assert "已保存" in draft.browser.html
    assert "第二行</textarea>" in draft.browser.html
    assert re.search(r'value="yes"\s+checked|checked[^>]*value="yes"', draft.browser.html)


@pytest.mark.parametrize(
    ("chapter", "then", "where"),
    [
        ("X1", "stay", "/chapters/X1"),
        ("X1", "evidence:X103", "/evidence/X103"),
        ("X1", "evidence:X999", "/chapters/X1"),
        ("X6", "next", ""),
    ],
)
async def test_the_button_says_where_to(draft, chapter, then, where):
    address = f"{draft.address}/chapters/{chapter}"
    await draft.browser.get(address)
    answer = await draft.browser.submit(address, {"then": then})
    assert answer.headers["Location"] == f"{draft.address}{where}?saved=1"


async def test_a_malformed_figure_stays_as_typed_and_the_rest_is_saved(draft, at):
    await draft.browser.get(at)
    answer = await draft.browser.submit(at, {"value-X101": "yes", "value-X103": "about two", "value-X104": "7"})
    assert answer.status == 422
    assert 'value="about two"' in draft.browser.html
    assert 'href="#value-X103"' in draft.browser.html
    assert 'href="#value-X104"' in draft.browser.html
    assert "其余内容均已保存" in draft.browser.html
    assert (await values(draft))["X101"] is True
    answer = await draft.browser.submit(at, {"value-X101": "yes", "value-X103": "2", "value-X104": "4"})
    assert answer.status == 303
    assert (await values(draft))["X103"] == 2


async def test_two_windows_show_both_answers_and_let_choose(draft, at):
    await draft.browser.get(at)
    window = draft.browser.hidden(at)
    await draft.browser.submit(at, {"value-X103": "1"})
    answer = await draft.browser.post(at, [*window, ("value-X103", "3"), ("note-X103", "我的")])
    assert answer.status == 409
    assert 'value="3"' in draft.browser.html
    assert "现已保存：1" in draft.browser.html
    assert 'name="choice-X103"' in draft.browser.html
    answer = await draft.browser.submit(at, {"value-X103": "3", "note-X103": "我的"})
    assert answer.status == 422
    assert 'href="#choice-X103"' in draft.browser.html
    assert "现已保存：1" in draft.browser.html
    answer = await draft.browser.submit(at, {"value-X103": "3", "note-X103": "我的", "choice-X103": "mine"})
    assert answer.status == 303
    assert (await values(draft))["X103"] == 3


async def test_letting_the_stored_answer_stand(draft, at):
    await draft.browser.get(at)
    window = draft.browser.hidden(at)
    await draft.browser.submit(at, {"value-X103": "1"})
    await draft.browser.post(at, [*window, ("value-X103", "3")])
    answer = await draft.browser.submit(at, {"value-X103": "3", "choice-X103": "theirs"})
    assert answer.status == 303
    assert (await values(draft))["X103"] == 1


async def test_the_script_saves_one_answer_and_is_told_the_score(draft, at):
    await draft.browser.get(at)
    status, told = await fetch(draft, "X103", {"value-X103": "1", "note-X103": ""})
    assert status == 200
    assert (told["state"], told["version"]) == ("saved", 1)
    assert re.fullmatch(r"已保存 \d\d:\d\d", told["message"])
    assert "4 / 20" in told["score"]
    assert "4 / 5" in told["line"]
    status, told = await fetch(draft, "X103", {"value-X103": "2", "note-X103": "", "version-X103": "1"})
    assert (status, told["version"]) == (200, 2)


async def test_the_script_is_told_of_a_fault(draft, at):
    await draft.browser.get(at)
    status, told = await fetch(draft, "X103", {"value-X103": "2.5"}, **{"Accept-Language": "en"})
    assert (status, told["state"], told["version"], told["base"]) == (422, "fault", None, None)
    assert told["message"]
    assert (await values(draft))["X103"] is None


async def test_the_script_is_given_the_choice_after_a_clash(draft, at):
    await draft.browser.get(at)
    await fetch(draft, "X103", {"value-X103": "1", "note-X103": ""})
    status, told = await fetch(draft, "X103", {"value-X103": "3", "note-X103": ""})
    assert (status, told["state"], told["version"], told["base"]) == (409, "clash", 1, "")
    assert "现已保存：1" in told["clash"]
    theirs = {"value-X103": "3", "version-X103": "1", "base-X103": "", "clash-X103": "1", "choice-X103": "theirs"}
    status, told = await fetch(draft, "X103", theirs)
    assert (status, told["state"]) == (200, "saved")
    assert told["fields"]["value-X103"] == "1"


async def test_the_script_is_refused_what_is_no_item_and_what_is_handed_in(draft, at):
    await draft.browser.get(at)
    assert (await fetch(draft, "X999", {}))[0] == 404
    await Application.all().update(state="submitted")
    status, told = await fetch(draft, "X103", {"value-X103": "1"})
    assert (status, told["code"]) == (409, "application-not-editable")
    assert told["detail"]
    assert told["hint"]


async def test_a_script_whose_session_ended_is_told_so(draft, at, nobody):
    await draft.browser.get(at)
    draft.browser.client.session.cookie_jar.clear()
    status, told = await fetch(draft, "X103", {"value-X103": "1"})
    assert (status, told["code"]) == (401, "sign-in-needed")


async def test_a_chapter_typed_while_the_session_ended_is_sent_again_after_signing_in(draft, at, app, open_browser):
    await draft.browser.get(at)
    fields = [*draft.browser.hidden(at), ("value-X103", "1"), ("note-X103", "没有丢"), ("then", "next")]
    draft.browser.client.session.cookie_jar.clear()
    assert (await draft.browser.post(at, fields)).status == 401
    answer = await draft.browser.submit(
        "/sign-in", {"login": draft.member.login, "password": "a short sentence for tests"}
    )
    assert answer.status == 200
    answer = await draft.browser.submit(at, {})
    assert (answer.status, answer.headers["Location"]) == (303, f"{draft.address}/chapters/X2?saved=1")
    assert (await values(draft))["X103"] == 1


async def test_handed_in_it_can_only_be_read(handed_in):
    at = f"{handed_in.address}/chapters/X2"
    await handed_in.browser.get(at)
    assert "不能修改" in handed_in.browser.html
    assert "<textarea" not in handed_in.browser.html
    assert "portal.js" not in handed_in.browser.html
    hidden = handed_in.browser.hidden("/sign-out")
    assert (await handed_in.browser.post(at, hidden)).status == 303
    fields = [*hidden, ("version-X201-2", "1"), ("base-X201-2", "x"), ("value-X201-2", "no")]
    fields = [pair for pair in fields if pair[0] != "_once"]
    assert (await handed_in.browser.post(at, fields)).status == 409


async def test_a_chapter_that_is_none_does_not_exist(draft):
    assert (await draft.browser.get(f"{draft.address}/chapters/X9")).status == 404


async def test_what_does_not_apply_to_the_format_is_not_asked(draft):
    await draft.browser.get(f"{draft.address}/chapters/X2")
    assert "不适用于您的业态或类别" in draft.browser.html
    assert 'name="value-X203-2"' not in draft.browser.html


async def test_a_stranger_saves_nothing(draft, stranger, at):
    await stranger.browser.get("/portal/account")
    fields = [*stranger.browser.hidden("/sign-out"), ("version-X101", "0"), ("base-X101", ""), ("value-X101", "yes")]
    fields = [pair for pair in fields if pair[0] != "_once"]
    assert (await stranger.browser.post(at, fields)).status == 404
    script = {"HX-Request": "true"}
    assert (await stranger.browser.post(f"{draft.address}/answers/X101.json", fields, **script)).status == 404
    assert (await stranger.browser.post(f"/portal/applications/{new_id()}/answers/X101.json", fields)).status == 404
    assert (await values(draft))["X101"] is None


async def test_every_item_of_every_chapter_comes_back_as_it_was(full):
    view = await queries.application(full.member, full.applied.id)
    for chapter in view.chapters:
        address = f"{full.address}/chapters/{chapter.code}"
        await full.browser.get(address)
        typed = {name: value for item in chapter.items for name, (value,) in answers.typed_of(item).items()}
        assert (await full.browser.submit(address, typed)).status == 303
    again = await queries.application(full.member, full.applied.id)
    assert again.revision == view.revision
