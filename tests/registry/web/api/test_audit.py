"""The audit trail through the API, for auditors alone."""

from tests.factories.enterprises import mall


async def test_read_newest_first_and_on(auditor):
    own = await mall()
    first = await auditor.get("/audit", size=2)
    assert [row["seq"] for row in first["items"]] == sorted((row["seq"] for row in first["items"]), reverse=True)
    more = await auditor.get("/audit", size=2, before=first["before"])
    assert more["items"][0]["seq"] == first["before"] - 1
    (entry,) = (await auditor.get("/audit", kind="site", subject=own.site_id))["items"]
    assert entry["tag"] == "site:add"
    assert (await auditor.get("/audit", tag="site:", size=200))["before"] is None
    assert (await auditor.get("/audit/chain"))["whole"] is True


async def test_for_auditors_alone(province, decider, stranger, anybody):
    for program, status in ((province, 404), (decider, 404), (stranger, 404), (anybody, 401)):
        for path in ("/audit", "/audit/chain"):
            await program.get(path)
            assert program.status == status
