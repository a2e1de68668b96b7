"""From TOML files to a library of editions: exact numbers, unknown keys refused, every fault with file, line and hint.

What makes sense inside an edition is in `lints.py`; the lock of published editions is in `lock.py`.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from scoring.editions import Document, Edition, Scheme, Source
from scoring.faults import BadCriteria, Fault, NoEdition
from scoring.lints import lint, lint_sequence
from scoring.values import Data

CRITERIA = Path(__file__).parent / "criteria"
_Shape = TypeVar("_Shape", bound=Data)


@dataclass(frozen=True)
class Library:
    """All schemes with their editions (oldest first) and the documents they rest on."""

    schemes: Mapping[str, Scheme]
    editions: tuple[Edition, ...]
    sources: Mapping[str, Source]

    def of(self, scheme: str) -> tuple[Edition, ...]:
        """The editions of one scheme, oldest first."""
        return tuple(edition for edition in self.editions if edition.scheme == scheme)

    def get(self, scheme: str, edition: str) -> Edition:
        """One edition by name. Raises NoEdition `unknown-edition`."""
        found = [known for known in self.of(scheme) if known.edition == edition]
        if not found:
            raise NoEdition([_no_edition(f"{scheme}/{edition}")])
        return found[0]

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
    if faults:
        raise BadCriteria(faults)
    return library


def read_folder(folder: Path) -> tuple[Library, tuple[Fault, ...]]:
    """What could be read from a folder, and everything that is wrong with the rest."""
    faults: list[Fault] = []
    sources = _sources(folder, faults)
    schemes: dict[str, Scheme] = {}
    editions: list[Edition] = []
    for place in sorted(path for path in folder.iterdir() if path.is_dir() and not path.name.startswith((".", "_"))):
        scheme = _read(place / "scheme.toml", folder, Scheme, {"code": place.name}, faults)
        if scheme is not None:
            schemes[place.name] = scheme
        found = [
            edition
            for path in sorted(place.glob("*.toml"))
            if path.name != "scheme.toml" and (edition := _edition(path, folder, sources, faults)) is not None
        ]
        faults += [replace(fault, file=f"{fault.path}.toml", line=1) for fault in lint_sequence(found)]
        editions += found
    return Library(schemes, tuple(editions), sources), tuple(faults)


def _sources(folder: Path, faults: list[Fault]) -> dict[str, Source]:
    path = folder / "sources.toml"
    table = _table(path, folder, faults)
    found = [
        source
        for code, entry in table.items()
        if (source := _shape(Source, _with(entry, {"code": code}), path, folder, faults)) is not None
    ]
    return {source.code: source for source in found}


def _edition(path: Path, folder: Path, sources: Mapping[str, Source], faults: list[Fault]) -> Edition | None:
    text_faults = len(faults)
    table = _table(path, folder, faults)
    if len(faults) > text_faults:
        return None
    cited = sorted(set(_cited(table)) & sources.keys())
    names = Document.model_fields.keys()
    given = {
        "scheme": path.parent.name,
        "edition": path.stem,
        "documents": [sources[code].model_dump(include=set(names)) for code in cited],
    }
    edition = _shape(Edition, _with(table, given), path, folder, faults)
    if edition is None:
        return None
    if edition.in_force_from.isoformat() != path.stem:
        faults.append(_misnamed(path, folder))
    text = path.read_text(encoding="utf-8")
    found = lint(edition)
    faults += [replace(fault, file=_name(path, folder), line=line_of(text, fault.path)) for fault in found]
    return edition


def _read(path: Path, folder: Path, shape: type[_Shape], given: dict[str, Any], faults: list[Fault]) -> _Shape | None:
    before = len(faults)
    table = _table(path, folder, faults)
    return None if len(faults) > before else _shape(shape, _with(table, given), path, folder, faults)


def _table(path: Path, folder: Path, faults: list[Fault]) -> dict[str, Any]:
    """The TOML table of a file, or an empty one and a fault."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)
    except FileNotFoundError:
        faults.append(
            Fault(
                "file-missing",
                {"zh": "缺少该文件。", "en": "The file is missing."},
                {"zh": "参照 criteria/README.md 新建。", "en": "Write it as criteria/README.md describes."},
                file=_name(path, folder),
            )
        )
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        place = re.search(r"line (\d+)", str(error))
        faults.append(
            Fault(
                "file-unreadable",
                {"zh": f"不是正确的 TOML（UTF-8）：{error}。", "en": f"Not valid TOML in UTF-8: {error}."},
                {
                    "zh": "核对该处的引号、括号，以及是否有重复的键。",
                    "en": "Check quotes, brackets and repeated keys there.",
                },
                file=_name(path, folder),
                line=int(place[1]) if place else 0,
            )
        )
    return {}


