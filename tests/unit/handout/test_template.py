"""A handout and its solutions become nbgrader's source notebook, or one clear sentence."""

import json
import sys
from pathlib import Path

import nbformat
import pytest

from autograder.course.solutions import definitions, solution_namespace
from autograder.errors import TemplateError
from autograder.handout.template import source_notebook
from tests.support.toycourse import COURSE, HANDOUT, MASKS, SCORES, by_name, make_course


def test_cells_stand_in_the_order_of_the_handout(tmp_path: Path) -> None:
    notebook = source_notebook(make_course(tmp_path), "toy")
    names = [c.metadata.get("nbgrader", {}).get("grade_id", "") for c in notebook.cells]
    assert [name for name in names if name] == [
        "masks-first",
        "masks-Layer",
        "masks-grade",
        "scores-score",
        "scores-grade",
    ]
    tags = [cell.metadata.get("tags") for cell in notebook.cells]
    assert tags.count(["self-check"]) == 2
    assert names.index("masks-Layer") < tags.index(["self-check"]) < names.index("masks-grade")
    nbformat.validate(notebook)


def test_expressions_are_filled_in_and_latex_is_left_alone(tmp_path: Path) -> None:
    first = source_notebook(make_course(tmp_path), "toy").cells[0].source
    assert first == (
        "# A toy, Spring 2027\n\n6.5 points, due 1 March 2027, 12:00 UTC. A kernel of 7: "
        r"$\frac{a}{b_{i}} {% {# $."
    )


def test_what_there_is_to_write_is_counted_in_the_references(tmp_path: Path) -> None:
    told = '{{ holes("masks") }} holes, {{ lines("masks") }} lines: {{ names | join(" ") }}'
    course = make_course(tmp_path, handout=HANDOUT.replace("Some prose.", told))
    sources = [cell.source for cell in source_notebook(course, "toy").cells]
    assert any("3 holes, 4 lines: first Layer score" in source for source in sources)


def test_a_self_check_is_told_limits_that_are_not_the_usual_ones(tmp_path: Path) -> None:
    course = make_course(tmp_path, course=f"{COURSE}\n[limits]\ncall_seconds = 90\n")
    sources = [cell.source for cell in source_notebook(course, "toy").cells]
    assert any("globals(), limits=(90, 30, 300), size=7)" in source for source in sources)


def test_a_solution_cell_is_the_definition_with_comments_decorators_and_markers(
    tmp_path: Path,
) -> None:
    cells = by_name(source_notebook(make_course(tmp_path), "toy"))
    source = cells["masks-first"].source
    assert source.startswith("# The first one.\n@cache\ndef first(size: int) -> int:")
    assert source.endswith("return hidden_trick\n    ### END SOLUTION")
    assert "    ```python\n    first(1)\n    ```\n" in source
    meta = cells["masks-first"].metadata.nbgrader
    assert (meta.solution, meta.locked, meta.grade) == (True, False, False)


def test_comments_for_linters_are_not_shown_to_students(tmp_path: Path) -> None:
    cells = by_name(source_notebook(make_course(tmp_path), "toy"))
    assert "type: ignore" not in cells["scores-score"].source
    assert "return first(size) / 4\n" in cells["scores-score"].source


def test_a_grade_cell_is_locked_and_worth_the_points_of_the_course(tmp_path: Path) -> None:
    cell = by_name(source_notebook(make_course(tmp_path), "toy"))["scores-grade"]
    meta = cell.metadata.nbgrader
    assert (meta.solution, meta.locked, meta.grade, meta.points) == (False, True, True, 2.5)
    assert all(line.startswith("#") for line in cell.source.splitlines())


def test_a_self_check_without_the_package_says_how_to_install_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    notebook = source_notebook(make_course(tmp_path), "toy")
    cell = next(c for c in notebook.cells if c.metadata.get("tags") == ["self-check"])
    assert 'self_check("toy/masks", globals(), size=7)' in cell.source
    monkeypatch.setitem(sys.modules, "autograder.selfcheck", None)
    exec(compile(cell.source, "cell", "exec"), {})
    assert "pip install" in capsys.readouterr().out


