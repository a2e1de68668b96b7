"""The criteria as anybody reads them."""

from scoring.loader import load_all


async def test_every_edition_is_listed_and_every_row_shown(browser):
    response = await browser.get("/criteria")
    assert response.status == 200
    for scheme in load_all().schemes:
        for edition in load_all().of(scheme):
            address = f"/criteria/{scheme}/{edition.edition}"
            assert f'href="{address}"' in browser.html
    await browser.get(f"{address}?lang=en")
    for criterion in edition.criteria:
        assert f">{criterion.code}<" in browser.html


async def test_an_unknown_edition_is_not_found(browser):
    assert (await browser.get("/criteria/green-mall/1999-01-01")).status == 404
    assert (await browser.get("/criteria/no-such-scheme/2021-05-25")).status == 404
