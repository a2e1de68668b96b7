"""`replay`: make every assessment again from its frozen inputs and compare the bytes. It changes nothing."""

from rich.console import Console

from registry.assessments.queries import ids_for_system, replay_for_system
from registry.db.lifecycle import connected
from registry.settings import Settings

FAULT = 1


async def replay() -> int:
    """Judge every submission again; exit 1 if a scorecard comes out differently. / 重新计算全部评分并核对。"""
    out = Console(highlight=False, soft_wrap=True)
    differing = 0
    with Console(stderr=True).status("0") as status:
        async with connected(Settings()):
            ids = await ids_for_system()
            for count, assessment_id in enumerate(ids, start=1):
                status.update(f"{count}/{len(ids)}")
                replayed = await replay_for_system(assessment_id)
                differing += not replayed.same
                for fault in replayed.faults:
                    out.print(f"FAULT {assessment_id} (submission {replayed.submission_id}): {fault}", markup=False)
    if differing:
        out.print(f"{differing} of {len(ids)} assessments differ. / {len(ids)} 份评分中有 {differing} 份不一致。")
        return FAULT
    out.print(f"{len(ids)} assessments made again, all the same. / 重新计算 {len(ids)} 份评分，全部一致。")
    return 0
