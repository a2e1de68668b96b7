"""The checker without network, in a real browser, opened from a disk: good files, every kind of tampering, old browsers."""

import json
import re
from asyncio import to_thread
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from io import BytesIO
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import pytest_asyncio
from cryptography.hazmat.primitives.asymmetric import ec
from playwright.async_api import Browser as Chromium
from playwright.async_api import Page
from pypdf import PdfWriter

from certificates.content import CertificateRecord
from certificates.demonstration import make_demonstration_key
from certificates.document_press import print_and_seal_document
from certificates.papers import Papers, papers_for
from certificates.press import print_and_seal
from certificates.printing import pages
from certificates.qr_payload import make
from certificates.signing import Pkcs12Signer, Signer
from certificates.trust import Known, Trust, known_certificates
from certificates.verify import Outcome, verify
from registry import clock
from registry.web.public.verify_offline import page_for
from tests.certificates.chains import elliptic_signer, small_pdf
from tests.certificates.conftest import build_record
from tests.certificates.letters import notice
from tests.certificates.wallets import logged, statement_key
from tests.chromium import WIDTHS, chromium, faults

pytestmark = pytest.mark.may_block
KEY = statement_key()


@dataclass
class Kit:
    """A record with its papers and seal, and who believes what."""

    record: CertificateRecord
    papers: Papers
    signer: Signer
    pdf: bytes
    trust: Trust


def believing(signer: Signer, *keys: str) -> Trust:
    known = tuple(Known(content=each, sha256="0" * 64) for each in keys)
    return Trust(seal_roots=known_certificates(signer.anchors_pem), statement_keys=known)


def a_record(first: date | None = None, **changes: object) -> CertificateRecord:
    first = first or clock.today() - timedelta(days=30)
    days = {"decided_on": first, "issued_on": first, "valid_from": first, "valid_until": first + timedelta(days=1000)}
    return build_record(**days | changes)


@pytest.fixture(scope="module")
def kit(tmp_path_factory: pytest.TempPathFactory) -> Kit:
    path = tmp_path_factory.mktemp("key") / "seal.p12"
    make_demonstration_key(path, "贵州省商务厅")
    signer, record = Pkcs12Signer.from_file(path), a_record()
    papers = papers_for(record, KEY, logged(record)[1])
    sealed = print_and_seal(record, signer, papers)
    return Kit(record, papers, signer, sealed.pdf, believing(signer, KEY.public.multibase))


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def browser() -> AsyncIterator[Chromium]:
    async with chromium() as opened:
        yield opened


class Checker:
    """The checker's page, without network, and what it said last."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.codes: list[str] = []

    async def drop(self, content: bytes) -> str:
        await self.page.set_input_files("#file", {"name": "c.pdf", "mimeType": "application/pdf", "buffer": content})
        return await self.answer()

    async def paste(self, text: str) -> str:
        await self.page.fill("#code", text)
        await self.page.click("#paste button[type=submit]")
        return await self.answer()

    async def answer(self) -> str:
        await self.page.wait_for_selector("#answer[data-outcome]")
        outcome = await self.page.get_attribute("#answer", "data-outcome")
        self.codes = await self.page.eval_on_selector_all(
            "#answer li[data-code]", "all => all.map(e => e.dataset.code)"
        )
        await self.page.eval_on_selector("#answer", "e => e.removeAttribute('data-outcome')")
        return outcome or ""


@pytest.fixture
async def checker(browser: Chromium, tmp_path: Path, kit: Kit):
    """Opens checkers that trust this or that: `await checker(trust)`; none may ask for anything but itself."""
    opened = []

    async def start(trust: Trust = kit.trust, *, before: str = "", locale: str = "zh-CN", width: int = 1280) -> Checker:
        file = tmp_path / f"checker-{len(opened)}.html"
        file.write_text(page_for(trust, issuer="https://lvce.example.org", made_at=clock.now().isoformat()))
        context = await browser.new_context(locale=locale, viewport={"width": width, "height": 900})
        await context.set_offline(True)
        page = await context.new_page()
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        complaints: list[str] = []
        page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        if before:
            await page.add_init_script(before)
        await page.goto(file.as_uri())
        opened.append((context, file.as_uri(), asked, complaints))
        return Checker(page)

    yield start
    for context, own, asked, complaints in opened:
        assert [url for url in asked if url != own and not url.startswith("blob:")] == []
        assert complaints == []
        await context.close()


async def test_a_good_file_is_valid_and_says_what_was_checked(checker, kit):
    page = await checker()
    assert await page.drop(kit.pdf) == "VALID"
    assert page.codes == [
        *("seal-intact", "chain-leads-up", "record-canonical", "credential-signed", "log-included"),
        *("status-valid", "register-not-asked", "not-checked-here", "demonstration"),
    ]
    text = await page.page.inner_text("#answer")
    for said in (kit.record.holder, kit.record.number, "6 条", "0 天前", "有效"):
        assert said in text
    await page.page.click("[data-language=en]")
    assert "6 entries" in await page.page.inner_text("#answer")


async def test_the_plain_way_of_printing_and_another_kind_of_key_are_read_too(checker, kit):
    signer = elliptic_signer()
    record = a_record(demonstration=False, holder="贵阳𬭎昌购物中心", version=2, valid_until=None)
    papers = papers_for(record, KEY, logged(record, before=0, after=0)[1])
    sealed = await to_thread(print_and_seal, record, signer, papers, plates=False)
    page = await checker(believing(signer, statement_key(2).public.multibase, KEY.public.multibase))
    assert await page.drop(sealed.pdf) == "VALID"
    assert {"seal-intact", "chain-leads-up", "credential-signed", "log-included"} <= set(page.codes)


async def test_one_changed_byte_anywhere_is_not_valid(checker, kit):
    page = await checker()
    before, after = (int(each) for each in re.search(rb"/ByteRange ?\[0 (\d+) (\d+) ", kit.pdf).groups())
    hole = [before, before + 1, before + 400, (before + after) // 2, after - 3, after - 2, after - 1]
    places = [0, 3, 700, kit.pdf.index(b"/ByteRange"), *hole, len(kit.pdf) - 3]
    for place in [*places, *range(1000, len(kit.pdf), len(kit.pdf) // 25)]:
        changed = kit.pdf[:place] + bytes([kit.pdf[place] ^ 1]) + kit.pdf[place + 1 :]
        assert await page.drop(changed) == "NOT VALID", (place, page.codes)


def resealed(kit: Kit, record: CertificateRecord, proof: bytes | None) -> bytes:
    """A file that the bureau's own seal vouches for, with another proof inside."""
    return kit.signer.seal(pages(record, None if proof is None else Papers(kit.papers.qr, proof), plates=False))


