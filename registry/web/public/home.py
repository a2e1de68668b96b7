"""The start page of everybody: one search box and the doors to what is public."""

from aiohttp import web

from registry.web import i18n
from registry.web.pages import page


async def show(request: web.Request) -> web.Response:
    """GET /"""
    return await page(request, "public/home.html", doors=_doors())


def _doors() -> list[dict[str, str]]:
    _ = i18n.gettext
    return [
        {
            "href": "/verify",
            "title": _("Check a certificate"),
            "text": _("Type its number, scan its code or drop the file. The answer is one word, with reasons."),
        },
        {
            "href": "/register",
            "title": _("The register"),
            "text": _("Every recognised mall, by place, year and status, with its history."),
        },
        {
            "href": "/notices",
            "title": _("Public notices"),
            "text": _("What is about to be decided. Anybody may object while a notice runs."),
        },
        {
            "href": "/criteria",
            "title": _("Criteria"),
            "text": _("The rules in plain words, each with its points and the clause it comes from."),
        },
        {
            "href": "/targets",
            "title": _("Targets"),
            "text": _("What was planned for the year and what has been reached, city by city."),
        },
        {
            "href": "/portal",
            "title": _("For enterprises"),
            "text": _("Sign up with your credit code, add your mall, apply and follow each step."),
        },
        {
            "href": "/desk",
            "title": _("For bureaus and reviewers"),
            "text": _("What waits for you, with its due day."),
        },
    ]
