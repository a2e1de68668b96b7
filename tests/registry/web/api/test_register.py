"""The public register through the API, without a token."""

from datetime import date

from registry.accounts.schemas import SYSTEM
from registry.issuance.actions import revoke
from registry.public_register.actions import refresh
from tests.factories.certificates import office, printed


async def entry(**changes):
    await office()
    certificate = await printed(**changes)
    await refresh(certificate.certificate_id)
    return certificate


async def test_found_as_of_a_day(anybody):
    certificate = await entry(site_name="䶮城甲秀广场")
    found = await anybody.get("/register", q="甲秀", region="520100", on="2026-05-01")
    assert set(found) == {"items", "total", "page", "size"}
    (item,) = found["items"]
    assert (item["certificate_number"], item["outcome"], item["on"]) == (certificate.number, "valid", "2026-05-01")
    assert item["status_label"] == {"zh": "有效", "en": "Valid"}
    assert item["place"]["zh"] == "贵州省贵阳市南明区"
    assert set(item["reasons"][0]) == {"code", "zh", "en"}
    assert (await anybody.get("/register", q="甲秀", on="2025-01-01"))["total"] == 0


async def test_an_entry_keeps_its_history(anybody):
    certificate = await entry()
    await revoke(
        certificate.certificate_id, actor=SYSTEM, effective_on=date(2026, 7, 1), reason="false-material",
        document_number="黔商发〔2026〕9号",
    )  # fmt: skip
    await refresh(certificate.certificate_id)
    (item,) = (await anybody.get("/register", on="2026-08-01"))["items"]
    found = await anybody.get(f"/register/{item['id']}", on="2026-06-30")
    assert (found["item"]["outcome"], found["building_area_m2"]) == ("valid", "120000.00")
    assert [(period["status"], period["from_on"]) for period in found["periods"]] == [
        ("valid", "2026-03-02"), ("revoked", "2026-07-01"),
    ]  # fmt: skip
    assert (await anybody.get(f"/register/{item['id']}", on="2026-07-01"))["item"]["outcome"] == "not_valid"


async def test_pages_and_bad_filters(anybody):
    await office()
    found = await anybody.get("/register", page=3, size=150)
    assert (found["page"], found["size"]) == (3, 100)
    for query in ({"region": "52"}, {"year": "x"}, {"page": 0}, {"on": "tomorrow"}, {"q": "长" * 101}):
        problem = await anybody.get("/register", **query)
        assert (anybody.status, problem["errors"][0]["field"]) == (422, next(iter(query)))
    for path in ("/register/none", "/register/00000000-0000-7000-8000-000000000000"):
        await anybody.get(path)
        assert anybody.status == 404