def test_two_renderings_are_the_same_to_the_byte(tmp_path: Path) -> None:
    course = make_course(tmp_path)
    one, two = (json.dumps(source_notebook(course, "toy")) for _ in range(2))
    assert one == two
    ids = [cell.id for cell in source_notebook(course, "toy").cells]
    assert len(set(ids)) == len(ids)
    assert "masks-first" in ids


def test_the_training_of_an_exercise_is_told_and_goes_to_its_self_check(tmp_path: Path) -> None:
    toml = COURSE + "\n[assignments.toy.training.masks]\nsteps = 40\nlearning_rate = 0.01\n"
    told = HANDOUT + '\n{{ training("masks").steps }} steps, {{ training("masks").optimiser }}\n'
    cells = source_notebook(make_course(tmp_path, handout=told, course=toml), "toy").cells
    assert cells[-1].source == "40 steps, Adam"
    asked = {"steps": 40, "batch_size": 64, "learning_rate": 0.01, "optimiser": "Adam"}
    checks = [cell.source for cell in cells if "self_check(" in cell.source]
    assert f"training={asked!r}, size=7" in checks[0]
    assert "training" not in checks[1]


def test_training_that_course_toml_does_not_say_is_named(tmp_path: Path) -> None:
    told = HANDOUT + '{{ training("scores").steps }}'
    with pytest.raises(TemplateError, match=r"no \[assignments.toy.training.scores\]"):
        source_notebook(make_course(tmp_path, handout=told), "toy")


def test_a_function_of_the_package_can_be_quoted(tmp_path: Path) -> None:
    fence = HANDOUT + '\n```python\n{{ source("worker.training.train_by_protocol") }}\n```\n'
    source = source_notebook(make_course(tmp_path, handout=fence), "toy").cells[-1].source
    assert source.startswith("def train_by_protocol(")
    assert "type: ignore" not in source
    compile(source, "protocol", "exec")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('{{ solution("scores.score") }}', "", "the cell scores.score stands nowhere"),
        (
            '{{ solution("scores.score") }}',
            '{{ solution("scores.scoer") }}',
            "line 19: there is no",
        ),
        (
            '{{ self_check("scores") }}',
            '{{ self_check("maths") }}',
            "line 22: there is no exercise",
        ),
        ('{{ grade("scores") }}', "", "the cell scores.grade stands nowhere"),
        ('{{ grade("scores") }}', '{{ grade("scores") }}' * 2, "stands twice or more"),
        ('{{ solution("scores.score") }}', '{{ exercise("scores") }}', "stands twice or more"),
        (
            "{{ p.size }}",
            "{{ p.sise }}",
            "no attribute 'sise'. Did you mean size?",
        ),
        ("{{ title }}", "{{ titel }}", "line 1: 'titel' is undefined"),
        ("{{ title }}", "${{a}^2}$ {{ title }}", "line 1: unexpected '}'"),
        ("{{ title }}", "{{ solution() }}", "line 1: "),
        ("{{ title }}", '{{ source("secrets") }}', "line 1: there is no source 'secrets'"),
        ("{{ title }}", '{{ source("../../a.b") }}', "there is no source '../../a.b'"),
        ("{{ title }}", '{{ source("worker.training.no") }}', "there is no top-level no"),
        ("Some prose.", "```bash\npip install\n```", "```bash would become a code cell"),
    ],
)
def test_a_wrong_handout_is_told_in_one_sentence(
    tmp_path: Path, old: str, new: str, said: str
) -> None:
    course = make_course(tmp_path, handout=HANDOUT.replace(old, new))
    with pytest.raises(TemplateError) as caught:
        source_notebook(course, "toy")
    assert said in str(caught.value)
    assert "assignment.md.j2" in str(caught.value)


def test_a_grade_cell_above_its_solution_is_refused(tmp_path: Path) -> None:
    grade = '{{ grade("scores") }}\n'
    handout = HANDOUT.replace(grade, "").replace("## Scores", f"## Scores\n\n{grade}")
    with pytest.raises(TemplateError, match=r"stands above scores\.score"):
        source_notebook(make_course(tmp_path, handout=handout), "toy")