def _with(table: Any, given: dict[str, Any]) -> Any:
    """The table and what its place gives. A key that its place gives must not be written: it stays, and is refused."""
    if not isinstance(table, dict):
        return table
    return table | given | {f"{key} (from the file's place)": table[key] for key in given if key in table}


def _cited(value: Any) -> list[str]:
    """Every document that is cited anywhere in a table."""
    if isinstance(value, list):
        return [code for part in value for code in _cited(part)]
    if not isinstance(value, dict):
        return []
    own = [value["document"]] if isinstance(value.get("document"), str) else []
    return own + [code for part in value.values() for code in _cited(part)]


def _shape(shape: type[_Shape], table: Any, path: Path, folder: Path, faults: list[Fault]) -> _Shape | None:
    try:
        return shape.model_validate(table)
    except ValidationError as error:
        text = path.read_text(encoding="utf-8")
        found = [_from_pydantic(detail, table) for detail in error.errors()]
        faults += [replace(fault, file=_name(path, folder), line=line_of(text, fault.path)) for fault in found]
        return None


_MEASURE_KINDS = {"yes_no", "threshold", "band", "deduct_per_defect", "capped_count", "judged"}


def _from_pydantic(detail: ErrorDetails, table: Any) -> Fault:
    """A fault of shape in words of an author: the path names criteria by code, not by position."""
    path, here = "", table
    for step in detail["loc"]:
        if isinstance(step, str) and step in _MEASURE_KINDS and isinstance(here, dict) and step not in here:
            continue  # the discriminator of the union, not a key of the file
        here = _below(here, step)
        code = here.get("code") if isinstance(here, dict) else None
        if isinstance(step, int):
            path = str(code) if isinstance(code, str) else f"{path}[{step}]"
        else:
            path = f"{path}.{step}".lstrip(".")
    kind, said = detail["type"], detail["msg"]
    if kind == "extra_forbidden":
        return Fault(
            "key-unknown",
            {"zh": "没有这个键。", "en": "There is no such key."},
            {"zh": "核对拼写，或删除。", "en": "Check its spelling, or remove it."},
            path,
        )
    if kind in {"missing", "union_tag_not_found"}:
        return Fault(
            "key-missing",
            {"zh": "缺少必需的键。", "en": "A required key is missing."},
            {
                "zh": "补上它；各键的含义见 criteria/README.md。",
                "en": "Add it; criteria/README.md says what each key means.",
            },
            f"{path}.kind" if kind == "union_tag_not_found" else path,
        )
    return Fault(
        "value-wrong",
        {"zh": f"值不合要求（{said}）。", "en": f"The value will not do: {said}."},
        {"zh": "对照 criteria/README.md 改正。", "en": "Correct it as criteria/README.md describes."},
        path,
    )


def _below(here: Any, step: str | int) -> Any:
    """What lies one step down in the table as written; None where nothing was."""
    try:
        return here[step]
    except (LookupError, TypeError):
        return None


def line_of(text: str, path: str) -> int:
    """The line on which the thing at `path` begins: its code where it has one, else its last key, else the first line."""
    lines = text.splitlines()
    for word in re.split(r"[.\[\]]+", path):
        quoted = re.compile(rf'\bcode\s*=\s*"{re.escape(word)}"') if word else None
        if quoted and (hit := next((n for n, line in enumerate(lines, 1) if quoted.search(line)), 0)):
            return hit
    first = re.split(r"[.\[]", path, maxsplit=1)[0]
    key = re.compile(rf"^\s*\[*\s*{re.escape(first)}\b")
    return next((n for n, line in enumerate(lines, 1) if first and key.search(line)), 1)


def _name(path: Path, folder: Path) -> str:
    return path.relative_to(folder).as_posix()


def _misnamed(path: Path, folder: Path) -> Fault:
    return Fault(
        "file-misnamed",
        {"zh": "文件名与 in_force_from 不一致。", "en": "The file is not named after in_force_from."},
        {"zh": "文件名应为“施行日.toml”。", "en": "Name it <in_force_from>.toml."},
        "in_force_from",
        _name(path, folder),
        1,
    )


def _no_edition(name: str) -> Fault:
    return Fault(
        "unknown-edition",
        {"zh": f"没有版本“{name}”。", "en": f"There is no edition “{name}”."},
        {"zh": "用 python -m scoring list 查看现有版本。", "en": "See python -m scoring list for those there are."},
        "edition",
    )