def with_proof(kit: Kit, **changes: object) -> bytes:
    return resealed(kit, kit.record, json.dumps(json.loads(kit.papers.proof) | changes).encode())


async def test_each_kind_of_wrong_proof_has_its_reason(checker, kit):
    page = await checker()
    proof = json.loads(kit.papers.proof)
    other = a_record(holder="另一商场")
    cases = {
        "credential-broken": [
            with_proof(kit, credential=proof["credential"] | {"name": "x"}),
            with_proof(kit, qr=make(other, KEY)),
            with_proof(kit, credential={}),
            resealed(kit, kit.record, b"junk"),
        ],
        "credential-differs": [resealed(kit, other, json.dumps({"credential": proof["credential"]}).encode())],
        "log-proof-broken": [
            with_proof(kit, inclusion=proof["inclusion"] | {"index": 2}),
            with_proof(kit, inclusion=proof["inclusion"] | {"hashes": []}),
            with_proof(kit, checkpoint=re.sub(r"^[^\n]+\n", "other/log\n", proof["checkpoint"])),
            with_proof(kit, checkpoint="junk"),
        ],
    }
    for code, files in cases.items():
        for file in files:
            assert (await page.drop(file), code in page.codes) == ("NOT VALID", True), page.codes
            assert (await to_thread(verify, file, kit.trust, on=clock.today())).outcome is Outcome.NOT_VALID


async def test_without_proof_or_log_it_says_so(checker, kit):
    page = await checker()
    assert await page.drop(resealed(kit, kit.record, None)) == "VALID"
    assert "no-credential" in page.codes
    assert await page.drop(resealed(kit, kit.record, papers_for(kit.record, KEY).proof)) == "VALID"
    assert "no-log-proof" in page.codes


