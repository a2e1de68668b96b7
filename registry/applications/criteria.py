"""The criteria as applications use them: which edition, what is wrong with answers, what is missing.

The judging itself is `scoring/`'s; here its words become errors of our family.
"""

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from certificates.kinds import all_kinds
from registry.applications.faults import InvalidFacts
from registry.applications.rules import EditionTerms, NewEditionRule
from registry.applications.schemas import MissingItem
from registry.editions import queries as editions
from registry.errors import Invalid, Misconfigured
from scoring.crosswalk import Crosswalk
from scoring.editions import Edition
from scoring.engine import what_is_missing
from scoring.facts import faults
from scoring.faults import NoEdition

OFFERED = tuple(scheme for scheme in editions.SHIPPED.schemes if scheme in all_kinds())
"""Schemes that a round can be opened for: there are criteria to judge by and a certificate to end with."""


def check_offered(scheme: str) -> None:
    """Raise Invalid `scheme-not-offered` for a scheme whose recognition could not be certified."""
    if scheme not in OFFERED:
        raise Invalid(
            "scheme-not-offered",
            "There are criteria for this scheme, but no certificate that a recognition could end with.",
            hint="Choose another scheme, or describe its certificate in certificates/kinds.toml first.",
            field="scheme",
        )


async def edition_in_force(scheme: str, on: date, place_code: str) -> Edition:
    """The edition of a scheme on a day at a place; Invalid `no-edition` if there is none."""
    try:
        return await editions.edition_in_force(scheme, on, place_code)
    except NoEdition as error:
        raise Invalid(
            "no-edition", "{explanation}", hint="{remedy}", explanation=error.message, remedy=error.hint, field="scheme"
        ) from None


async def edition_named(scheme: str, edition: str) -> Edition:
    """A bound edition; Misconfigured `edition-gone` if its file was removed: old applications still need it."""
    try:
        return await editions.edition_named(scheme, edition)
    except NoEdition:
        raise Misconfigured(
            "edition-gone",
            "The criteria edition {edition} is missing from the installation.",
            hint="Restore its file: applications are bound to it.",
            edition=f"{scheme}/{edition}",
        ) from None


async def terms_of(scheme: str, place_code: str) -> tuple[EditionTerms, ...]:
    """The editions that count at a place from their first day on, oldest first, with their rules of transition."""
    known = sorted((await editions.library()).of(scheme), key=lambda each: each.in_force_from)
    found: list[EditionTerms] = []
    for each in known:
        try:
            counts = (await editions.edition_in_force(scheme, each.in_force_from, place_code)).edition == each.edition
        except NoEdition:
            counts = False
        if counts:
            rule = NewEditionRule(each.transition.rule) if each.transition else None
            found.append(EditionTerms(each.edition, each.in_force_from, rule, each.in_force_until))
    firsts = {each.first for each in found}
    return tuple(replace(each, last=None) if _followed(each.last, firsts) else each for each in found)


def _followed(last: date | None, firsts: Collection[date]) -> bool:
    return last is not None and last + timedelta(days=1) in firsts


async def crosswalk(old: Edition, new: Edition) -> Crosswalk:
    """Which criteria of an older edition continue in a newer one."""
    return (await editions.library()).crosswalk(old, new)


def faults_of(edition: Edition, values: Mapping[str, Any]) -> list[InvalidFacts]:
    """What is malformed in answers, one fault for each; incomplete ones are fine."""
    return [InvalidFacts(fault.code, fault.message, fault.hint, field=fault.path) for fault in faults(edition, values)]


def known_format(edition: Edition, form: str) -> str | None:
    """The site's format if the edition knows it, else None: then every criterion applies."""
    return form if form in {known.code for known in edition.formats} else None


def missing(
    edition: Edition, facts: Mapping[str, Any], evidence_codes: Collection[str], form: str | None
) -> tuple[MissingItem, ...]:
    """What a submission would still be refused for: answers, evidence, gates that are not met."""
    found = what_is_missing(edition, facts, frozenset(evidence_codes), format=form)
    return tuple(MissingItem(code=item["code"], what=item["what"], text=item["text"]) for item in found)
