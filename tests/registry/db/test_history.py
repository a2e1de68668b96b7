"""The history of the tables says what the models say."""

import pytest

from registry.db.config import tortoise_config
from registry.db.history import drift, write_steps
from registry.jobs.models import Job
from tests.registry.db.small_history import History

pytestmark = pytest.mark.may_block


async def test_models_and_history_agree(session_settings):
    steps = await drift(tortoise_config(session_settings))
    assert [step.as_string() for step in steps] == [], "run: python -m registry makemigrations"


async def test_what_is_missing_is_written_and_then_nothing_is(session_settings, tmp_path):
    history = History(tmp_path, "written_history")
    config = tortoise_config(session_settings)

    def models(*names: str) -> None:
        config["apps"] = {"registry": {**history.apps["registry"], "models": list(names)}}

    async def written(name: str, *, initial: bool = False) -> list[str]:
        return [path.name for path in await write_steps(config, name, initial=initial)]

    try:
        models("registry.audit.models")
        assert await written("ignored") == ["0001_initial.py"]
        models("registry.audit.models", "registry.jobs.models")
        assert await written("jobs") == ["0002_jobs.py"]
        assert await drift(config) == []
        assert await written("nothing") == []
        assert await written("ignored", initial=True) == ["0001_initial.py"]
        assert [path.name for path in history.folder.glob("0*.py")] == ["0001_initial.py"]
        assert await drift(config) == []
    finally:
        history.forget()


async def test_a_better_sentence_about_a_table_is_no_step(session_settings, monkeypatch):
    monkeypatch.setattr(Job._meta, "table_description", "A better sentence.")
    steps = "".join([step.as_string() for step in await drift(tortoise_config(session_settings))])
    assert "sentence" not in steps
