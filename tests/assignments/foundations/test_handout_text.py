"""The handout of `foundations` as it is written: its holes, its parts, and words for pictures."""

import re

import pytest

from tests.assignments.foundations.test_reference_files import CONTRACT
from tests.conftest import ROOT

FOLDER = ROOT / "assignments" / "foundations"
TEXT = (FOLDER / "assignment.md.j2").read_text(encoding="utf-8")


def test_every_name_of_the_contract_has_its_hole_in_the_contract_s_order() -> None:
    holes = re.findall(r'^\{\{ solution\("([\w.]+)"\) \}\}$', TEXT, re.MULTILINE)
    assert holes == [f"{exercise}.{name}" for exercise in CONTRACT for name in CONTRACT[exercise]]


@pytest.mark.parametrize("exercise", CONTRACT)
def test_every_exercise_can_be_checked_and_graded_and_says_how_long_it_takes(
    exercise: str,
) -> None:
    for macro in ("self_check", "grade", "effort"):
        assert TEXT.count(f'{{{{ {macro}("{exercise}") }}}}') == 1
    assert f'"{exercise}": ' in TEXT.split("%>")[0]


def test_every_picture_is_there_and_has_words_for_those_who_cannot_see_it() -> None:
    pictures = re.findall(r"!\[([^\]]*)\]\((figures/[^)]*)\)", TEXT)
    assert len(pictures) == 5
    for words, path in pictures:
        assert len(words) > 80 and (FOLDER / path).is_file()
    shown = TEXT.count("show(figure, ") - 1  # its definition
    assert TEXT.count('show(figure, "') == shown > 5  # each with words, too


def test_code_that_shall_not_run_is_no_cell() -> None:
    """Within a folded answer a fenced block would become a cell of its own."""
    for folded in re.findall(r"<details>.*?</details>", TEXT, re.DOTALL):
        assert "```python" not in folded
