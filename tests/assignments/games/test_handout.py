"""The handout of `games`: its cells, and that no solution shows."""

import re

import pytest

from tests.assignments.games.test_reference_files import CONTRACT
from tests.support.written import Written

WRITTEN = Written("games")


def test_every_name_of_the_contract_has_its_cell_and_every_exercise_its_points() -> None:
    holes = WRITTEN.holes()
    assert holes == [f"{exercise}-{name}" for exercise in CONTRACT for name in CONTRACT[exercise]]
    assert WRITTEN.points() == WRITTEN.course.assignment("games").exercises
    assert sum(WRITTEN.points().values()) == 100


def test_cells_parse_and_show_no_line_of_a_solution() -> None:
    assert WRITTEN.leaked() == []


def test_every_picture_is_there_and_has_words_for_those_who_cannot_see_it() -> None:
    assert len(WRITTEN.pictures()) == 7
    for words, path in WRITTEN.pictures():
        assert len(words) > 60 and path.is_file()


def test_what_a_cell_draws_has_words_too() -> None:
    """Beyond the definition of `show`."""
    shown = re.findall(r"\bshow\((?!figure, alt)(.*)", _code())
    assert len(shown) == 7 and all(call.startswith('figure, "') for call in shown)


def test_it_trains_as_grading_does() -> None:
    """In the numbers of course.toml, with the betas that the text explains."""
    numbers = WRITTEN.course.assignment("games").parameters
    [fight] = re.findall(r"def fight\((.*?)\):", _code(), re.DOTALL)
    for name, of in (("steps", "train_steps"), ("batch", "batch_size")):
        assert f"{name}={numbers[of]}" in fight
    for player in ("generator", "discriminator"):
        assert f"{player}_rate={numbers[f'{player}_learning_rate']}" in fight
    assert _code().count("betas=(0.0, 0.9)") == 2
    assert f"spread={numbers['noise_std']}" in _code()
    for promised in ("good_floor", "kl_ceiling"):
        assert f"at least {numbers['good_floor']} and a `kl` of at most" in WRITTEN.text
        assert str(numbers[promised]) in WRITTEN.text


def test_the_duel_needs_nothing_of_part_one_and_its_losses_are_run_by_grading() -> None:
    """A cell that is tagged `ungraded` is not run, so answers could not use it."""
    cells = [cell for cell in WRITTEN.notebook.cells if "def cost_of_generator" in cell.source]
    assert len(cells) == 1 and "tags" not in cells[0].metadata
    names = {"discriminator_loss", "generator_loss"}
    assert not names & set(re.findall(r"\w+", cells[0].source))


def test_each_part_has_its_first_success_and_its_predictions() -> None:
    for exercise in CONTRACT:
        part = WRITTEN.text.split(f"Exercise `{exercise}`")[1].split("Exercise `")[0]
        assert part.count("**Your first success**") == 1
        assert part.count("**Predict.**") >= 1
        assert part.count("<summary>Stretch") == 1


@pytest.mark.parametrize("exercise", CONTRACT)
def test_every_exercise_says_how_long_it_takes_and_checks_itself(exercise: str) -> None:
    assert (
        len(re.findall(rf"Exercise `{exercise}`\*\* · \d+ points · .* minutes ·", WRITTEN.text))
        == 1
    )


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
