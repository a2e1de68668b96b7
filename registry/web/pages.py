"""Pages: templates rendered in the viewer's language, with the navigation, the nonce and the form guard they need.

Components are `templates/macros/`; where a page's template lies follows from its handler's module.
"""

import functools
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from aiohttp import web
from jinja2 import BaseLoader, DictLoader, Environment, PackageLoader, PrefixLoader, StrictUndefined
from markupsafe import Markup

from registry.accounts.rules import Permission
from registry.accounts.schemas import PUBLIC, Viewer
from registry.enterprises.formats import scheme_title
from registry.web import csrf, i18n, keys, submissions, values
from registry.web.routing import Access, Needs, navigation
from registry.web.static_files import static_url

TEMPLATES = Path(__file__).parents[2] / "templates"
PAGE_FOLDERS = ("portal", "desk", "public", "api", "errors", "macros")
COMPONENTS = {
    "govukBreadcrumbs": "breadcrumbs", "govukButton": "button", "govukCharacterCount": "character-count",
    "govukCheckboxes": "checkboxes", "govukDateInput": "date-input", "govukDetails": "details",
    "govukErrorMessage": "error-message", "govukErrorSummary": "error-summary", "govukFieldset": "fieldset",
    "govukFileUpload": "file-upload", "govukHint": "hint", "govukInput": "input", "govukInsetText": "inset-text",
    "govukLabel": "label", "govukNotificationBanner": "notification-banner", "govukPagination": "pagination",
    "govukPanel": "panel", "govukPasswordInput": "password-input", "govukRadios": "radios", "govukSelect": "select",
    "govukServiceNavigation": "service-navigation", "govukSkipLink": "skip-link", "govukSummaryList": "summary-list",
    "govukTable": "table", "govukTabs": "tabs", "govukTag": "tag", "govukTaskList": "task-list",
    "govukTextarea": "textarea", "govukWarningText": "warning-text",
}  # fmt: skip


def _finished(value: object) -> object:
    """None is written as nothing: an absent date is an empty cell, not the word None."""
    return "" if value is None else value


def _own_sources() -> dict[str, str]:
    """Every page template, read at start: no file is opened while requests are served."""
    paths = [*TEMPLATES.glob("*.html"), *(path for name in PAGE_FOLDERS for path in (TEMPLATES / name).rglob("*.html"))]
    return {path.relative_to(TEMPLATES).as_posix(): path.read_text(encoding="utf-8") for path in paths}


def _preloaded(package: PackageLoader) -> BaseLoader:
    environment = Environment(loader=package, autoescape=True)
    return DictLoader({name: package.get_source(environment, name)[0] for name in package.list_templates()})


@functools.cache
def environment() -> Environment:
    """The template environment: strict about undefined names in our templates, lenient inside the GOV.UK macros."""
    package = PrefixLoader({"govuk_frontend_jinja": _preloaded(PackageLoader("govuk_frontend_jinja"))})
    components = Environment(loader=package, autoescape=True)
    strict = Environment(
        loader=DictLoader(_own_sources()),
        autoescape=True,
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n", "jinja2.ext.do"],
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_finished,
    )
    # The extension adds this method to the environment, which its type does not show.
    install: Callable[..., None] = getattr(strict, "install_gettext_callables")  # noqa: B009 - see above
    install(i18n.gettext, i18n.ngettext, newstyle=True, pgettext=i18n.pgettext, npgettext=i18n.npgettext)
    for name, folder in COMPONENTS.items():
        macro = getattr(components.get_template(f"govuk_frontend_jinja/components/{folder}/macro.html").module, name)
        strict.globals[name] = macro
    strict.policies["ext.i18n.trimmed"] = True
    strict.globals["static_url"] = static_url
    strict.globals["say"] = i18n.say
    strict.globals["said_value"] = values.said
    strict.globals["said_parts"] = values.said_parts
    strict.globals["current_locale"] = i18n.current_locale  # for macros, which do not see a page's own names
    strict.filters |= {
        "bi": i18n.bi,
        "scheme_title": lambda code: i18n.bi(scheme_title(code)),
        "day": i18n.day,
        "moment": i18n.moment,
        "number": i18n.number,
        "whole": i18n.whole,
        "percent": i18n.percent,
        "file_size": i18n.file_size,
        "explained": i18n.explained,
        "hinted": i18n.hinted,
        "written": i18n.written,
    }
    return strict


