"""A simulation as a workbook (by city, by clause, by application), and its words: why somebody moves, what becomes of whom."""

import asyncio
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Annotated
from uuid import UUID

from aiohttp import web

from registry.jurisdictions import queries as places
from registry.simulations import queries
from registry.simulations.rules import MoveKind
from registry.simulations.schemas import Brief, CauseView, CityImpact, MoveView, SimulationView
from registry.spreadsheets.writing import Cell, Column, Layout, Workbook
from registry.web import downloads, i18n
from registry.web.endpoints import Path, endpoint
from registry.web.pages import viewer


@endpoint(produces=downloads.XLSX, tag="simulations")
async def workbook(request: web.Request, simulation_id: Annotated[UUID, Path]) -> web.StreamResponse:
    """A simulation as a workbook: by city with targets, by clause, and every application that would move, with reasons."""
    who = viewer(request)
    found = await queries.simulation(who, simulation_id)

    async def fill(book: Workbook) -> None:
        await asyncio.to_thread(_sums, book, found)
        sheet = await asyncio.to_thread(book.list, _applications(found))
        async for moves in queries.all_moves(who, simulation_id):
            names = await places.names(frozenset(move.place_code for move in moves), i18n.current_locale())
            await asyncio.to_thread(sheet.add, [_move(move, names) for move in moves])
        await asyncio.to_thread(sheet.end)

    name = f"{i18n.gettext('Simulation')}-{found.row.scheme}-{found.row.edition}"
    return await downloads.workbook(request, name, fill)


def kind_name(kind: MoveKind) -> str:
    """What becomes of somebody, in the language being written."""
    return {
        MoveKind.FALLS: i18n.gettext("would no longer pass"),
        MoveKind.RISES: i18n.gettext("would pass, does not today"),
        MoveKind.OPEN: i18n.gettext("depends on what is not known"),
        MoveKind.GRADE: i18n.gettext("another grade"),
    }[kind]


def because(cause: CauseView) -> str:
    """One reason, in the language being written."""
    name = f"{cause.code} {i18n.bi(cause.title)}".strip()
    match cause.kind:
        case "gate":
            return i18n.say("★ {name}: must be met", name=name)
        case "floor":
            return i18n.say("{name}: least share of the chapter", name=name)
        case "unknown":
            return i18n.say("{name}: not known", name=name)
        case _:
            return i18n.say("{name}: {change} of the whole", name=name, change=_signed(cause.change))


def reasons(move: MoveView, most: int = 4) -> Iterator[str]:
    """Why somebody moves, in a few sentences: the weightiest causes, what is not known, how much could not be carried."""
    known = [cause for cause in move.causes if cause.kind != "unknown"]
    yield from map(because, known[:most])
    if len(known) > most:
        yield i18n.ngettext("and %(num)s more", "and %(num)s more", len(known) - most) % {"num": len(known) - most}
    unknown = [f"{cause.code} {i18n.bi(cause.title)}".strip() for cause in move.causes if cause.kind == "unknown"]
    comma = ", " if i18n.current_locale() == "en" else "、"
    if len(unknown) > most:
        yield i18n.say(
            "Not known: {names} and {count} more", names=comma.join(unknown[:most]), count=len(unknown) - most
        )
    elif unknown:
        yield i18n.say("Not known: {names}", names=comma.join(unknown))
    if move.lost:
        yield i18n.say("Answers that could not be carried: {count}", count=len(move.lost))


def scored(brief: Brief) -> str:
    """One judgement in short: points, share, grade."""
    points = f"{brief.total} / {brief.maximum}"
    grade = i18n.bi(brief.grade)
    return f"{points} ({i18n.percent(brief.share)}{', ' if grade else ''}{grade})" if brief.share else points


def _signed(change: str) -> str:
    share = i18n.percent(change)
    return share.replace("-", "−") if change.startswith("-") else f"+{share}"


def _sums(book: Workbook, found: SimulationView) -> None:
    """The two short sheets. It blocks: call it in a thread; the language comes along with the context."""
    sheet = book.list(_cities(found))
    sheet.add(_city(city) for city in (*found.cities, found.whole))
    sheet.end()
    sheet = book.list(_clauses(found))
    sheet.add((clause.code, i18n.bi(clause.title), clause.moves) for clause in found.clauses)
    sheet.end()


