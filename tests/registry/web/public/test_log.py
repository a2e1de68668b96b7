"""The transparency log as anybody reads it: the page, one entry with its proof, the signed note."""

import json

from certificates.checkpoints import read_and_verify
from certificates.merkle import leaf_hash
from registry.db.transactions import transaction
from registry.transparency.actions import append
from registry.transparency.checkpoints import sign_checkpoint
from tests.factories.certificates import office, reserved
from tests.factories.log import KEY, ORIGIN, Signing

ENTRIES = [
    {
        "kind": "certificate-status", "number": "GM-520000-2026-0001", "version": 1, "ordinal": 1,
        "status": "suspended", "effective_on": "2026-06-01", "reason": "under-inquiry", "document_number": "〔2026〕9号",
    },
    {
        "kind": "edition-publication", "scheme": "green-mall", "edition": "520000-2027-01-01",
        "edition_sha256": "ab" * 32, "in_force_on": "2027-01-01", "document_number": "〔2026〕10号",
    },
    {
        "kind": "notice-publication", "notice": "0198", "scheme": "green-mall", "place": "520000",
        "opens_on": "2026-06-01", "closes_on": "2026-06-05", "document_number": "", "content_sha256": "cd" * 32,
    },
    {"kind": "notice-departure", "notice": "0198", "application": "0199", "left_on": "2026-06-03"},
    {"kind": "certificate-issue", "number": "GM-520000-2026-0001", "version": 2, "record_sha256": "ef" * 32},
]  # fmt: skip


async def every_kind():
    """A certificate issued and an entry of each other kind; the last of them unsigned."""
    await office()
    done = await reserved()
    for number, said in enumerate(ENTRIES):
        if number == len(ENTRIES) - 1:
            await sign_checkpoint(press=Signing(), origin=ORIGIN)
        subject = f"{said['number']}/{number + 2}" if "number" in said else f"fact/{number}"
        async with transaction():
            await append(json.dumps(said, ensure_ascii=False).encode(), kind=said["kind"], subject=subject)
    return done


async def test_an_empty_log_says_so(browser):
    assert (await browser.get("/log")).status == 200
    assert "尚无记录" in browser.html
    assert (await browser.get("/log/checkpoint")).status == 404
    assert (await browser.get("/log/0")).status == 404


async def test_entries_are_told_in_words_in_both_languages(browser):
    await every_kind()
    await browser.get("/log")
    for words in ("颁发证书", "换发证书", "自2026年6月1日起暂停", "发布评价指标", "公示期 2026年6月1日", "因异议成立"):
        assert words in browser.html
    assert "不到1分钟前" in browser.html
    await browser.get("/log?lang=en")
    for words in ("issued anew, version 2", "from 1 June 2026", "an objection was upheld", "less than a minute ago"):
        assert words in browser.html


async def test_a_number_finds_its_entries_and_pages_turn(browser):
    done = await every_kind()
    await browser.get(f"/log?number=+{done.number}+")
    assert browser.html.count("/log/0") == 1
    assert "发布评价指标" not in browser.html
    await browser.get("/log?number=GM-1")
    assert "没有关于该编号的记录" in browser.html
    await browser.get("/log?size=4&page=2")
    assert "/log/1" in browser.html
    assert "/log/0" in browser.html
    assert "/log/2" not in browser.html
    await browser.get("/log?size=4&page=9")
    assert "尚无记录" in browser.html


async def test_an_entry_shows_its_text_and_its_proof(browser):
    await every_kind()
    await browser.get("/log/1")
    assert leaf_hash(json.dumps(ENTRIES[0], ensure_ascii=False).encode()).hex() in browser.html
    assert "有关情况正在核查" in browser.html
    assert "/api/v1/log/inclusion?index=1&amp;size=5" in browser.html
    await browser.get("/log/5")
    assert "尚无检查点涵盖本条记录" in browser.html
    for path in ("/log/6", "/log/-1", "/log/x", f"/log/{10**30}"):
        assert (await browser.get(path)).status == 404


async def test_the_only_entry_is_its_own_root(browser):
    await office()
    await reserved()
    await sign_checkpoint(press=Signing(), origin=ORIGIN)
    await browser.get("/log/0?lang=en")
    assert "its hash is the root" in browser.html


async def test_the_note_is_plain_text_for_any_monitor(browser):
    await every_kind()
    response = await browser.client.get("/log/checkpoint")
    assert response.content_type == "text/plain"
    assert read_and_verify(await response.text(), [KEY.public]).size == 5
    assert response.headers["Cache-Control"] == "public, max-age=5"
    assert "Set-Cookie" not in response.headers
