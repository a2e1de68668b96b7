"""`replay`: make every assessment again from its frozen inputs and compare the bytes. It changes nothing."""

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from registry.assessments.queries import count_for_system, replays_for_system
from registry.db.lifecycle import connected
from registry.settings import Settings

FAULT = 1


async def replay() -> int:
    """Judge every submission again; exit 1 if a scorecard comes out differently. / 重新计算全部评分并核对。"""
    out = Console(highlight=False, soft_wrap=True)
    differing = count = 0
    async with connected(Settings()):
        with _progress() as progress:
            bar = progress.add_task("replay", total=await count_for_system())
            async for replayed in replays_for_system():
                count += 1
                differing += not replayed.same
                for fault in replayed.faults:
                    what = f"FAULT {replayed.assessment_id} (submission {replayed.submission_id}): {fault}"
                    out.print(what, markup=False)
                progress.advance(bar)
    if differing:
        out.print(f"{differing} of {count} assessments differ. / {count} 份评分中有 {differing} 份不一致。")
        return FAULT
    out.print(f"{count} assessments made again, all the same. / 重新计算 {count} 份评分，全部一致。")
    return 0


def _progress() -> Progress:
    """A bar on a terminal; nothing where nobody watches."""
    terminal = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    return Progress(*columns, console=terminal, disable=not terminal.is_terminal, transient=True)
