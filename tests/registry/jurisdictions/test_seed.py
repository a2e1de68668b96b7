"""The shipped lists: unchanged, complete, and consistent with the history."""

import hashlib
import tomllib

from registry.jurisdictions.rules import Level, level_of
from registry.jurisdictions.seed import DATA, seed_rows


def test_vendored_files_are_unchanged():
    listed = tomllib.loads((DATA / "VENDORED.toml").read_text("utf-8"))["file"]
    for entry in listed:
        assert hashlib.sha256((DATA / entry["path"]).read_bytes()).hexdigest() == entry["sha256"], entry["path"]
        assert entry.keys() >= {"path", "name", "version", "licence", "source", "sha256"}


def test_every_province_is_there_with_an_english_name():
    provinces = [row for row in seed_rows() if level_of(row.code) is Level.PROVINCE]
    assert len(provinces) == 34
    assert all(row.name_en for row in provinces)


def test_the_nine_prefectures_of_guizhou():
    prefectures = {
        row.name_en for row in seed_rows() if row.code.startswith("52") and level_of(row.code) is Level.CITY
        and row.valid_to is None
    }  # fmt: skip
    assert prefectures == {
        "Guiyang",
        "Liupanshui",
        "Zunyi",
        "Anshun",
        "Bijie",
        "Tongren",
        "Qianxinan",
        "Qiandongnan",
        "Qiannan",
    }


def test_what_lapsed_points_to_what_exists_and_leaves_no_gap():
    rows = seed_rows()
    by_code = {row.code: row for row in rows}
    assert len(by_code) == len(rows)
    for row in rows:
        if row.valid_to is not None:
            assert by_code[row.replaced_by].valid_from.toordinal() == row.valid_to.toordinal() + 1
