"""The audit trail: newest first, by subject, and whether the chain is whole; for auditors only."""

from registry.accounts.rules import Role
from registry.accounts.schemas import SYSTEM, Grant
from registry.audit.actions import record
from registry.audit.models import AuditEntry
from registry.db.transactions import transaction
from registry.identifiers import new_id
from tests.factories.reviewing import account
from tests.registry.web.desk.stage import province_officer


async def auditor(browser):
    await browser.sign_in_as((await account(Grant(Role.AUDITOR))).account_id)


async def deed(tag="test:do", kind="thing", data=None):
    subject = new_id()
    async with transaction():
        await record(actor=SYSTEM, tag=tag, subject=(kind, subject), data=data or {"why": "<because>"})
    return subject


async def test_entries_and_filters(browser):
    one, other = await deed(), await deed("other:do", "other")
    await auditor(browser)
    for query, seen in (
        ("", (True, True)),
        (f"?kind=thing&subject={one}", (True, False)),
        ("?kind=other", (False, True)),
        ("?tag=other:", (False, True)),
        ("?before=1", (False, False)),
    ):
        await browser.get(f"/desk/audit{query}")
        main = browser.html.split("</form>")[-1]
        assert (f"subject={one}" in main, f"subject={other}" in main) == seen, query
    await browser.get("/desk/audit")
    assert "&lt;because&gt;" in browser.html
    assert (await browser.get("/desk/audit?subject=nonsense")).status == 422


async def test_older_entries(browser):
    for _ in range(51):
        await deed()
    await auditor(browser)
    await browser.get("/desk/audit?kind=thing")
    assert "before=2" in browser.html


async def test_the_chain_is_whole_or_broken(browser):
    await deed()
    await auditor(browser)
    await browser.get("/desk/audit/chain?lang=en")
    assert "The chain is whole" in browser.html
    await AuditEntry.filter(tag="test:do").update(actor_label="somebody else")
    await browser.get("/desk/audit/chain?lang=en")
    assert "The chain is broken at entry 1: an entry was altered." in browser.html


async def test_not_for_officers(browser):
    await browser.sign_in_as((await province_officer()).account_id)
    for path in ("/desk/audit", "/desk/audit/chain"):
        assert (await browser.get(path)).status == 404


async def test_a_number_beyond_all_entries_is_explained(browser):
    await auditor(browser)
    assert (await browser.get(f"/desk/audit?before={10**30}")).status == 422
