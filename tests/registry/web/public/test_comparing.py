"""Two editions compared, as anybody reads them."""

from scoring.loader import load_all

OLD, NEW = load_all().of("green-mall")
PAGE = "/criteria/green-mall/compare"


async def test_clause_by_clause_in_both_languages(browser):
    assert (await browser.get(f"{PAGE}?from={OLD.edition}&to={NEW.edition}")).status == 200
    for part in ("M101 → X101", "能耗", "<del>", "参考"):
        assert part in browser.html, part
    await browser.get(f"{PAGE}?from={OLD.edition}&to={NEW.edition}&lang=en")
    for part in ("evidence alone", "Parts that earned points became a gate.", "answer and evidence", "points: <del>"):
        assert part in browser.html, part
    await browser.get("/criteria")
    assert PAGE in browser.html


async def test_without_a_choice_the_last_two(browser):
    await browser.get(PAGE)
    assert f'<option value="{OLD.edition}" selected>' in browser.html
    assert f'<option value="{NEW.edition}" selected>' in browser.html
    await browser.get(f"{PAGE}?from={NEW.edition}&to={NEW.edition}")
    assert "请选择两个" in browser.html


async def test_what_is_no_edition_is_not_found(browser):
    assert (await browser.get("/criteria/none/compare")).status == 404
    assert (await browser.get(f"{PAGE}?from=1999-01-01&to={NEW.edition}")).status == 404


async def test_to_whom_an_edition_applies_stands_on_its_page(browser):
    edition = next(each for each in load_all().editions if each.transition)
    await browser.get(f"/criteria/{edition.scheme}/{edition.edition}")
    assert edition.transition.note.zh in browser.html
