"""The handout of `sequences`: its cells, and that no solution shows."""

import re

import pytest

from tests.assignments.sequences.test_reference_files import CONTRACT
from tests.support.written import Written

WRITTEN = Written("sequences")


def test_every_name_of_the_contract_has_its_cell_and_every_exercise_its_points() -> None:
    holes = WRITTEN.holes()
    assert holes == [f"{exercise}-{name}" for exercise in CONTRACT for name in CONTRACT[exercise]]
    assert WRITTEN.points() == WRITTEN.course.assignment("sequences").exercises
    assert sum(WRITTEN.points().values()) == 100


def test_cells_parse_and_show_no_line_of_a_solution() -> None:
    assert WRITTEN.leaked() == []


def test_every_picture_is_there_and_has_words_for_those_who_cannot_see_it() -> None:
    assert len(WRITTEN.pictures()) == 7
    for words, path in WRITTEN.pictures():
        assert len(words) > 60 and path.is_file()


def test_what_a_cell_draws_has_words_too() -> None:
    """Beyond the definition of `show`."""
    shown = re.findall(r"\bshow\((?!figure, alt\)|figure, alt=)(.*)", _code())
    calls = [call for call in shown if not call.startswith("figure, alt")]
    assert len(calls) == 5 and all(re.match('figure, f?"', call) for call in calls)


def test_it_trains_as_grading_does() -> None:
    """Word for word, and in the numbers of course.toml."""
    p = WRITTEN.course.assignment("sequences").parameters
    numbers = f"{p['train_steps']}, {p['batch_size']}, lr={p['learning_rate']})"
    assert "def train_on_texts(" in _code() and numbers in _code()
    assert f"above <= {p['ceiling_excess']} else" in _code()
    assert f"LETTERS, LENGTH = {p['num_tokens']}, {p['text_length']}" in _code()
    assert f"within {p['ceiling_excess']} nats per letter" in WRITTEN.text


def test_the_convention_stands_before_the_first_hole_and_names_the_mistake() -> None:
    before = WRITTEN.text.split("Exercise `embedding`")[0]
    assert "`logits[:, t]` is the law of token `t`" in before and "`t + 1`" in before


def test_what_the_lecture_leaves_loose_is_said() -> None:
    for words in (
        "*approximate* any continuous function as closely as you like, *on a bounded set*",
        "at most $\\lVert W_h \\rVert / 4$",
        "**eases** the vanishing of gradients, it does not *solve* it",
        "The slide's attention for translation has none; the Transformer divides by",
        "slides do not mention this mask",
        "is mostly *king*",
        "*bottleneck*",
        "decoders alone",
        "They depend on the query",
    ):
        assert words in WRITTEN.text, words


@pytest.mark.parametrize("exercise", CONTRACT)
def test_every_exercise_says_how_long_it_takes_and_checks_itself(exercise: str) -> None:
    said = re.findall(rf"Exercise `{exercise}`\*\* · \d+ points · .* minutes ·", WRITTEN.text)
    assert len(said) == 1
    assert WRITTEN.text.count("**Your first success**") == len(CONTRACT)


def test_the_minutes_of_the_parts_are_those_of_the_whole() -> None:
    each = [int(minutes) for minutes in re.findall(r"points · ●.*? · (\d+) minutes", WRITTEN.text)]
    assert len(each) == 6 and 300 <= sum(each) <= 360 and "five to six hours" in WRITTEN.text


def test_code_that_shall_not_run_is_no_cell() -> None:
    """Within a folded answer a fenced block would become a cell of its own."""
    template = (WRITTEN.folder / "assignment.md.j2").read_text(encoding="utf-8")
    for folded in re.findall(r"<details>.*?</details>", template, re.DOTALL):
        assert "```python" not in folded


def _code() -> str:
    cells = [cell for cell in WRITTEN.notebook.cells if cell.cell_type == "code"]
    return "\n".join(cell.source for cell in cells)
