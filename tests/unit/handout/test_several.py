"""An assignment of several notebooks: what an instructor may write, and what is made of it."""

from pathlib import Path

import pytest

from autograder.course.config import load_course
from autograder.course.scaffold import planned
from autograder.errors import CourseError, TemplateError
from autograder.handout.build import build_check
from autograder.handout.preview import preview
from autograder.handout.solved import solved_notebooks
from autograder.handout.template import source_notebook, source_notebooks
from tests.support.toyclass import write_checks
from tests.support.toycourse import by_name
from tests.support.twobooks import HANDOUTS, TOML, make_two

WHOLE = HANDOUTS["part1"] + HANDOUTS["part2"].replace("{{ earlier() }}", "")


def test_each_handout_is_a_notebook_with_its_exercises(tmp_path: Path) -> None:
    made = source_notebooks(make_two(tmp_path), "toy")
    assert list(made) == ["part1", "part2"]
    assert "masks-grade" in by_name(made["part1"])
    assert "scores-grade" in by_name(made["part2"])
    assert made["part2"].cells[0].source.strip() == "# The second of 2"
    ids = [cell.id for notebook in made.values() for cell in notebook.cells]
    assert len(ids) == len(set(ids))


def test_a_later_notebook_runs_the_earlier_one_and_its_self_checks_say_so(tmp_path: Path) -> None:
    made = source_notebooks(make_two(tmp_path), "toy")
    first, second = ([cell.source for cell in made[name].cells] for name in ("part1", "part2"))
    assert any('run_earlier(globals(), "part1")' in source for source in second)
    assert any("self_check(" in source and "earlier=('part1',)" in source for source in second)
    assert not any("earlier" in source for source in first)


def test_a_single_notebook_may_have_a_name_of_its_own(tmp_path: Path) -> None:
    course = make_two(tmp_path)
    course.handout("toy").write_text(WHOLE)
    (tmp_path / "course.toml").write_text(TOML.replace(', "part2"', ""))
    made = source_notebooks(load_course(tmp_path), "toy")
    assert list(made) == ["part1"]
    assert made["part1"] == source_notebook(load_course(tmp_path), "toy")


@pytest.mark.parametrize(
    ("handouts", "words"),
    [
        ({"part1": HANDOUTS["part1"] + '{{ exercise("scores") }}'}, "stands twice or more"),
        ({"part2": "{{ earlier() }}\n"}, "toy: the cell scores.score stands nowhere"),
        (
            {
                "part1": HANDOUTS["part1"] + '{{ solution("scores.score") }}\n',
                "part2": HANDOUTS["part2"].replace('{{ solution("scores.score") }}', ""),
            },
            "scores.score stands here, and scores.grade in part2.md.j2",
        ),
        (
            {
                "part1": WHOLE,
                "part2": "Read.",
            },
            "part2.md.j2: it has no exercise and no written answer",
        ),
        ({"part1": "{{ earlier() }}\n" + HANDOUTS["part1"]}, "there is no notebook before part1"),
        ({"part2": "{{ earlier() }}\n" + HANDOUTS["part2"]}, "Write {{ earlier() }} once"),
    ],
    ids=["twice", "nowhere", "torn apart", "nothing to grade", "nothing earlier", "earlier twice"],
)
def test_what_cannot_be_graded_is_told(
    tmp_path: Path, handouts: dict[str, str], words: str
) -> None:
    with pytest.raises(TemplateError) as raised:
        source_notebooks(make_two(tmp_path, **handouts), "toy")
    assert words in str(raised.value)


@pytest.mark.parametrize(
    ("names", "words"),
    [
        ('["part1", "part3"]', "the handout of part3.ipynb at"),
        ('["part1", "part1"]', "part1 stands there twice"),
        ('["part1", "checks"]', "checks is the folder of checks"),
    ],
)
def test_names_that_cannot_be_are_told(tmp_path: Path, names: str, words: str) -> None:
    make_two(tmp_path)
    (tmp_path / "course.toml").write_text(TOML.replace('["part1", "part2"]', names))
    with pytest.raises(CourseError, match=words):
        load_course(tmp_path)


def test_a_handout_that_nothing_is_made_of_is_told(tmp_path: Path) -> None:
    make_two(tmp_path)
    (tmp_path / "assignments" / "toy" / "assignment.md.j2").write_text("# Old")
    with pytest.raises(CourseError, match="nothing would be made of this handout"):
        load_course(tmp_path)


def test_the_language_has_its_own_handout_of_each(tmp_path: Path) -> None:
    course = make_two(tmp_path)
    (tmp_path / "assignments" / "toy" / "part2.cs.md.j2").write_text("# Druhý")
    text = (tmp_path / "course.toml").read_text().replace("term =", 'language = "cs"\nterm =')
    (tmp_path / "course.toml").write_text(text)
    course = load_course(tmp_path)
    assert [path.name for path in course.handouts("toy").values()] == [
        "part1.md.j2",
        "part2.cs.md.j2",
    ]


def test_a_new_exercise_is_added_to_the_last_notebook(tmp_path: Path) -> None:
    make_two(tmp_path)
    changed = planned(tmp_path, "toy/extra").changed
    assert set(changed) == {"assignments/toy/part2.md.j2", "course.toml"}
    assert changed["assignments/toy/part2.md.j2"].startswith(HANDOUTS["part2"].rstrip())


@pytest.mark.nbgrader
def test_previews_and_solutions_are_of_each(tmp_path: Path) -> None:
    course = make_two(tmp_path)
    write_checks(course)
    built = build_check(course, "toy")
    assert {"release/toy/part1.ipynb", "release/toy/part2.ipynb"} <= {*built}
    assert preview(tmp_path, "toy", tmp_path / "pages") == 0
    pages = {path.name: path.read_text() for path in (tmp_path / "pages").glob("*.html")}
    assert set(pages) == {
        f"{name}-{who}.html" for name in ("part1", "part2") for who in ("student", "instructor")
    }
    assert "It doubles" in pages["part1-instructor.html"]
    assert "It doubles" not in pages["part2-instructor.html"]
    solved = solved_notebooks(course, "toy")
    assert any("return first(size) / 4" in cell.source for cell in solved["part2"].cells)
