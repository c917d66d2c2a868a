"""`autograder watch`, and nbgrader's own commands, at a real exchange in a temporary folder."""

import json
import os
import shutil
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

import nbformat
import pytest
from jupyter_core.application import NoStart
from nbgrader.apps import NbGraderApp

from autograder.course.config import Course, load_course
from autograder.course.known import answer_sheet, filled
from autograder.grading.released import read_release
from autograder.handout.wheel import wheel_name, write_wheel
from autograder.watch.loop import alone
from tests.conftest import ROOT
from tests.support.exchanging import WRONG, hand_in, watch_once, watching
from tests.support.toyclass import Stage, gradebook, graded_times, reset
from tests.support.transports import wait_until

pytestmark = [pytest.mark.nbgrader, pytest.mark.xdist_group("watch")]

# Before and after the toy course's due date.
EARLY, LATE = "2027-02-01T12:00:00+00:00", "2027-03-01T12:00:30+00:00"


# What docs/instructors.md has a course write for its students' accounts.
STUDENTS = """
c = get_config()
c.CourseDirectory.course_id = "toys"
c.Exchange.root = "{exchange}"
"""


def test_what_arrives_is_graded_once_and_its_feedback_goes_back(acting: Stage) -> None:
    course = watching(acting)
    ada = hand_in(course, "ada", "2027-02-01 11:00:00.000000 UTC")
    cut = hand_in(course, "odd [x] *é", "2027-02-01 11:00:00.000000 UTC", text='{"cells": [')
    odd = hand_in(course, "b+a ?*é", "2027-02-01 11:00:01.000000 UTC", WRONG)
    hand_in(course, "nbgrader cannot find [this]", "2027-02-01 11:00:01.000000 UTC")
    told = watch_once(acting, EARLY)
    assert ("graded", "ada") in told and ("graded", "b+a ?*é") in told
    assert [student for kind, student in told if kind == "fault"] == ["nbgrader cannot find [this]"]
    assert ("rejected", "odd [x] *é") in told
    assert gradebook(course)["ada", "masks-grade"][0] == 4.0
    assert "as the reference has it" in ada.feedback and "as the reference has it" in odd.feedback
    assert "It does not double." in odd.feedback and "It does not double." not in ada.feedback
    assert "it is not JSON" in cut.feedback
    graded = graded_times(course)
    assert {kind for kind, _ in watch_once(acting, EARLY)} == {"fault"}
    assert graded_times(course) == graded
    # A later one replaces it; the earlier one keeps the page that was its own.
    again = hand_in(course, "ada", "2027-02-01 11:30:00.000000 UTC", WRONG)
    told = watch_once(acting, EARLY)
    assert ("arrived", "ada") in told and ("graded", "ada") in told
    assert "It does not double." in again.feedback and "It does not double." not in ada.feedback
    line = (course.root / "verdicts" / "toy.jsonl").read_text().splitlines()[0]
    assert json.loads(line)["change"]["before"] == "6.5"


def test_a_limit_makes_the_latest_wait_and_tells_its_student(acting: Stage) -> None:
    course = watching(acting, per_day=1)
    hand_in(course, "ada", "2027-02-01 11:00:00.000000 UTC")
    watch_once(acting, EARLY)
    second = hand_in(course, "ada", "2027-02-01 12:01:00.000000 UTC", WRONG)
    third = hand_in(course, "ada", "2027-02-01 12:02:00.000000 UTC", WRONG)
    assert watch_once(acting, "2027-02-01T12:03:00+00:00") == [("waiting", "ada")]
    assert "graded after 2 February 2027, 12:00:00 UTC" in third.feedback
    assert not second.feedback
    assert watch_once(acting, "2027-02-01T12:04:00+00:00") == []
    told = watch_once(acting, "2027-02-02T12:00:00+00:00")
    assert told == [("arrived", "ada"), ("graded", "ada")]
    assert "It does not double." in third.feedback


