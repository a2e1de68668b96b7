"""The doorway by which a notice gets its document: its rows put together, joined to the caller's transaction.

What stands in it is `papers.py`'s; who may have it printed, and when, is `actions.py`'s.
"""

from datetime import date
from uuid import UUID

from registry.applications.criteria import edition_named
from registry.applications.facts import application_for_system
from registry.documents.requesting import request
from registry.enterprises.formats import scheme_title
from registry.issuance.queries import bureau_of
from registry.jurisdictions import queries as places
from registry.notices.models import NoticeItem, PublicNotice
from registry.notices.papers import Published, paper_of


async def order_paper(notice: PublicNotice, *, dated_on: date, on: date) -> UUID:
    """Have a notice printed as it was published; gives the document's id. `on` is the day whose bureau seals it.

    Raises Misconfigured `bureau-unknown` when nobody issues in the province that day.
    """
    bureau = await bureau_of(notice.place_code, on)
    items = await NoticeItem.filter(notice_id=notice.id).order_by("place_code", "site_name")
    published = Published(
        title=notice.title_zh,
        title_en=notice.title_en,
        document_number=notice.document_number,
        opens_on=notice.opens_on,
        closes_on=notice.closes_on,
        rule=notice.rule,
        items=[(item.site_name, item.enterprise_name, item.place_code) for item in items],
        address=f"{bureau.verify_base_url.rstrip('/')}/notices/{notice.id}",
    )
    bound = {
        (each.scheme, each.edition) for each in [await application_for_system(item.application_id) for item in items]
    }
    paper = paper_of(
        published,
        bureau=bureau,
        what=scheme_title(notice.scheme),
        editions=[await edition_named(*each) for each in sorted(bound)],
        places=await places.names(frozenset(item.place_code for item in items), "zh-CN", dated_on),
        on=dated_on,
    )
    return await request(paper, subject_id=notice.id, place_code=notice.place_code)
