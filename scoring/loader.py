"""The library: every scheme, edition and source of a folder of criteria, read once, and found again by name or digest.

Reading one file is in `files.py`, what makes sense in `lints.py`, the lock of published editions in `lock.py`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from scoring.crosswalk import Crosswalk, chained, lint_crosswalk, lint_followed, same_codes, stated
from scoring.editions import Document, Edition, Scheme, Source
from scoring.faults import BadCriteria, Fault, NoEdition
from scoring.files import TomlFile
from scoring.lints import lint, lint_documents, lint_sequence, lint_sources

CRITERIA = Path(__file__).parent / "criteria"


@dataclass(frozen=True)
class Library:
    """All schemes with their editions (oldest first) and the documents they rest on."""

    schemes: Mapping[str, Scheme]
    editions: tuple[Edition, ...]
    sources: Mapping[str, Source]
    crosswalks: tuple[Crosswalk, ...] = ()

    def of(self, scheme: str) -> tuple[Edition, ...]:
        """The editions of one scheme, oldest first."""
        return tuple(edition for edition in self.editions if edition.scheme == scheme)

    def get(self, scheme: str, edition: str) -> Edition:
        """One edition by name. Raises NoEdition `unknown-edition`."""
        found = [known for known in self.of(scheme) if known.edition == edition]
        if not found:
            raise NoEdition([_no_edition(f"{scheme}/{edition}")])
        return found[0]

    def crosswalk(self, old: Edition, new: Edition) -> Crosswalk:
        """The crosswalk written for two editions, or said by the newer one, by way of those between them if need be;
        where there is none, the one of equal codes.
        """
        for known in self.crosswalks:
            if (known.scheme, known.old, known.new) == (new.scheme, old.edition, new.edition):
                return known
        if new.follows == old.edition:
            return stated(old, new)
        for between in self.of(new.scheme):
            if between.edition == new.follows and between.in_force_from < new.in_force_from:
                return chained(self.crosswalk(old, between), stated(between, new))
        return same_codes(old, new)

    def by_digest(self, digest: str) -> Edition:
        """The edition that a frozen submission names. Raises NoEdition `unknown-edition`."""
        found = [known for known in self.editions if known.digest == digest]
        if not found:
            raise NoEdition([_no_edition(digest)])
        return found[0]


@lru_cache(maxsize=8)
def load_all(folder: Path = CRITERIA) -> Library:
    """The criteria of a folder, read once per process (it reads files: call it at start). Raises BadCriteria."""
    library, faults = read_folder(folder)
    if errors := [fault for fault in faults if fault.severity == "error"]:
        raise BadCriteria(errors)
    return library


def read_folder(folder: Path) -> tuple[Library, tuple[Fault, ...]]:
    """What could be read from a folder, everything that is wrong with the rest, and warnings (see `Fault.severity`)."""
    faults: list[Fault] = []
    if not folder.is_dir():
        return Library({}, (), {}), (_no_folder(folder),)
    sources = _sources(TomlFile(folder / "sources.toml", folder, faults))
    schemes: dict[str, Scheme] = {}
    editions: list[Edition] = []
    crosswalks: list[Crosswalk] = []
    for place in sorted(path for path in folder.iterdir() if path.is_dir() and not path.name.startswith((".", "_"))):
        scheme = _scheme(TomlFile(place / "scheme.toml", folder, faults))
        if scheme is not None:
            schemes[scheme.code] = scheme
        files = [TomlFile(path, folder, faults) for path in sorted(place.glob("*.toml")) if path.name != "scheme.toml"]
        if not files:
            faults.append(_no_editions(f"{place.name}/scheme.toml"))
        read = [(file, edition) for file in files if (edition := _edition(file, sources)) is not None]
        found = [edition for _, edition in read]
        named = {edition.edition: edition for edition in found}
        for file, edition in read:
            file.complain(lint_followed(edition, named.get(edition.follows or "")))
        for fault in lint_sequence(found):
            next(file for file in files if file.name == f"{fault.path}.toml").complain([_at_its_first_day(fault)])
        editions += found
        walks = (_crosswalk(TomlFile(path, folder, faults), named) for path in sorted(place.glob("crosswalks/*.toml")))
        crosswalks += [walk for walk in walks if walk is not None]
    return Library(schemes, tuple(editions), sources, tuple(crosswalks)), tuple(faults)


def _sources(file: TomlFile) -> dict[str, Source]:
    entries = (file.table or {}).items()
    found = [file.shaped(Source, entry, {"code": code}, path=code) for code, entry in entries]
    sources = {source.code: source for source in found if source is not None}
    file.complain(lint_documents(sources))
    return sources


def _scheme(file: TomlFile) -> Scheme | None:
    return None if file.table is None else file.shaped(Scheme, file.table, {"code": file.path.parent.name})


def _edition(file: TomlFile, sources: Mapping[str, Source]) -> Edition | None:
    if file.table is None:
        return None
    cited = sorted(set(_cited(file.table)) & sources.keys())
    documents = [sources[code].model_dump(include=set(Document.model_fields)) for code in cited]
    given = {"scheme": file.path.parent.name, "edition": file.path.stem, "documents": documents}
    edition = file.shaped(Edition, file.table, given)
    if edition is not None:
        if edition.in_force_from.isoformat() != file.path.stem:
            file.complain([_misnamed()])
        file.complain(lint(edition))
        file.complain(lint_sources(edition, sources))
    return edition


def _crosswalk(file: TomlFile, named: Mapping[str, Edition]) -> Crosswalk | None:
    """`crosswalks/<old>--<new>.toml`: the editions follow from its name."""
    if file.table is None:
        return None
    old, _, new = file.path.stem.partition("--")
    given = {"scheme": file.path.parent.parent.name, "old": old, "new": new or old}
    walk = file.shaped(Crosswalk, file.table, given)
    if walk is not None:
        file.complain(lint_crosswalk(walk, named.get(old), named.get(new)))
    return walk


def _cited(value: Any) -> list[str]:
    """Every document that is cited anywhere in a table."""
    if isinstance(value, list):
        return [code for part in value for code in _cited(part)]
    if not isinstance(value, dict):
        return []
    own = [value["document"]] if isinstance(value.get("document"), str) else []
    return own + [code for part in value.values() for code in _cited(part)]


def _at_its_first_day(fault: Fault) -> Fault:
    return replace(fault, path="in_force_from")


def _no_editions(file: str) -> Fault:
    return Fault(
        "scheme-empty",
        {"zh": "该方案没有任何版本。", "en": "The scheme has no edition."},
        {"zh": "添加“施行日.toml”，或删除该文件夹。", "en": "Write <in_force_from>.toml, or remove the folder."},
        file=file,
        line=1,
    )


def _no_folder(folder: Path) -> Fault:
    return Fault(
        "folder-missing",
        {"zh": "没有这个文件夹。", "en": "There is no such folder."},
        {"zh": "核对 --folder 所写的路径。", "en": "Check the path given with --folder."},
        file=str(folder),
    )


def _misnamed() -> Fault:
    return Fault(
        "file-misnamed",
        {"zh": "文件名与 in_force_from 不一致。", "en": "The file is not named after in_force_from."},
        {"zh": "文件名应为“施行日.toml”。", "en": "Name it <in_force_from>.toml."},
        "in_force_from",
    )


def _no_edition(name: str) -> Fault:
    return Fault(
        "unknown-edition",
        {"zh": f"没有版本“{name}”。", "en": f"There is no edition “{name}”."},
        {"zh": "用 python -m scoring list 查看现有版本。", "en": "See python -m scoring list for those there are."},
        "edition",
    )
