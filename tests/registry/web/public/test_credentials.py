"""What programs elsewhere read: lists and keys, verified with an independent library."""

import pytest

from certificates.credential import is_signed
from certificates.statements import PublicKey
from certificates.status_list import read_list
from registry.storage.installed import install
from tests.factories.sealing import sealed_one

pytestmark = pytest.mark.may_block


async def test_lists_and_keys_for_everybody(browser, db, settings):
    install(settings)
    done, _ = await sealed_one(settings)
    get = browser.client.get
    did = await (await get("/.well-known/did.json")).json()
    assert did["id"] == "did:web:127.0.0.1%3A8080"
    key = PublicKey.read(did["verificationMethod"][0]["publicKeyMultibase"])
    response = await get("/credentials/status/revocation-1")
    assert (response.content_type, response.headers["Access-Control-Allow-Origin"]) == ("application/vc", "*")
    assert int(response.headers["Age"]) < 60
    document = await response.json(content_type=None)
    assert is_signed(document, key)
    assert not read_list(document).is_set(0)
    credential = await (await get(f"/certificates/{done.number}/credential.json")).json(content_type=None)
    assert is_signed(credential, key)
    assert (
        credential["credentialStatus"][0]["statusListCredential"]
        == f"{settings.base_url}/credentials/status/revocation-1"
    )
    whole = await (await get(f"/certificates/{done.number}.json")).json()
    assert whole["credential"] == credential
    record = await (await get(f"/certificates/{done.number}/record.json")).read()
    assert credential["relatedResource"][0]["id"].endswith(f"/certificates/{done.number}/record.json")
    assert b'"number":"' + done.number.encode() in record


async def test_what_is_not_there(browser, db):
    for path in (
        "/credentials/status/revocation-1",
        "/credentials/status/other",
        "/certificates/GM-1/credential.json",
        "/certificates/GM-1/record.json",
    ):
        assert (await browser.client.get(path)).status == 404
