"""The page of keys and its two files, as anybody reads them."""

import json
from datetime import timedelta

import pytest

from certificates.demonstration import make_demonstration_key
from certificates.signing import Pkcs12Signer
from certificates.trust import read_trust
from registry.accounts.schemas import SYSTEM
from registry.press.frames import Ready
from registry.trust.actions import note_press
from registry.trust.models import TrustedKey


@pytest.fixture
def opened(tmp_path):
    """Two presses, one after the other."""
    made = []
    for name in ("first", "second"):
        make_demonstration_key(tmp_path / f"{name}.p12", name)
        signer = Pkcs12Signer.from_file(tmp_path / f"{name}.p12")
        anchors, certificate = signer.anchors_pem.decode(), signer.certificate_pem.decode()
        made.append(Ready(ok=True, anchors=anchors, certificate=certificate))
    return made


async def test_without_keys_it_says_so(browser):
    assert (await browser.get("/trust")).status == 200
    assert "尚未使用任何密钥" in browser.html


async def test_keys_are_shown_with_their_fingerprints_and_their_time(browser, db, opened):
    for ready in opened:
        await note_press(ready, actor=SYSTEM)
    await browser.get("/trust?lang=en")
    assert "DEMONSTRATION first" in browser.html
    assert "given up on" in browser.html
    assert "in use now" in browser.html
    assert "Keys of statements" not in browser.html, "a kind without keys has no heading"
    (key,) = await TrustedKey.filter(kind="seal", retired_at=None)
    assert ":".join(key.fingerprint[at : at + 2] for at in range(0, 64, 2)).upper() in browser.html


async def test_both_files_are_what_verification_reads(browser, db, opened):
    for ready in opened:
        await note_press(ready, actor=SYSTEM)
    pem = await browser.client.get("/trust.pem")
    assert (await pem.read()).decode() == opened[1].anchors + opened[0].anchors
    assert pem.content_type == "application/x-pem-file"
    whole = await browser.client.get("/trust.json")
    content = await whole.read()
    assert json.loads(content)["format"] == "lvce-trust-1"
    trust = read_trust(content)
    assert [bool(one.retired_at) for one in trust.seals] == [False, True]
    assert timedelta(seconds=int(whole.headers["Cache-Control"].removeprefix("max-age="))) <= timedelta(days=1)