def test_hidden_findings_are_told_after_the_due_date(acting: Stage) -> None:
    course = watching(acting, hidden="after_due")
    bela = hand_in(course, "bela", "2027-02-01 11:00:00.000000 UTC", {
        "masks.first": "def first(size):\n    return 6",
        "scores.score": "def score(size):\n    return -5.0",
    })  # fmt: skip
    assert ("graded", "bela") in watch_once(acting, EARLY)
    assert gradebook(course)["bela", "scores-grade"][0] == 0.0  # the truth, all the time
    page = bela.feedback
    assert "It doubles" in page
    for told in ("as the reference", "another number", "score is right", "another score"):
        assert told not in page
    assert "<strong>2</strong> of 2 points" in page
    assert page.count("1 more check is asked; what is found is told after") == 2
    assert "1 March 2027, 12:00 UTC" in page
    assert "Every check has passed" not in page
    assert watch_once(acting, LATE) == [("told", "bela")]
    for told in ("as the reference has it", "It is another score."):
        assert told in bela.feedback
    assert "more check" not in bela.feedback
    assert watch_once(acting, LATE) == []


def test_grade_tells_after_the_due_date_what_a_watch_has_withheld(acting: Stage) -> None:
    course = watching(acting, hidden="after_due")
    bela = hand_in(course, "bela", "2027-02-01 11:00:00.000000 UTC", WRONG)
    watch_once(acting, EARLY)
    assert acting.run("--quiet", now=EARLY).err == ""
    assert "another number" not in bela.feedback
    ended = acting.run("--quiet", now=LATE)
    assert "Feedback of 1 now tells what was withheld" in ended.err
    assert "It is another number." in bela.feedback


def test_who_makes_a_mistake_later_reads_the_comment_on_it(acting: Stage) -> None:
    course = watching(acting)
    hand_in(course, "ada", "2027-02-01 11:00:00.000000 UTC", WRONG)
    watch_once(acting, EARLY)
    place = ["--course", str(acting.root)]
    acting.run(argv=[*place, "report", "toy", "--no-similarity", "--write", str(acting.root)])
    mistake, *_ = json.loads((acting.root / "toy.json").read_text())["mistakes"]
    assert acting.run(argv=[*place, "comment", "toy", mistake["id"], "See page 7."]).code == 0
    bela = hand_in(course, "bela", "2027-02-01 11:10:00.000000 UTC", WRONG)
    cleo = hand_in(course, "cleo", "2027-02-01 11:10:00.000000 UTC")
    assert ("graded", "bela") in watch_once(acting, EARLY)
    assert "See page 7." in bela.feedback and "See page 7." not in cleo.feedback


def test_what_was_recorded_under_another_setting_shows_nothing_hidden_early(acting: Stage) -> None:
    course = watching(acting)
    ada = hand_in(course, "ada", "2027-02-01 11:00:00.000000 UTC", WRONG)
    watch_once(acting, EARLY)
    place = course.root / "course.toml"
    place.write_text(place.read_text().replace("[watch]", '[watch]\nhidden = "after_due"'))
    graded = course.root / "autograded" / "ada" / "toy" / "toy.ipynb"
    os.utime(graded)  # as if it had been recorded again
    assert watch_once(acting, EARLY) == [("told", "ada")]
    assert "It doubles" in ada.feedback and "what is found is told after" in ada.feedback
    assert "as the reference has it" not in ada.feedback
    assert "another number" not in ada.feedback


def test_a_student_cannot_hand_in_what_only_the_grader_may_read(acting: Stage) -> None:
    course = watching(acting)
    solved = course.root / "source" / "toy" / "toy.ipynb"
    eve = hand_in(course, "eve", "2027-02-01 11:00:00.000000 UTC")
    (eve.folder / "toy.ipynb").unlink()
    (eve.folder / "toy.ipynb").symlink_to(solved)
    out = hand_in(course, "..", "2027-02-01 11:00:00.000000 UTC")
    late = hand_in(course, "mallory", "2027-02-01 11:00:00.000000 UTC")
    (late.folder / "timestamp.txt").write_text("no time at all")
    (course.root / "exchange/toys/inbound/no+toy+time").mkdir()
    told = watch_once(acting, EARLY)
    assert ("rejected", "eve") in told and ("graded", "mallory") in told
    assert "hidden_trick" not in eve.feedback and not out.feedback
    assert not (course.root / "toy").exists()
    stamp = course.root / "submitted/mallory/toy/timestamp.txt"
    assert stamp.read_text() == "2027-02-01 11:00:00.000000 UTC"


