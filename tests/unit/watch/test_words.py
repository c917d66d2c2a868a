"""What a watch says of a submission that a person reads, too."""

from pathlib import Path

from autograder.records.verdict import Verdict
from autograder.watch.words import points_text, rejected_page
from tests.support.toycourse import COURSE, HANDOUT, make_course

VERDICT = Verdict("toy", "ada", "graded", 4.0, 6.5, "", "", "cpu", {}, 1.0)


def test_it_says_which_answers_wait_for_a_person(tmp_path: Path) -> None:
    assert points_text(make_course(tmp_path / "plain"), VERDICT) == "4 of 6.5 points"
    toml = COURSE.replace("masks = 4", "masks = 4\nessay = { points = 5, written = true }")
    handout = HANDOUT + '\n{{ written("essay") }}\n'
    course = make_course(tmp_path / "essay", course=toml, handout=handout)
    assert points_text(course, VERDICT) == "4 of 6.5 points by checks; a person reads essay"
    assert "0 of 11.5 points" in rejected_page(course, VERDICT)
