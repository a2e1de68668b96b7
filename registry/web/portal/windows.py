"""Two windows on one thing, without a script: what the other one saved stands beside what was typed in this one.

How it is drawn is `templates/portal/_stored.html`; clashes of answers, which save while typing, are `saving.py`'s.
"""

from typing import Any

from registry.errors import Conflict, LvceError
from registry.jurisdictions import queries as places
from registry.web import i18n
from registry.web.forms import Form


async def stored_now(form: Form[Any], error: LvceError) -> dict[str, Any]:
    """After a conflict that tells what is `stored`: its values by field, where they differ from what was typed.

    The form is moved to the stored revision, so that saving once more decides. A place is given by its name.
    """
    stored = error.context.get("stored") if isinstance(error, Conflict) else None
    if not isinstance(stored, dict):
        return {}
    form.typed["revision"] = [str(stored["revision"])]
    typed = form.parsed.model_dump(exclude={"revision"}) if form.parsed else {}
    found = {name: stored[name] for name, value in typed.items() if name in stored and stored[name] != value}
    if code := found.get("place_code"):
        found["place_code"] = (await places.names(frozenset({code}), i18n.current_locale())).get(code, code)
    return found
