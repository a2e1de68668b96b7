"""Numbers: the human number of a kind, place and year, and the e-licence identifier of GB/T 36904-2018.

Which serial comes next is reserved by `registry/issuance/` in its transaction.
"""

import re
import unicodedata
from dataclasses import dataclass
from typing import Literal

from stdnum.cn import uscc as stdnum_uscc
from stdnum.iso7064 import mod_37_36

from certificates.faults import Fault, Refused
from certificates.kinds import Kind

PREFIX = "1.2.156.3005.2"  # object identifier of e-licence identifiers, GB/T 36904-2018
_MAX_VERSION = 999
_VERSION_RANGE = Fault(
    "version-range", "证照版本号应为 001 至 999。", "A licence version runs from 001 to 999.", "version"
)
_SHAPE = re.compile(
    r"1\.2\.156\.3005\.2\.(?P<type>[0-9A-Z]{18}[0-9]{3})\.(?P<issuer>[0-9A-Z]{18})"
    r"\.(?P<serial>[0-9A-Z]{1,64})\.(?P<version>[0-9]{3})\.(?P<check>[0-9A-Z])"
)
_PLACE = re.compile(r"[1-9][0-9]{5}")


@dataclass(frozen=True, slots=True)
class ELicenceIdentifier:
    """The parts of an identifier: type (21), issuer (USCC, 18), serial, version (3 digits), check character."""

    type_code: str
    issuer: str
    serial: str
    version: str
    check: str

    @property
    def expected_check(self) -> str:
        """The check character that the other parts call for (ISO/IEC 7064 MOD 37,36, A = 10 … Z = 35)."""
        return mod_37_36.calc_check_digit(self.type_code + self.issuer + self.serial + self.version)

    def __str__(self) -> str:
        return f"{PREFIX}.{self.type_code}.{self.issuer}.{self.serial}.{self.version}.{self.check}"


@dataclass(frozen=True, slots=True)
class Finding:
    """What is to be said of an identifier. A `warning` alone does not make it wrong."""

    severity: Literal["error", "warning"]
    fault: Fault


def _filled(pattern: str, place: str, year: int, serial: int) -> str:
    if not _PLACE.fullmatch(place) or not 1000 <= year <= 9999 or serial < 1:  # noqa: PLR2004 - years have four digits
        raise Refused(
            Fault(
                "number-parts",
                "证书编号需要 6 位行政区划代码、4 位年份和从 1 起的流水号。",
                "A certificate number needs a 6-digit division code, a 4-digit year and a serial from 1.",
            )
        )
    return pattern.format(place=place, year=year, serial=serial)


def format_number(kind: Kind, *, place: str, year: int, serial: int) -> str:
    """The number a person reads, such as `GM-520100-2026-0001`. Raises Refused for impossible parts."""
    return _filled(kind.number, place, year, serial)


def e_licence_identifier(
    kind: Kind,
    *,
    issuer: str,
    place: str,
    year: int,
    serial: int,
    version: int = 1,
    authority: str | None = None,
) -> str:
    """The GB/T 36904 identifier of one certificate.

    `issuer` is the USCC of the bureau that issues, `authority` of the one that defines the licence (the issuer
    when None). A re-issue keeps the serial and raises the version. Raises Refused for impossible parts.
    """
    for code in (issuer, authority or issuer):
        if not stdnum_uscc.is_valid(code):
            raise Refused(
                Fault(
                    "issuer-uscc",
                    f"发证机构的统一社会信用代码“{code}”不正确。",
                    f"The unified social credit code {code!r} of the issuing bureau is wrong.",
                    "issuer",
                )
            )
    if not 1 <= version <= _MAX_VERSION:
        raise Refused(_VERSION_RANGE)
    digits = _filled(kind.identifier_serial, place, year, serial)
    unchecked = ELicenceIdentifier((authority or issuer) + kind.type_sequence, issuer, digits, f"{version:03}", "")
    return f"{unchecked}{unchecked.expected_check}"


def raised(identifier: str, *, version: int, issuer: str) -> str:
    """The identifier of a re-issue: type and serial stay, the version is the new one, the issuer whoever issues now.

    Raises Refused for what is no identifier, or a version out of range.
    """
    old = parse_identifier(identifier)
    if old is None:
        raise Refused(*(finding.fault for finding in check_identifier(identifier)))
    if not 1 <= version <= _MAX_VERSION:
        raise Refused(_VERSION_RANGE)
    unchecked = ELicenceIdentifier(old.type_code, issuer, old.serial, f"{version:03}", "")
    return f"{unchecked}{unchecked.expected_check}"


def parse_identifier(text: str) -> ELicenceIdentifier | None:
    """The parts of an identifier, full-width characters and spaces folded; None when it has not the structure."""
    compact = "".join(unicodedata.normalize("NFKC", text).split()).upper()
    match = _SHAPE.fullmatch(compact)
    if match is None:
        return None
    return ELicenceIdentifier(match["type"], match["issuer"], match["serial"], match["version"], match["check"])


def check_identifier(text: str) -> tuple[Finding, ...]:
    """What is wrong with an identifier: structure, check character, and (as warnings) the codes inside it."""
    identifier = parse_identifier(text)
    if identifier is None:
        return (
            Finding(
                "error",
                Fault(
                    "identifier-structure",
                    "结构不符：应为 1.2.156.3005.2.类型代码(21).发证机构代码(18).流水号.版本号(3).校验位。",
                    "Wrong structure: 1.2.156.3005.2.type(21).issuer(18).serial.version(3).check is expected.",
                ),
            ),
        )
    findings: list[Finding] = []
    if identifier.check != identifier.expected_check:
        findings.append(
            Finding(
                "error",
                Fault(
                    "identifier-check",
                    f"校验位应为 {identifier.expected_check}，实为 {identifier.check}。请核对是否有字符录入错误。",
                    f"The check character should be {identifier.expected_check} and is {identifier.check}."
                    " One character is probably mistyped, or the program that made it counted wrongly.",
                ),
            )
        )
    findings += [
        Finding(
            "warning",
            Fault(
                "identifier-uscc",
                f"其中的机构代码 {code} 不是正确的统一社会信用代码。",
                f"The code {code} inside it is not a right unified social credit code.",
            ),
        )
        for code in dict.fromkeys((identifier.type_code[:18], identifier.issuer))
        if not stdnum_uscc.is_valid(code)
    ]
    return tuple(findings)
