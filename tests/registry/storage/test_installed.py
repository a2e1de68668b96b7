"""Setting storage up at start."""

import os
import time

import pytest

from registry.errors import Misconfigured
from registry.storage import installed as parts
from registry.storage.installed import ABANDONED, install, installed

pytestmark = pytest.mark.usefixtures("here")


def test_what_a_killed_process_left_is_swept_at_start(settings):
    left = received(settings, "upload-left", seconds_ago=ABANDONED + 60)
    install(settings)
    assert not left.exists()


def test_what_another_process_is_receiving_is_left_alone(settings):
    """On PostgreSQL web processes and workers share the folder and start whenever they like."""
    arriving = received(settings, "upload-arriving", seconds_ago=60)
    install(settings)
    assert arriving.read_bytes() == b"half"


def test_one_that_goes_while_we_look_is_no_fault(settings):
    (settings.data / "spool").mkdir(exist_ok=True)
    (settings.data / "spool" / "upload-gone").symlink_to("nowhere")
    install(settings)


def received(settings, name, *, seconds_ago):
    path = settings.data / "spool" / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(b"half")
    os.utime(path, (time.time() - seconds_ago,) * 2)
    return path


def test_asking_before_start_is_a_fault_of_the_program(monkeypatch):
    monkeypatch.setattr(parts, "_here", [])
    with pytest.raises(Misconfigured, match="storage-not-installed"):
        installed()
