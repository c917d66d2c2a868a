"""A process with nothing left to do grades exercises of a submission that another has in hand."""

import pytest

from autograder.course.config import Course
from tests.support.toyclass import Stage, graded_times, hand_in, require_graded_once, reset, state

pytestmark = [pytest.mark.nbgrader, pytest.mark.xdist_group("resume")]

# Size 7 is asked about by a check of masks alone: answered once somebody has graded scores, or
# never will.
PATIENT = """
import pathlib, time
def first(size):
    until = time.monotonic() + {seconds}
    while size == 7 and "slow/toy/scores" not in pathlib.Path("{log}").read_text():
        if time.monotonic() > until:
            break
        time.sleep(0.02)
    return 2 * size
"""


@pytest.fixture
def course(acting: Stage) -> Course:
    course = reset(acting.root)
    (course.root / ".graded").touch()
    return course


def hand_in_slowly(course: Course, seconds: float) -> None:
    answer = PATIENT.format(seconds=seconds, log=course.root / ".graded")
    hand_in(course, "slow", {"masks.first": answer})


def points(course: Course) -> dict[tuple[str, str], object]:
    graded, _ = state(course)
    return {key: score for key, score in graded.items() if key[0] == "slow"}


@pytest.mark.timeout(300)
def test_what_is_graded_ahead_is_graded_once_and_counts_the_same(
    acting: Stage, course: Course
) -> None:
    hand_in_slowly(course, 0.0)
    assert acting.run("--jobs", "1").code == 0
    alone = points(course)
    course = reset(acting.root)
    (course.root / ".graded").touch()
    hand_in_slowly(course, 60.0)
    ended = acting.run("--jobs", "2")
    assert ended.code == 0 and "left" not in ended.err
    told = [line.rpartition("/")[0] for line in graded_times(course)]
    assert told.index("slow/toy/scores") < told.index("slow/toy/masks")
    require_graded_once(course)
    assert points(course) == alone and len(alone) == 2


@pytest.mark.timeout(300)
def test_a_single_process_and_a_regrade_do_all_in_order(acting: Stage, course: Course) -> None:
    hand_in_slowly(course, 0.0)
    for words in (("--jobs", "1"), ("--jobs", "2", "--regrade")):
        (course.root / ".graded").write_text("")
        assert acting.run(*words).code == 0
        told = [line.rpartition("/")[0] for line in graded_times(course)]
        assert told.index("slow/toy/masks") < told.index("slow/toy/scores")
        require_graded_once(course)