@pytest.mark.parametrize(
    ("scores", "said"),
    [
        ("def score(:\n", "not Python that can be read"),
        ("import math\n", "no function or class"),
        ("def score():\n    return 1\n", "score has no solution region"),
        (SCORES.replace("    ### END SOLUTION\n", ""), "unbalanced"),
        (SCORES.replace("### BEGIN", "### END"), "unbalanced"),
        (SCORES.replace("def score", "def first"), "defined here and in the solution of masks"),
        (SCORES.replace("def score", "def grade"), "a name that is kept for a cell"),
    ],
)
def test_a_wrong_solution_is_told_in_one_sentence(tmp_path: Path, scores: str, said: str) -> None:
    with pytest.raises(TemplateError, match=said):
        source_notebook(make_course(tmp_path, scores=scores), "toy")


def test_the_references_of_all_exercises_come_as_one_namespace(tmp_path: Path) -> None:
    path, modules = list(sys.path), set(sys.modules)
    references = solution_namespace(make_course(tmp_path), "toy")
    assert sorted(vars(references)) == ["Layer", "first", "score"]
    assert references.score(6) == 3.0
    assert references.Layer(1).forward() == 3
    assert sys.path == path
    assert not [name for name in set(sys.modules) - modules if name.startswith("solutions")]


def test_two_courses_in_one_process_keep_their_own_references(tmp_path: Path) -> None:
    one = solution_namespace(make_course(tmp_path / "a"), "toy")
    other = MASKS.replace("[size, 2]", "[size, 20]")
    two = solution_namespace(make_course(tmp_path / "b", masks=other), "toy")
    assert (one.score(6), two.score(6)) == (3.0, 30.0)


def test_a_reference_that_cannot_be_imported_is_named(tmp_path: Path) -> None:
    course = make_course(tmp_path, scores="import no_such_thing\n" + SCORES)
    with pytest.raises(TemplateError, match=r"scores\.py: it cannot be imported: Module"):
        solution_namespace(course, "toy")


def test_definitions_keep_the_order_of_the_file(tmp_path: Path) -> None:
    found = definitions(make_course(tmp_path), "toy")
    assert [d.key for d in found["masks"]] == ["masks.first", "masks.Layer"]


INCLUDED = HANDOUT.replace(
    "Some prose.",
    '<% set data = "toy.npz" -%>\n<% include "alone.md.j2" %>\n\n<% include "tools.md.j2" %>',
)


def test_parts_that_are_alike_everywhere_are_included(tmp_path: Path) -> None:
    cells = source_notebook(make_course(tmp_path, handout=INCLUDED), "toy").cells
    sources = [cell.source for cell in cells if cell.cell_type == "code"]
    assert any('if not Path("toy.npz").exists():' in source for source in sources)
    [tools] = [source for source in sources if "def when_ready():" in source]
    assert "first Layer score" in tools, "the names whose absence is a hole"
    for source in sources:
        compile(source.replace("{{", ""), "<cell>", "exec")


def test_a_part_of_the_assignment_s_own_is_taken_in_place_of_ours(tmp_path: Path) -> None:
    course = make_course(tmp_path, handout=INCLUDED)
    (course.handout("toy").parent / "tools.md.j2").write_text("My own tools.", encoding="utf-8")
    sources = [cell.source for cell in source_notebook(course, "toy").cells]
    assert any("My own tools." in source for source in sources)
    assert not any("def when_ready():" in source for source in sources)


def test_what_is_wrong_in_a_part_names_the_line_that_includes_it(tmp_path: Path) -> None:
    handout = HANDOUT.replace("Some prose.", '<% include "alone.md.j2" %>')
    course = make_course(tmp_path, handout=handout)
    line = handout[: handout.index("<% include")].count("\n") + 1
    with pytest.raises(TemplateError, match=rf"assignment.md.j2, line {line}: 'data' is undefined"):
        source_notebook(course, "toy")
