"""Whatever is killed, full or locked at whatever moment: nothing lost, nothing graded twice."""

import os
import random
import signal
import sqlite3
import tempfile
import time
from collections import Counter
from contextlib import closing, suppress
from pathlib import Path

import pytest

from autograder.__main__ import main
from autograder.course.config import Course
from autograder.errors import StoreError
from autograder.handout.build import build
from autograder.storage.scratch import make_folder
from tests.support.toyclass import (
    Stage,
    State,
    descendants,
    gradebook,
    graded_times,
    hand_in,
    lines,
    require_graded_once,
    reset,
    state,
)
from tests.support.transports import wait_until

pytestmark = [pytest.mark.nbgrader, pytest.mark.xdist_group("resume")]

KILLS, OF_EACH, MOST_KILLS = 52, 10, 160  # in all, of graders and of their helpers, at most
# When the kills of a class come, in seconds: while it is graded, while what is left is graded,
# while nbgrader records it. Each run goes on from where one was killed.
MOMENTS = ((0.15, 0.9), (0.15, 0.9), (0.15, 1.2), (0.5, 2.5))


@pytest.fixture
def course(acting: Stage) -> Course:
    return reset(acting.root)


@pytest.fixture(scope="module")
def undisturbed(acting: Stage) -> State:
    course = reset(acting.root)
    ended = acting.run("--jobs", "2")
    assert ended.code == 0, ended.err
    graded, kept = state(course)
    assert len(graded) == 10 and len(kept) == 5 + 6
    assert {score[0] for score in graded.values()} == {0.0, 2.0, 2.5, 4.0}
    return graded, kept


@pytest.mark.timeout(600)
def test_kills_at_any_moment_change_nothing(
    acting: Stage, course: Course, undisturbed: State
) -> None:
    chance = random.Random(7)
    killed: Counter[str] = Counter()
    while killed.total() < KILLS or min(killed["grader"], killed["helper"]) < OF_EACH:
        assert killed.total() < MOST_KILLS, killed
        for moments in MOMENTS:
            acting.begin("--jobs", "2")
            time.sleep(chance.uniform(*moments))
            killed[kill_one(acting, chance)] += 1
            ended = acting.end()
            assert ended.code in (0, -signal.SIGKILL), ended.err
            assert "Traceback" not in ended.err
        assert acting.run().code == 0
        assert state(course) == undisturbed
        require_graded_once(course)
        course = reset(acting.root)


def kill_one(acting: Stage, chance: random.Random) -> str:
    """Kill the grader, or one of the processes that work for it; give which."""
    helpers = sorted(descendants(acting.pid))
    victim = chance.choice(helpers) if helpers and chance.random() < 0.85 else acting.pid
    with suppress(ProcessLookupError):
        os.kill(victim, signal.SIGKILL)
    return "grader" if victim == acting.pid else "helper"


@pytest.mark.parametrize("after", [0, 1, 3, 8])
def test_a_full_disk_stops_with_a_sentence_and_the_next_run_goes_on(
    acting: Stage, course: Course, undisturbed: State, after: int
) -> None:
    ended = acting.run("--jobs", "1", full=after)
    assert ended.code == 5, ended.err
    assert "No space left on device. Free space" in ended.err and "Traceback" not in ended.err
    assert acting.run().code == 0
    assert state(course) == undisturbed


def test_a_folder_that_cannot_be_written_is_said_before_anything_is_graded(
    acting: Stage, course: Course
) -> None:
    folder = course.root / "verdicts"
    folder.mkdir()
    folder.chmod(0o555)
    ended = acting.run(bound=True)
    assert ended.code == 5
    assert f"{folder} cannot be read or written: Permission denied." in ended.err
    assert graded_times(course) == []


def test_a_gradebook_that_is_locked_gets_its_scores_from_the_next_run(
    acting: Stage, course: Course, undisturbed: State
) -> None:
    with closing(sqlite3.connect(course.root / "gradebook.db")) as formgrader:
        formgrader.execute("BEGIN EXCLUSIVE")
        ended = acting.run(patience=0.2)
        assert ended.code == 5
        assert "database is locked. Close what else writes" in ended.err
        assert "Traceback" not in ended.err
        assert "ada" in ended.out  # the table is printed all the same
    graded = graded_times(course)
    assert acting.run().code == 0
    assert graded_times(course) == graded
    assert state(course) == undisturbed


