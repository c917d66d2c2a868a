"""The zip, run as Gradescope documents: points as of a class, and attacks behind roots."""

import json
import os
import subprocess
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from autograder.course.config import Course
from autograder.course.known import answer_sheet, filled, known_submissions
from autograder.errors import SandboxError
from autograder.feedback.findings import findings_html
from autograder.grading.grader import Grader, Session
from autograder.grading.released import read_release
from autograder.records.verdict import Verdict
from autograder.submission.read import Submission, find_submissions
from tests.attacks.families import AT_THE_WALL, ATTACKS, FAMILIES
from tests.conftest import ROOT, skip
from tests.support.gradescoped import (
    Ended,
    attacks_behind_roots,
    make_image,
    remove_image,
    run_autograder,
    small_course,
)
from tests.support.in_roots import NOT_HELD

pytestmark = [
    pytest.mark.docker,
    pytest.mark.attack,
    pytest.mark.xdist_group("in_gradescope"),
    pytest.mark.timeout(1200),  # on a machine at work, one image takes minutes
]

# What reaches for the container and for others: `ALL_ATTACKS=1` tries all that meet a wall.
ALL = bool(os.environ.get("ALL_ATTACKS"))
REACHING_OUT = ("prying", "rummaging", "overhearing", "leftovers")
AND = ("kill everybody", "a disk bomb", "an inode bomb", "sleep", "a cut wire")
TRIED = [
    name
    for family in AT_THE_WALL
    for name in (one.name for one in FAMILIES[family])
    if (ALL or family in REACHING_OUT or name in AND) and name not in NOT_HELD
]

# Reads, writes and calls whatever there is of the container, as soon as its cell runs.
REACHING = """
import glob, os, socket, torch
found = []
for path in ("/autograder/submission_metadata.json", "/autograder/results/results.json",
             "/autograder/source/course/.secret", "/proc/1/environ", "/etc/passwd"):
    try: found.append(open(path).read())
    except OSError: pass
for folder in ("/autograder", "/proc", "/home", "/root", "/opt/dgm"):
    found += glob.glob(folder + "/*")
for path in ("/autograder/results/results.json", "/tmp/../results.json", "/left", "/opt/left"):
    try: open(path, "w").write('{"score": 100}')
    except OSError: continue
    found.append(path)
for call in (os.fork, lambda: os.setuid(0), lambda: os.chroot("/"), lambda: os.kill(1, 9),
             lambda: socket.create_connection(("127.0.0.1", 80), 1)):
    try: call(); found.append("call")
    except OSError: pass
print("FOUND", found)
def causal_mask(*args, **kwargs): raise ValueError(f"FOUND {found}")
"""
ANSWERS: Mapping[str, Mapping[str, str]] = {
    "right": {},
    "syntax": {"masks.causal_mask": "def causal_mask(:"},
    "reaching": {"masks.causal_mask": REACHING},
}
WRONG = {"masks": "wrong_centre_always_shown", "likelihood": "wrong_sign"}


@dataclass(frozen=True)
class Class:
    """The course, its submissions, and what each came to in Gradescope's container."""

    course: Course
    ended: Mapping[str, Ended]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Course]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AUTOGRADER_SECRET", "a class on Gradescope")
        course = small_course(tmp_path_factory.mktemp("gradescope"))
        hand_in(course)
        try:
            make_image(course, "pixelcnn")
        except SandboxError as error:
            skip("docker", error)
        yield course
        remove_image()


@pytest.fixture(scope="module")
def attacked(made: Course) -> Iterator["subprocess.Popen[str]"]:
    """The container in which attacks are tried, while others grade."""
    with attacks_behind_roots(TRIED) as process:
        yield process


@pytest.fixture(scope="module")
def graded(made: Course, attacked: object) -> Class:
    folders = sorted((made.root / "submitted").glob("*/pixelcnn"))
    with ThreadPoolExecutor(2) as pool:
        ended = pool.map(run_autograder, folders)
        return Class(made, dict(zip((one.parent.name for one in folders), ended, strict=True)))


