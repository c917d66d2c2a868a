"""The handout of `foundations`: its cells, and that no solution shows."""

import re

import pytest

from tests.assignments.foundations.test_reference_files import CONTRACT
from tests.support.written import Written

WRITTEN = Written("foundations")


def test_every_name_of_the_contract_has_its_cell_and_every_exercise_its_points() -> None:
    holes = WRITTEN.holes()
    assert holes == [f"{exercise}-{name}" for exercise in CONTRACT for name in CONTRACT[exercise]]
    assert WRITTEN.points() == WRITTEN.course.assignment("foundations").exercises
    assert sum(WRITTEN.points().values()) == 100


def test_cells_parse_and_show_no_line_of_a_solution() -> None:
    assert WRITTEN.leaked() == []


def test_every_picture_is_there_and_has_words_for_those_who_cannot_see_it() -> None:
    assert len(WRITTEN.pictures()) == 5
    for words, path in WRITTEN.pictures():
        assert len(words) > 60 and path.is_file()


def test_what_a_cell_draws_has_words_too() -> None:
    """Beyond the definition of `show`."""
    shown = re.findall(r"\bshow\((?!figure, alt)(.*)", _code())
    assert len(shown) == 8 and all(call.startswith('figure, "') for call in shown)


def test_it_trains_as_grading_does() -> None:
    """Word for word, and in the numbers of course.toml."""
    parameters = WRITTEN.course.assignment("foundations").parameters
    assert "def train_towards(" in _code() and _code().count("torch.optim.Adam") == 0
    for loss, of in (("cross_entropy", "cnn"), ("squared_error", "autoencoder")):
        numbers = (
            f"{parameters[f'{of}_steps']}, {parameters['batch_size']}, "
            f"lr={parameters[f'{of}_learning_rate']})"
        )
        assert re.search(rf'"{loss}",\s+{re.escape(numbers)}', _code())


def test_the_first_success_is_the_first_hole_and_one_line_away() -> None:
    before = WRITTEN.text.split("**Your first success**")[0]
    assert "Exercise `neuron`" in before and "Exercise `backprop`" not in before
    assert WRITTEN.holes()[0] == "neuron-predict"
    cells = {c.metadata.get("nbgrader", {}).get("grade_id", ""): c for c in WRITTEN.notebook.cells}
    [region] = re.findall(r"# 1 line: .*\n((?: +.*\n)*)", cells["neuron-predict"].source)
    assert len(region.strip().splitlines()) == 2  # after the marker


@pytest.mark.parametrize("exercise", CONTRACT)
def test_every_exercise_says_how_long_it_takes_and_checks_itself(exercise: str) -> None:
    assert (
        len(re.findall(rf"Exercise `{exercise}`\*\* · \d+ points · .* minutes ·", WRITTEN.text))
        == 1
    )
    assert WRITTEN.text.count("**Your first success**") == len(CONTRACT)


def test_the_minutes_of_the_parts_are_those_of_the_whole() -> None:
    each = [int(minutes) for minutes in re.findall(r"points · ●.*? · (\d+) minutes", WRITTEN.text)]
    assert len(each) == 6 and 290 <= sum(each) <= 310 and "about five hours in all" in WRITTEN.text


def test_code_that_shall_not_run_is_no_cell() -> None:
    """Within a folded answer a fenced block would become a cell of its own."""
    template = (WRITTEN.folder / "assignment.md.j2").read_text(encoding="utf-8")
    for folded in re.findall(r"<details>.*?</details>", template, re.DOTALL):
        assert "```python" not in folded


def _code() -> str:
    cells = [cell for cell in WRITTEN.notebook.cells if cell.cell_type == "code"]
    return "\n".join(cell.source for cell in cells)
