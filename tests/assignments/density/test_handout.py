"""The handout of `density`: its cells, and that no solution shows."""

from tests.assignments.density.test_reference_files import CONTRACT
from tests.support.written import Written

WRITTEN = Written("density")


def test_every_name_of_the_contract_has_its_cell_and_every_exercise_its_points() -> None:
    holes = WRITTEN.holes()
    assert holes == [f"{exercise}-{name}" for exercise in CONTRACT for name in CONTRACT[exercise]]
    assert WRITTEN.points() == WRITTEN.course.assignment("density").exercises
    assert sum(WRITTEN.points().values()) == 100


def test_cells_parse_and_show_no_line_of_a_solution() -> None:
    assert WRITTEN.leaked() == []


def test_every_picture_is_there_and_has_words_for_those_who_cannot_see_it() -> None:
    assert len(WRITTEN.pictures()) == 4
    for words, path in WRITTEN.pictures():
        assert len(words) > 60 and path.is_file()