def test_only_what_a_students_own_account_wrote_is_taken(acting: Stage) -> None:
    course = watching(acting)
    place = course.root / "course.toml"
    place.write_text(place.read_text().replace("check_owner = false", "check_owner = true"))
    hand_in(course, "ada", "2027-02-01 11:00:00.000000 UTC")
    assert watch_once(acting, EARLY) == [("refused", "ada")]
    assert not (course.root / "submitted/ada").exists()


def test_a_second_watch_is_refused_and_a_missing_exchange_said(acting: Stage) -> None:
    course = watching(acting)
    argv = ["--course", str(acting.root), "watch", "toy", "--once"]
    with alone(course):
        ended = acting.run(argv=argv)
    assert ended.code == 5
    assert f"{course.root} is watched already" in ended.err and str(os.getpid()) in ended.err
    (course.root / "exchange/toys/inbound").rmdir()
    ended = acting.run(argv=argv)
    assert ended.code == 5 and "nbgrader release_assignment toy" in ended.err


def test_what_a_killed_watch_leaves_for_a_moment_is_waited_for(acting: Stage) -> None:
    course = watching(acting)
    first = ExitStack()
    first.enter_context(alone(course))
    start = time.monotonic()
    threading.Timer(0.5, first.close).start()
    with alone(course):
        assert time.monotonic() - start >= 0.4


def test_sigterm_ends_a_watch_within_a_second_and_faults_are_tried_again(acting: Stage) -> None:
    course = watching(acting, poll_seconds=1)
    inbound = course.root / "exchange/toys/inbound"
    inbound.rename(inbound.with_name("away"))
    acting.begin(argv=["--course", str(acting.root), "watch", "toy", "--jobs", "1"], now=EARLY)
    out = acting.root / ".out"
    wait_until(lambda: "Tried again in 2 s." in said(out), "the watch says so")
    inbound.with_name("away").rename(inbound)
    hand_in(course, "ada", "2027-02-01 11:00:00.000000 UTC")
    wait_until(lambda: "graded    ada: 6.5 of 6.5 points" in said(out), "the watch says so")
    started = time.monotonic()
    os.kill(acting.pid, signal.SIGTERM)
    ended = acting.end()
    assert time.monotonic() - started < 30  # not until it would look again, or never
    assert ended.code == 130
    assert "the same command goes on from there" in ended.err


def test_a_course_that_was_changed_is_watched_anew(acting: Stage) -> None:
    course = watching(acting, poll_seconds=1)
    acting.begin(argv=["--course", str(acting.root), "watch", "toy"], now=EARLY, again=7)
    out = acting.root / ".out"
    wait_until(lambda: "watching" in said(out), "the watch says so")
    place = course.root / "course.toml"
    whole = place.read_text()
    place.write_text(whole + "[nonsense")
    wait_until(lambda: "this is not TOML" in said(out), "the watch says so")
    place.write_text(whole + "\n# changed\n")
    ended = acting.end()
    assert ended.code == 7, ended.err
    assert "the watch begins again" in ended.out


def said(path: Path) -> str:
    return path.read_text() if path.is_file() else ""