def hand_in(course: Course) -> None:
    """Write the submissions: known ones, and files that are none."""
    released = read_release(course.root, "pixelcnn", "pixelcnn")
    right = answer_sheet(course, "pixelcnn", released)
    sheets = {name: filled(right, answers) for name, answers in ANSWERS.items()}
    known = known_submissions(ROOT / "tests" / "submissions", "pixelcnn")
    wrong = [one for one in known if WRONG.get(one.exercise) == one.name]
    assert len(wrong) == len(WRONG)
    sheets["wrong"] = answer_sheet(course, "pixelcnn", released, wrong)
    for name, sheet in sheets.items():
        place_of(course, name).write_text(json.dumps(sheet))
    place_of(course, "cut").write_text('{"cells": [')
    place_of(course, "linked").symlink_to(
        "/autograder/source/course/release/pixelcnn/pixelcnn.ipynb"
    )


def place_of(course: Course, student: str) -> Path:
    place = course.root / "submitted" / student / "pixelcnn" / "pixelcnn.ipynb"
    place.parent.mkdir(parents=True, exist_ok=True)
    return place


@cache
def verdicts_here(root: Path) -> Mapping[str, Verdict]:
    """Grade the class as `autograder grade` does, behind bubblewrap."""
    entries = find_submissions(root / "submitted", "pixelcnn", "*")
    with Grader(Session(root, "pixelcnn", "bubblewrap", "cpu")) as grader:
        found = {entry.student: grader.looked_at(entry) for entry in entries}
        return {
            name: grader.grade(one) if isinstance(one, Submission) else one
            for name, one in found.items()
        }


@pytest.mark.sandbox
@pytest.mark.parametrize("name", ["right", "wrong", "syntax"])
def test_points_and_feedback_are_those_of_a_class(graded: Class, name: str) -> None:
    here, there = verdicts_here(graded.course.root)[name], graded.ended[name]
    assert (there.code, here.status) == (0, "graded"), there.stdout
    assert there.results is not None and there.results["score"] == here.points
    assert (here.points == here.max_points) == (name == "right")
    assert round(sum(one["score"] for one in there.results["tests"]), 6) == here.points
    pages = [str(findings_html(one)) for one in here.exercises]
    assert [one["output"] for one in there.results["tests"]] == pages
    assert there.results["extra_data"]["course_sha256"] == here.course_sha256


def test_a_picture_of_a_mistake_is_in_its_page(graded: Class) -> None:
    results = graded.ended["wrong"].results
    assert results is not None
    assert any('src="data:image/png;base64,' in one["output"] for one in results["tests"])


@pytest.mark.parametrize(
    ("name", "said"), [("cut", "cut off while it was saved"), ("linked", "There is no notebook")]
)
def test_what_cannot_be_graded_is_told_and_has_no_points(
    graded: Class, name: str, said: str
) -> None:
    ended = graded.ended[name]
    assert ended.code == 0 and ended.results is not None, ended.stdout
    assert ended.results["score"] == 0 and said in ended.results["output"]


def test_a_students_code_reaches_nothing_of_the_container(graded: Class) -> None:
    ended = graded.ended["reaching"]
    assert ended.code == 0 and ended.results is not None, ended.stdout
    told = json.dumps(ended.results)
    assert "FOUND []" in told  # what it found, which its exception tells at a visible check
    assert "Mallory" not in told and "mallory" not in told
    assert ended.results["score"] < graded.ended["right"].results["score"]  # type: ignore[index]


@pytest.mark.parametrize(
    ("mount", "said"),
    [
        ("/autograder/source/course/solutions", "needs the solution of pixelcnn/likelihood"),
        ("/opt/dgm/roots", "is not as it was made"),
    ],
)
def test_our_own_fault_gives_no_points_at_all(
    graded: Class, tmp_path: Path, mount: str, said: str
) -> None:
    place = graded.course.root / "submitted" / "right" / "pixelcnn"
    empty = tmp_path / "empty"
    empty.mkdir()
    (empty / "0").touch()
    ended = run_autograder(place, f"--volume={empty}:{mount}")
    assert ended.code != 0 and ended.results is None
    assert said in ended.stdout


def test_attacks_come_to_nothing(graded: Class, attacked: "subprocess.Popen[str]") -> None:
    told, _ = attacked.communicate(timeout=1100)
    lines = [json.loads(line) for line in told.splitlines() if line.startswith("{")]
    assert [line["attack"] for line in lines] == TRIED, told[-3000:]
    assert [line for line in lines if line["faults"]] == []


def test_the_page_says_how_many_are_tried_and_what_does_not_hold() -> None:
    assert set(NOT_HELD) <= set(ATTACKS)
    page = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
    assert ALL or f"{len(TRIED)} are tried in a [Gradescope](gradescope.md) image" in page
