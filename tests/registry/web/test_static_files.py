"""Static files."""

import pytest

from registry.web.static_files import static_tree, static_url


def test_an_unknown_name_is_found_at_once():
    with pytest.raises(KeyError):
        static_url("nothing.css")


async def test_served_for_ever_under_the_hash_of_the_tree(browser):
    response = await browser.get(static_url("lvce.css"))
    assert response.status == 200
    assert response.content_type == "text/css"
    assert "immutable" in response.headers["Cache-Control"]
    assert response.headers["Content-Encoding"] == "gzip"
    assert await response.read() == static_tree().files["lvce.css"].plain


async def test_without_compression_and_with_an_old_hash(browser):
    response = await browser.get("/static/000000000000/lvce.css", **{"Accept-Encoding": "identity"})
    assert response.headers["Cache-Control"] == "no-cache"
    assert "Content-Encoding" not in response.headers


async def test_binary_files_and_missing_ones(browser, monkeypatch):
    monkeypatch.setitem(static_tree().files, "x.png", type(static_tree().files["lvce.css"])("image/png", b"png", None))
    assert (await browser.get("/static/x/x.png")).content_type == "image/png"
    for name in ("nothing.css", "..%2f..%2fpyproject.toml", "VENDORED.toml"):
        assert (await browser.get(f"/static/x/{name}")).status == 404


def test_no_face_or_crest_of_the_british_government_is_served():
    for name, file in static_tree().files.items():
        assert b"GDS Transport" not in file.plain, name
        assert b"govuk-crest" not in file.plain, name
