"""The same path three times: handler, template, test."""

from tests.house.source import ROOT, modules

# Shapes, tables and doorways are exercised by the tests of the verbs and questions that use them.
WITHOUT_OWN_TEST = {"__init__", "models", "schemas", "routes", "models_index", "rows"}
# Folders of pages; "." has those that audiences share, such as templates/own_account.html.
AUDIENCES = (".", "portal", "desk", "public")
# How the names of parts begin that pages include or extend.
PARTS = ("_", "layout")


def test_every_code_file_has_its_mirrored_test() -> None:
    missing = []
    for module in modules():
        if module.path.stem in WITHOUT_OWN_TEST:
            continue
        path = module.path.relative_to(ROOT)
        stem = path.stem.strip("_")
        mirror = ROOT / "tests" / path.parent / f"test_{stem}.py"
        if not mirror.exists():
            missing.append(str(mirror.relative_to(ROOT)))
    assert missing == []


def test_every_page_template_has_its_handler() -> None:
    orphans = []
    for audience in AUDIENCES:
        folder = ROOT / "templates" / audience
        for template in sorted(folder.glob("*.html") if audience == "." else folder.rglob("*.html")):
            inside = template.relative_to(ROOT / "templates").with_suffix("")
            if inside.name.startswith(PARTS):
                continue
            candidates = (ROOT / "registry/web" / f"{inside}.py", ROOT / "registry/web" / f"{inside.parent}.py")
            by_prefix = (ROOT / "registry/web" / inside.parent).glob("*.py")
            if not any(path.exists() for path in candidates) and not any(
                inside.name.startswith(f"{handler.stem}_") for handler in by_prefix
            ):
                orphans.append(str(template.relative_to(ROOT)))
    assert orphans == []