def viewer(request: web.Request) -> Viewer:
    """Who is asking; `PUBLIC` if nobody is signed in."""
    found: Viewer = request.get(keys.VIEWER, PUBLIC)
    return found


def allowed(who: Viewer, needs: Needs) -> bool:
    """Whether a viewer meets the needs of an address."""
    if isinstance(needs, Permission):
        return who.may(needs)
    return needs is Access.PUBLIC or who.account_id is not None


def audience_of(path: str) -> str:
    """Whose navigation stands on a page: `portal`, `desk` or `public`."""
    first = path.split("/", 2)[1] if "/" in path else ""
    return first if first in {"portal", "desk"} else "public"


def address(request: web.Request, path: str, **query: object) -> str:
    """A link that keeps the language if it was chosen in the address (`?lang=en`). None values are left out."""
    pairs = [(name, str(value)) for name, value in query.items() if value is not None]
    chosen = i18n.known_locale(request.query.get("lang"))
    if chosen and "lang" not in query:
        pairs.append(("lang", chosen))
    if not pairs:
        return path
    return f"{path}{'&' if '?' in path else '?'}{urlencode(pairs)}"


def this_page(request: web.Request, **changes: object) -> str:
    """The present address with some query parameters changed; None removes one. For filters, pages, languages."""
    pairs = [(name, value) for name, value in request.query.items() if name not in changes]
    pairs += [(name, str(value)) for name, value in changes.items() if value is not None]
    return f"{request.path}?{urlencode(pairs)}" if pairs else request.path


def go(request: web.Request, path: str, **query: object) -> web.HTTPSeeOther:
    """The answer that sends the browser on after a post (303), keeping the language; handlers raise it."""
    return web.HTTPSeeOther(address(request, path, **query))


def _menu(request: web.Request, who: Viewer, audience: str) -> list[dict[str, Any]]:
    items = [item for item in navigation(audience) if allowed(who, item.needs)]
    starts = {start: item.path for item in items for start in (item.path, *item.also)}
    here = starts.get(max((start for start in starts if _within(request.path, start)), key=len, default=""))
    return [
        {"text": i18n.gettext(item.label), "href": address(request, item.path), "active": item.path == here}
        for item in items
    ]


def _within(path: str, start: str) -> bool:
    return path == start or (start != "/" and path.startswith(f"{start}/"))


def guard_fields(request: web.Request) -> Markup:
    """Hidden inputs that every posted form carries: the CSRF token and the one-time number of this rendering."""
    return Markup('<input type="hidden" name="{}" value="{}"><input type="hidden" name="{}" value="{}">').format(
        csrf.FIELD, csrf.token(request), submissions.FIELD, submissions.new_number()
    )


def render(request: web.Request, template: str, context: Mapping[str, Any]) -> str:
    """The HTML of a page; handlers use `page`."""
    who, audience = viewer(request), audience_of(request.path)
    return environment().get_template(template).render(
        request=request,
        viewer=who,
        signed_in=who.account_id is not None,
        locale=i18n.current_locale(),
        nonce=request.get(keys.NONCE, ""),
        csrf_token=csrf.token(request),
        form_guard=guard_fields(request),
        audience=audience,
        menu=_menu(request, who, audience),
        may=lambda name: who.may(Permission(name)),
        url=functools.partial(address, request),
        this_page=functools.partial(this_page, request),
        **context,
    )  # fmt: skip


async def page(request: web.Request, template: str, /, *, status: int = 200, **context: Any) -> web.Response:
    """Answer with a template in the viewer's language. The template gets the context and what `render` adds."""
    return web.Response(
        text=render(request, template, context),
        status=status,
        content_type="text/html",
        headers={"Content-Language": i18n.current_locale(), "Vary": "Accept-Language, Cookie"},
    )
