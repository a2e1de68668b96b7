"""What a browser would send of a form as it is shown: every field with its present value."""

from html.parser import HTMLParser


class _Fields(HTMLParser):
    """Fields of the forms that post to an address."""

    def __init__(self, action: str) -> None:
        super().__init__()
        self.action, self.inside = action, False
        self.found: list[tuple[str, str]] = []
        self.name = self.text = ""
        self.choice: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.inside = given.get("action", "").split("?")[0] == self.action
        if not self.inside:
            return
        kind = given.get("type", "text")
        if tag == "input" and given.get("name") and (kind not in {"checkbox", "radio"} or "checked" in given):
            self.found.append((given["name"], given.get("value", "")))
        if tag in {"textarea", "select"}:
            self.name, self.text, self.choice = given["name"], "", None
        if tag == "option" and (self.choice is None or "selected" in given):
            self.choice = given.get("value", "")

    def handle_data(self, data: str) -> None:
        self.text += data

    def handle_endtag(self, tag: str) -> None:
        if self.inside and tag == "textarea":
            self.found.append((self.name, self.text.removeprefix("\n")))
        if self.inside and tag == "select":
            self.found.append((self.name, self.choice or ""))
        if tag == "form":
            self.inside = False


def filled(html: str, action: str, **changes: str) -> list[tuple[str, str]]:
    """The fields of the form, with some changed or added; dots in names are written as `__`."""
    parser = _Fields(action)
    parser.feed(html)
    new = {name.replace("__", "."): value for name, value in changes.items()}
    return [(name, value) for name, value in parser.found if name not in new] + list(new.items())
