"""Verdicts on disk: found again, never half written, told apart by all that matters."""

import dataclasses
import multiprocessing
import os
from pathlib import Path
from typing import Any

import pytest

from autograder.errors import StoreError
from autograder.grading.store import Verdicts
from autograder.records.verdict import Graded
from autograder.storage.atomic import one_at_a_time, write_atomically
from tests.unit.records.test_verdict import VERDICT

ADDRESS = (VERDICT.student, VERDICT.submission_sha256, VERDICT.course_sha256, VERDICT.device)


def test_what_was_put_is_found(tmp_path: Path) -> None:
    verdicts = Verdicts(tmp_path / "verdicts")
    assert verdicts.find(*ADDRESS) is None
    verdicts.put(VERDICT)
    assert verdicts.find(*ADDRESS) == VERDICT


@pytest.mark.parametrize("field", ["student", "submission_sha256", "course_sha256", "device"])
def test_another_submission_has_another_place(tmp_path: Path, field: str) -> None:
    verdicts = Verdicts(tmp_path)
    verdicts.put(VERDICT)
    changed: dict[str, Any] = {field: "other"}
    verdicts.put(dataclasses.replace(VERDICT, **changed))
    assert len(list(tmp_path.iterdir())) == 2
    assert verdicts.find(*ADDRESS) == VERDICT


def test_a_student_whose_name_is_not_text_has_a_place(tmp_path: Path) -> None:
    verdict = dataclasses.replace(VERDICT, student="a\udcff")  # a folder's name, byte 255
    verdicts = Verdicts(tmp_path)
    verdicts.put(verdict)
    assert verdicts.find("a\udcff", *ADDRESS[1:]) == verdict


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"assignment": 1}', b"\xff"])
def test_a_damaged_verdict_counts_as_none(tmp_path: Path, content: bytes) -> None:
    verdicts = Verdicts(tmp_path)
    verdicts.put(VERDICT).write_bytes(content)
    assert verdicts.find(*ADDRESS) is None


def test_a_write_that_fails_leaves_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "file"
    write_atomically(path, b"old")

    def refuse(*_: object) -> None:
        raise OSError("no space left on device")

    monkeypatch.setattr("os.fsync", refuse)
    with pytest.raises(OSError, match="no space"):
        write_atomically(path, b"new")
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_folder_that_cannot_be_written_is_said_with_a_remedy(tmp_path: Path) -> None:
    (tmp_path / "verdicts").write_text("a file where the folder should be")
    with pytest.raises(StoreError, match="Free space on its disk, or allow writing"):
        Verdicts(tmp_path / "verdicts").require_writable()


def test_drafts_of_killed_processes_are_taken_away_and_no_others(tmp_path: Path) -> None:
    verdicts = Verdicts(tmp_path)
    kept = verdicts.put(VERDICT)
    old, new = tmp_path / ".a.json.x1", tmp_path / "exercises" / ".b.json.x2"
    new.parent.mkdir()
    for draft in (old, new):
        draft.touch()
    os.utime(old, (0, 0))
    os.utime(kept, (0, 0))
    verdicts.require_writable()
    assert {path for path in tmp_path.rglob("*") if path.is_file()} == {kept, new}


def test_exercises_are_kept_by_their_own_address(tmp_path: Path) -> None:
    verdicts = Verdicts(tmp_path)
    graded = Graded(VERDICT.exercises[0], VERDICT.cells)
    verdicts.put_exercise("ada and her code", graded)
    assert verdicts.find_exercise("ada and her code") == graded
    assert verdicts.find_exercise("ada and other code") is None


def test_a_slim_verdict_has_all_but_pictures_and_outputs() -> None:
    slim = VERDICT.slim()
    assert slim.line() == VERDICT.line()
    assert slim.cells == () and slim.exercises[0].findings[0].picture is None


def count_up(path: Path) -> None:
    for _ in range(100):
        with one_at_a_time(path):
            write_atomically(path, str(int(path.read_text()) + 1).encode())


def test_what_is_read_and_written_again_is_so_by_one_process_at_a_time(tmp_path: Path) -> None:
    path = tmp_path / "count"
    path.write_text("0")
    others = [multiprocessing.get_context("spawn").Process(target=count_up, args=(path,))]
    others[0].start()
    count_up(path)
    others[0].join(60)
    assert others[0].exitcode == 0 and path.read_text() == "200"
