"""Whose time nobody knows is told where a late day costs points, and nowhere else."""

from pathlib import Path

import pytest

from autograder.cli.grade import told_untimed
from autograder.course.tables import LateRules
from autograder.errors import StoreError
from autograder.grading.session import GradeOptions
from autograder.students.people import Arrived, Identity, People
from autograder.students.untimed import untimed
from autograder.submission.read import find_submissions
from tests.support.lates import write_course

COUNTS = LateRules(per_day=10.0)


def test_nothing_is_said_where_nothing_counts() -> None:
    assert not list(untimed("toy", LateRules(), ["ada"], ["ada"]))
    assert not list(untimed("toy", COUNTS, [], ["ada"]))
    assert len(list(untimed("toy", LateRules(closed_after_days=3), ["ada"], []))) == 1


def test_who_is_marked_as_late_is_told_apart() -> None:
    late, others = untimed("toy", COUNTS, ["bo", "ada", "\x1b[31mcy"], ["bo", "dan"])
    assert "marked as late" in late and ": bo. " in late
    assert "not known when" in others and ": cy, ada. " in others


@pytest.mark.parametrize(("policy", "said"), [("per_day = 10", 2), ("", 0)])
def test_grade_names_them_until_a_person_writes_when(
    tmp_path: Path, policy: str, said: int
) -> None:
    course = write_course(tmp_path, f"[late]\n{policy}\n")
    for student in ("ada", "bo", "cy"):
        place = tmp_path / "submitted" / student / "flows"
        place.mkdir(parents=True)
        (place / "flows.ipynb").write_text("{}")
    (tmp_path / "submitted" / "cy" / "flows" / "timestamp.txt").write_text("2027-03-01 UTC")
    people = People.beside(tmp_path / "submitted")
    people.arrived["flows"] = {"bo": Arrived(late=True), "cy": Arrived(late=True)}
    people.keep()

    def told() -> list[str]:
        entries = find_submissions(tmp_path / "submitted", "flows")
        return list(told_untimed(course, GradeOptions(tmp_path, "flows"), entries))

    assert len(told()) == said and not any("cy" in one.partition(". ")[0] for one in told())
    if said:
        (tmp_path / "submitted" / "bo" / "flows" / "timestamp.txt").write_text("2027-03-01 UTC")
        assert len(told()) == 1 and ": ada. " in told()[0]


def test_a_table_that_is_damaged_is_told(tmp_path: Path) -> None:
    people = People.beside(tmp_path / "submitted")
    people.learn("ada", Identity.called("Lovelace, Ada", number="12"))
    people.learn("ada", Identity(email="ada@x"))
    people.keep()
    told = People.beside(tmp_path / "submitted").known["ada"]
    assert told == Identity("Ada Lovelace", "Ada", "Lovelace", "ada@x", number="12")
    for content in ("{", "[]", '{"known": {"ada": {"age": 3}}, "arrived": {}}'):
        people.place.write_text(content)
        with pytest.raises(StoreError, match="who the students of submitted/ are"):
            People.beside(tmp_path / "submitted")
