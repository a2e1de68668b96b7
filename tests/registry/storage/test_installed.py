"""Setting storage up at start."""

import pytest

from registry.errors import Misconfigured
from registry.storage import installed as parts
from registry.storage.installed import install, installed

pytestmark = pytest.mark.usefixtures("here")


def test_what_a_killed_process_left_is_swept_at_start(settings):
    spool = settings.data / "spool"
    spool.mkdir(exist_ok=True)
    (spool / "upload-left").write_bytes(b"half")
    install(settings)
    assert list(spool.iterdir()) == []


def test_asking_before_start_is_a_fault_of_the_program(monkeypatch):
    monkeypatch.setattr(parts, "_here", [])
    with pytest.raises(Misconfigured, match="storage-not-installed"):
        installed()
