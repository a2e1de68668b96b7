"""A published edition does not change silently."""

from scoring.loader import load_all, read_folder
from scoring.lock import LOCK, differences, locked, write
from tests.scoring.samples import EDITION, folder


def codes(place):
    return [(fault.path, fault.code, fault.file) for fault in differences(read_folder(place)[0].editions, place)]


def test_what_ships_is_locked_and_unchanged():
    assert differences(load_all().editions) == ()
    assert set(locked()) == {f"{edition.scheme}/{edition.edition}" for edition in load_all().editions}


def test_an_edition_is_locked_by_writing_the_lock(tmp_path):
    place = folder(tmp_path)
    assert codes(place) == [("sample/2020-01-01", "edition-not-locked", LOCK)]
    library, _ = read_folder(place)
    write(library.editions, place)
    assert codes(place) == []
    assert locked(place) == {"sample/2020-01-01": library.editions[0].digest}
    assert (place / LOCK).read_text(encoding="utf-8").startswith("#")


def test_a_lock_that_is_no_text_locks_nothing(tmp_path):
    place = folder(tmp_path)
    (place / LOCK).write_bytes(b"\xff\xfe")
    assert codes(place) == [("sample/2020-01-01", "edition-not-locked", LOCK)]


def test_a_change_of_anything_that_counts_is_noticed(tmp_path):
    place = folder(tmp_path)
    write(read_folder(place)[0].editions, place)
    folder(place, d2020_01_01=EDITION.replace("share = 0.6", "share = 0.7"))
    assert codes(place) == [("sample/2020-01-01", "edition-changed", LOCK)]
    folder(place, d2020_01_01=EDITION.replace("share = 0.6", "share = 0.60"))
    assert codes(place) == []


def test_a_locked_edition_that_is_gone_is_noticed(tmp_path):
    place = folder(tmp_path)
    write(read_folder(place)[0].editions, place)
    (place / "sample" / "2020-01-01.toml").unlink()
    assert codes(place) == [("sample/2020-01-01", "edition-gone", LOCK)]