def _title(found: SimulationView, part: str) -> dict[str, str | tuple[str, ...]]:
    asked = i18n.say(
        "{place}: {done} of {total} applications judged again. Asked on {day}. Nothing was changed by it.",
        place=found.whole.name,
        done=found.row.done,
        total=found.row.total,
        day=found.row.asked_at,
    )
    fingerprint = i18n.say("Fingerprint: {sha256}", sha256=found.digest)
    return {"title": f"{i18n.bi(found.row.title)} – {part}", "above": (asked, fingerprint)}


def _cities(found: SimulationView) -> Layout:
    count = 9
    name = i18n.gettext("By city")
    columns = (
        Column(i18n.gettext("Place"), 16),
        Column(i18n.gettext("Judged"), count, centred=True),
        Column(i18n.gettext("Pass today"), count, centred=True),
        Column(i18n.gettext("Would pass"), count, centred=True),
        Column(i18n.gettext("Would fall"), count, centred=True),
        Column(i18n.gettext("Not known"), count, centred=True),
        Column(i18n.gettext("Would rise"), count, centred=True),
        Column(i18n.gettext("Another grade"), count, centred=True),
        Column(i18n.gettext("Targets"), 50),
    )
    return Layout(name, columns, **_title(found, name))  # type: ignore[arg-type]  # the two keys are spelt above


def _city(city: CityImpact) -> tuple[Cell, ...]:
    counts = city.counts
    numbers = (counts.submissions, counts.before, counts.after, counts.falls, counts.open, counts.rises, counts.grade)
    return (i18n.bi(city.name), *numbers, "\n".join(target_lines(city)))


def target_lines(city: CityImpact) -> Iterator[str]:
    """Each target of a city in one sentence."""
    for target in city.targets:
        counting = i18n.gettext("new in the year") if target.counting.value == "new" else i18n.gettext("in all")
        yield i18n.say(
            "{label} {year}, {counting}: target {amount}, reached {reached}, would be {after} ({doubtful} not known).",
            label=target.label,
            year=str(target.year),
            counting=counting,
            amount="–" if target.amount is None else i18n.whole(target.amount),
            reached="–" if target.reached is None else target.reached,
            after="–" if target.after is None else target.after,
            doubtful=target.doubtful,
        )


def _clauses(found: SimulationView) -> Layout:
    name = i18n.gettext("By clause")
    columns = (
        Column(i18n.gettext("Code"), 12),
        Column(i18n.gettext("Clause"), 60),
        Column(i18n.gettext("Moves in which it weighs"), 14, centred=True),
    )
    return Layout(name, columns, landscape=False, **_title(found, name))  # type: ignore[arg-type]  # as above


def _applications(found: SimulationView) -> Layout:
    name = i18n.gettext("By application")
    columns = (
        Column(i18n.gettext("Site"), 26),
        Column(i18n.gettext("Enterprise"), 26),
        Column(i18n.gettext("Place"), 10, centred=True),
        Column(i18n.gettext("Year"), 7, centred=True),
        Column(i18n.gettext("Outcome"), 16),
        Column(i18n.gettext("Points before"), 10, centred=True),
        Column(i18n.gettext("of"), 8, centred=True),
        Column(i18n.gettext("Points after"), 10, centred=True),
        Column(i18n.gettext("of"), 8, centred=True),
        Column(i18n.gettext("Reasons"), 60),
        Column(i18n.gettext("Answers that could not be carried"), 24),
    )
    return Layout(name, columns, **_title(found, name))  # type: ignore[arg-type]  # as above


def _move(move: MoveView, names: Mapping[str, str]) -> tuple[Cell, ...]:
    points = [Decimal(text) for brief in (move.before, move.after) for text in (brief.total, brief.maximum)]
    return (
        move.site_name,
        move.enterprise_name,
        names.get(move.place_code, move.place_code),
        move.year,
        kind_name(move.kind),
        *points,
        "\n".join(because(cause) for cause in move.causes),
        ", ".join(move.lost),
    )