def test_scores_that_cannot_be_written_are_not_written_by_half(
    acting: Stage, course: Course
) -> None:
    """A lock that comes while a submission is recorded leaves the scores of the run before."""
    acting.run()
    before = gradebook(course)
    hand_in(course, "ada", {"masks.first": "def first(size):\n    return 0"})
    with closing(sqlite3.connect(course.root / "gradebook.db")) as database:
        database.execute(
            "CREATE TRIGGER refuse BEFORE UPDATE OF auto_score ON grade WHEN NEW.auto_score = 0 "
            "AND (SELECT count(*) FROM grade WHERE auto_score = 0) > 3 "
            "BEGIN SELECT RAISE(ABORT, 'database is locked'); END"
        )
        database.commit()
    assert acting.run().code == 5
    assert gradebook(course) == before


def test_a_submission_that_kills_its_grader_costs_no_other_one(
    acting: Stage, course: Course, undisturbed: State
) -> None:
    ended = acting.run("--jobs", "2", deadly="print('hello')")
    assert ended.code == 0, ended.err
    told = lines(course)
    assert told["dmitri"]["status"] == "broken"
    assert "died 2 times" in told["dmitri"]["reason"] and "signal 9" in told["dmitri"]["reason"]
    assert {
        s: line["status"] for s, line in told.items() if s not in ("dmitri", "zoe")
    } == dict.fromkeys(("ada", "bela", "chiara", "emi"), "graded")
    assert acting.run().code == 0
    assert state(course) == undisturbed


def test_folders_of_killed_graders_are_cleared_by_the_next_run(
    acting: Stage, course: Course, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    acting.begin("--jobs", "1", temporary=str(tmp_path))
    wait_until(lambda: any(tmp_path.glob("autograder-*")), "no folder was made", 60)
    os.kill(acting.pid, signal.SIGKILL)
    assert acting.end().code == -signal.SIGKILL
    left = set(tmp_path.glob("autograder-*"))
    assert left
    own = make_folder()
    assert acting.run(temporary=str(tmp_path)).code == 0
    assert set(tmp_path.glob("autograder-*")) == {own}, "left, or taken from who lives"


def test_who_stops_reading_loses_nothing(acting: Stage, course: Course, undisturbed: State) -> None:
    """As in `autograder grade --json | head -n 1`, and the same without --json."""
    for words in (("--json",), ()):
        ended = acting.run(*words, ignore_broken_pipe=True)
        assert (ended.code, ended.err) == (0, "")
        assert state(course) == undisturbed
        course = reset(acting.root)


def test_a_build_waits_for_formgrader_and_then_says_so(
    course: Course, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("autograder.storage.database.LOCK_SECONDS", 0.2)
    before = gradebook(course)
    with closing(sqlite3.connect(course.root / "gradebook.db")) as formgrader:
        formgrader.execute("BEGIN EXCLUSIVE")
        assert main(["--course", str(course.root), "build", "toy"]) == 5
        told = capfd.readouterr().err
    assert "database is locked. Close what else writes the gradebook" in told
    assert "Traceback" not in told
    assert main(["--course", str(course.root), "build", "toy"]) == 0
    assert gradebook(course) == before


def test_a_build_that_fails_leaves_the_gradebooks_cells_whole(course: Course) -> None:
    """A lock that comes while the cells are written leaves those of the build before."""
    with closing(sqlite3.connect(course.root / "gradebook.db")) as database:
        cells = database.execute("SELECT name, source FROM source_cell ORDER BY name").fetchall()
        database.execute(
            "CREATE TRIGGER refuse BEFORE INSERT ON source_cell "
            "WHEN (SELECT count(*) FROM source_cell) > 2 "
            "BEGIN SELECT RAISE(ABORT, 'database is locked'); END"
        )
        database.commit()
        with pytest.raises(StoreError, match="database is locked"):
            build(course, "toy")
        found = database.execute("SELECT name, source FROM source_cell ORDER BY name").fetchall()
    assert found == cells


PATIENCE = 60  # seconds, after which something hangs, however slow the machine


@pytest.mark.parametrize("wait", [0.1, 0.4, 0.8])
def test_ctrl_c_stops_at_once_and_says_how_to_go_on(
    acting: Stage, course: Course, undisturbed: State, wait: float
) -> None:
    acting.begin("--jobs", "2")
    time.sleep(wait)
    helpers = descendants(acting.pid)
    os.kill(acting.pid, signal.SIGINT)
    start = time.monotonic()
    ended = acting.end()
    # Within a second where nothing else is at work; beside a whole test run it was eight once.
    assert time.monotonic() - start < PATIENCE
    if ended.code:  # it may have been done already
        assert ended.code == 130
        assert "the same command goes on from there" in ended.err
        assert "Traceback" not in ended.err
    wait_until(lambda: not any(map(is_alive, helpers)), "a process was left running")
    assert acting.run().code == 0
    assert state(course) == undisturbed


def is_alive(pid: int) -> bool:
    return Path(f"/proc/{pid}").exists()