@pytest.mark.timeout(120)
def test_kills_at_any_moment_lose_nothing_and_grade_nothing_twice(acting: Stage) -> None:
    course = watching(acting, per_day=1)
    names = ["ada", "bela", "chiara"]
    handed = [hand_in(course, n, "2027-02-01 11:00:00.000000 UTC") for n in names]
    argv = ["--course", str(acting.root), "watch", "toy", "--once", "--jobs", "1"]
    for moment in (0.1, 0.3, 0.5, 0.7, 0.9, 1.2):
        acting.begin(argv=argv, now=EARLY)
        time.sleep(moment)
        with suppress(ProcessLookupError):
            os.kill(acting.pid, signal.SIGKILL)
        assert acting.end().code in (0, -signal.SIGKILL)
    watch_once(acting, EARLY)
    assert all("as the reference has it" in one.feedback for one in handed)
    assert [gradebook(course)[name, "masks-grade"][0] for name in names] == [4.0] * 3
    graded = graded_times(course)
    assert len(graded) == len(set(graded)) == 6
    assert watch_once(acting, EARLY) == []


@contextmanager
def inside(folder: Path) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        patch.setenv("JUPYTER_CONFIG_DIR", str(folder / ".jupyter"))
        patch.setenv("JUPYTER_DATA_DIR", str(folder / ".data"))
        yield


def nbgrader(folder: Path, *words: str) -> None:
    """Run a command of nbgrader's in a folder, as a person there does."""
    with inside(folder):
        try:
            app = NbGraderApp.instance()
            app.initialize(list(words))
            with suppress(NoStart):  # the command has been run, and nothing is left to begin
                app.start()
        finally:
            NbGraderApp.clear_instance()


# nbgrader leaves a file open.
@pytest.mark.filterwarnings("ignore:.nbgrader fetch. is now deprecated")
@pytest.mark.filterwarnings("ignore:Exception ignored in.*timestamp.txt")
def test_a_class_hands_in_and_fetches_by_nbgraders_own_commands(
    acting: Stage, tmp_path: Path
) -> None:
    course = with_exchange_of_its_own(reset(acting.root), tmp_path / "exchange")
    shutil.rmtree(course.root / "submitted")
    write_wheel(course.root / "release" / "toy")
    nbgrader(course.root, "release_assignment", "toy")
    for student, answers in (("ada", {}), ("bela", WRONG)):
        home = home_of(student, tmp_path)
        nbgrader(home, "fetch", "toy")
        # All that a student needs came along: notebook, data, figures and the self-checks.
        came = {p.relative_to(home / "toy").as_posix() for p in (home / "toy").rglob("*.*")}
        checks = {"checks/masks.py", "checks/scores.py"}
        assert came == {"toy.ipynb", "data.npz", "figures/one.svg", wheel_name()} | checks
        sheet = answer_sheet(course, "toy", read_release(course.root, "toy", "toy"))
        nbformat.write(filled(sheet, answers), home / "toy" / "toy.ipynb")
        nbgrader(home, "submit", "toy", f"--student={student}")
    nbgrader(course.root, "collect", "toy")
    ended = acting.run()
    assert ended.code == 0 and "2 submissions" in ended.out, ended.err
    nbgrader(course.root, "generate_feedback", "toy")
    nbgrader(course.root, "release_feedback", "toy")
    for student in ("ada", "bela"):
        home = home_of(student, tmp_path)
        nbgrader(home, "fetch_feedback", "toy", f"--student={student}")
        (page,) = (home / "toy" / "feedback").rglob("toy.html")
        wrong = "It does not double." in page.read_text(encoding="utf-8")
        assert wrong == (student == "bela")


def home_of(student: str, folder: Path) -> Path:
    home = folder / student
    home.mkdir(exist_ok=True)
    (home / "nbgrader_config.py").write_text(STUDENTS.format(exchange=folder / "exchange"))
    return home


def with_exchange_of_its_own(course: Course, exchange: Path) -> Course:
    """Set up a course as docs/instructors.md says."""
    place = course.root / "course.toml"
    place.write_text(f'{place.read_text()}\n[exchange]\nroot = "{exchange}"\n')
    own = ROOT / "nbgrader_config.py"
    shutil.copy(own, course.root)
    return load_course(course.root)