@pytest.mark.parametrize(
    ("name", "code"),
    [("unsealed", "no-seal"), ("later", "seal-incomplete"), ("empty", "unreadable"), ("html", "unreadable"),
     ("half", "unreadable"), ("blank", "record-missing"), ("twice", "record-missing")],
)  # fmt: skip
async def test_what_is_no_certificate_is_not_valid(checker, kit, name, code):
    unsealed = pages(kit.record, kit.papers)
    twice = PdfWriter(clone_from=BytesIO(unsealed))
    twice.add_attachment("record.json", kit.record.canonical_json())
    written = BytesIO()
    twice.write(written)
    files = {
        "unsealed": unsealed,
        "later": kit.pdf + b"\n" + kit.pdf[kit.pdf.rindex(b"startxref") :],
        "empty": b"",
        "html": b"<!DOCTYPE html><p>certificate",
        "half": kit.pdf[: len(kit.pdf) // 2],
        "blank": kit.signer.seal(small_pdf()),
        "twice": kit.signer.seal(written.getvalue()),
    }
    page = await checker()
    assert await page.drop(files[name]) == "NOT VALID"
    assert code in page.codes


async def test_another_sealed_document_is_no_certificate_and_no_forgery(checker, kit):
    page = await checker()
    assert await page.drop(print_and_seal_document(notice(), kit.signer).pdf) == "CANNOT TELL"
    assert {"other-document"} <= set(page.codes)


async def test_who_is_not_trusted_leaves_the_question_open(checker, kit):
    stranger = statement_key(2).public.multibase
    for trust, code in (
        (Trust(), "no-trust"),
        (believing(elliptic_signer(), KEY.public.multibase), "unknown-signer"),
        (believing(kit.signer, stranger), "statement-key-unknown"),
    ):
        page = await checker(trust)
        assert (await page.drop(kit.pdf), code in page.codes) == ("CANNOT TELL", True)
    elsewhere = known_certificates(elliptic_signer().certificate_pem)
    page = await checker(kit.trust.model_copy(update={"seals": elsewhere}))
    assert (await page.drop(kit.pdf), page.codes[1]) == ("CANNOT TELL", "unknown-signer")
    page = await checker(kit.trust.model_copy(update={"seals": known_certificates(kit.signer.certificate_pem)}))
    assert (await page.drop(kit.pdf), page.codes[1]) == ("VALID", "chain-leads-up")
    page = await checker(believing(kit.signer))
    assert (await page.drop(kit.pdf), "credential-own-key" in page.codes) == ("VALID", True)


async def test_a_seal_outside_the_days_of_its_certificate_is_not_valid(checker):
    signer, record = elliptic_signer(begins_in_days=5), a_record(demonstration=False)
    pdf = signer.seal(pages(record, papers_for(record, KEY, logged(record)[1]), plates=False))
    trust = believing(signer, KEY.public.multibase)
    page = await checker(trust)
    assert (await page.drop(pdf), page.codes[:2]) == ("NOT VALID", ["seal-intact", "chain-refused"])
    told = await to_thread(verify, pdf, trust, on=clock.today())
    assert "chain-refused" in [reason.code for reason in told.reasons]


async def test_a_seal_of_a_key_that_was_given_up_before_is_reported(checker, kit):
    (seal,) = known_certificates(kit.signer.certificate_pem)
    for days, outcome in ((-1, "CANNOT TELL"), (1, "VALID")):
        given_up = seal.model_copy(update={"retired_at": clock.now() + timedelta(days=days)})
        page = await checker(kit.trust.model_copy(update={"seals": (given_up,)}))
        assert await page.drop(kit.pdf) == outcome
        assert ("sealed-after-retirement" in page.codes) == (days < 0)


async def test_a_clock_that_was_set_back_makes_nothing_valid(checker, kit):
    page = await checker(before="Date.now = () => 1.6e12;")
    assert (await page.drop(kit.pdf), "clock-behind" in page.codes) == ("CANNOT TELL", True)
    assert (await page.paste(kit.papers.qr), "clock-behind" in page.codes) == ("CANNOT TELL", True)


async def test_an_answer_goes_when_the_next_file_comes(checker, kit):
    """Nobody shall read the last file's VALID beside a file that could not be looked at."""
    page = await checker()
    assert await page.drop(kit.pdf) == "VALID"
    assert "c.pdf" in await page.page.inner_text("#answer")
    await page.page.evaluate("() => { File.prototype.arrayBuffer = () => Promise.reject(new Error('gone')); }")
    assert (await page.drop(kit.pdf), page.codes) == ("CANNOT TELL", ["examination-stopped"])
    assert "VALID" not in await page.page.inner_text("#answer .word")
    await page.page.evaluate(
        """() => {
            const both = new DataTransfer();
            for (const name of ["a.pdf", "b.pdf"]) both.items.add(new File(["x"], name));
            document.dispatchEvent(new DragEvent("drop", { dataTransfer: both, cancelable: true }));
        }"""
    )
    assert (await page.answer(), page.codes) == ("CANNOT TELL", ["one-at-a-time"])


async def test_a_demonstration_key_seals_no_real_certificate(checker, kit):
    page = await checker()
    pdf = resealed(kit, a_record(demonstration=False), None)
    assert (await page.drop(pdf), "demonstration-seal" in page.codes) == ("NOT VALID", True)


async def test_a_forged_page_is_not_valid_because_its_seal_cannot_be_checked(checker, kit):
    """Record and proof of a genuine certificate are public; another page around them, sealed by a key unknown to browsers."""
    forged = elliptic_signer(curve=ec.SECP521R1()).seal(pages(kit.record, kit.papers, plates=False))
    page = await checker()
    assert (await page.drop(forged), page.codes[0]) == ("CANNOT TELL", "seal-not-checked")


async def test_a_key_given_up_on_the_day_of_issue_signed_on_that_day(checker, kit):
    midnight = datetime.combine(kit.record.issued_on, time(), ZoneInfo("Asia/Shanghai"))
    for moment, outcome, code in (
        (midnight + timedelta(minutes=5), "VALID", "credential-signed"),
        (midnight - timedelta(minutes=5), "CANNOT TELL", "statement-key-unknown"),
    ):
        given_up = kit.trust.statement_keys[0].model_copy(update={"retired_at": moment})
        page = await checker(kit.trust.model_copy(update={"statement_keys": (given_up,)}))
        assert (await page.drop(kit.pdf), code in page.codes) == (outcome, True)


@pytest.mark.parametrize(("days", "code"), [(-1200, "status-expired"), (10, "status-not_yet_valid")])
async def test_outside_its_days_it_is_not_valid(checker, kit, days, code):
    record = a_record(clock.today() + timedelta(days=days))
    sealed = await to_thread(print_and_seal, record, kit.signer, papers_for(record, KEY))
    page = await checker()
    assert (await page.drop(sealed.pdf), code in page.codes) == ("NOT VALID", True)


async def test_the_code_on_the_paper(checker, kit):
    page = await checker()
    qr = kit.papers.qr
    assert await page.paste(qr) == "VALID"
    assert page.codes == ["qr-signed", "status-valid", "qr-says-less", "register-not-asked"]
    text = await page.page.inner_text("#answer")
    assert kit.record.holder in text
    assert str(kit.record.valid_until) in text
    for scanned, outcome, code in (
        (qr.replace("0001#", "0002#"), "NOT VALID", "qr-broken"),
        (qr[:-3] + "AAA", "NOT VALID", "qr-broken"),
        (make(kit.record, statement_key(2)), "CANNOT TELL", "qr-key-unknown"),
        (kit.record.verify_url, "CANNOT TELL", "qr-unreadable"),
        ("", "CANNOT TELL", "qr-unreadable"),
    ):
        assert (await page.paste(scanned), page.codes) == (outcome, [code])
    later = a_record(clock.today() - timedelta(days=1200))
    assert (await page.paste(make(later, KEY)), "status-expired" in page.codes) == ("NOT VALID", True)


NO_ED25519 = """
const known = SubtleCrypto.prototype.importKey;
SubtleCrypto.prototype.importKey = function (form, key, how, ...rest) {
  if (how.name === "Ed25519") throw new DOMException("Unrecognized name.", "NotSupportedError");
  return known.call(this, form, key, how, ...rest);
};
"""


@pytest.mark.parametrize(
    ("before", "code"),
    [
        (NO_ED25519, "browser-too-old"),
        ("delete globalThis.DecompressionStream;", "browser-too-old"),
        ("Object.defineProperty(globalThis.crypto, 'subtle', {value: undefined});", "no-secure-context"),
    ],
)
async def test_a_browser_that_cannot_check_cannot_tell(checker, kit, before, code):
    page = await checker(before=before)
    assert (await page.drop(kit.pdf), code in page.codes) == ("CANNOT TELL", True)
    assert (await page.paste(kit.papers.qr), page.codes) == ("CANNOT TELL", [code]) or "Decompression" in before


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("locale", ["zh-CN", "en-GB"])
async def test_it_is_fit_for_everybody(checker, kit, width, locale):
    page = await checker(locale=locale, width=width)
    assert await faults(page.page) == []
    await page.drop(kit.pdf)
    assert await faults(page.page) == []
    hidden = "无法判定" if locale == "en-GB" else "CANNOT TELL"
    assert hidden not in await page.page.inner_text("body")


async def test_the_register_hands_it_out_with_its_keys(client_page, kit):
    text, headers = client_page
    assert "connect-src" not in headers["Content-Security-Policy"]
    assert headers["Content-Security-Policy"].startswith("default-src 'none'; script-src 'sha256-")
    assert json.loads(re.search(r'id="config">(.*?)</script>', text, re.DOTALL)[1])["issuer"] == "http://127.0.0.1:8080"
    assert not re.search(r'(?:src|href)="', text)


@pytest.fixture
async def client_page(db, app, open_browser):
    client = await open_browser(app)
    response = await client.client.get("/verify/offline.html")
    assert response.status == 200
    return await response.text(), response.headers
