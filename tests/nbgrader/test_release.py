"""nbgrader's own generate_assignment makes the release; nothing of a solution is in it."""

import shutil
from pathlib import Path

import pytest
from nbgrader.api import Gradebook

from autograder.course.config import Course, load_course
from autograder.course.solutions import definitions, regions
from autograder.errors import CourseError, TemplateError
from autograder.handout.build import build, build_check, database_url
from autograder.handout.leaks import leaked_lines
from tests.support.toycourse import MASKS, SCORES, by_name, make_course, read_notebook

pytestmark = pytest.mark.nbgrader


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Course:
    course = make_course(tmp_path_factory.mktemp("course"))
    build(course, "toy")
    return course


def contents(folder: Path) -> dict[str, bytes]:
    files = [path for path in folder.rglob("*") if path.is_file()]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def test_the_release_holds_the_notebook_and_the_public_files_only(built: Course) -> None:
    files = contents(built.root / "release" / "toy")
    assert sorted(files) == ["data.npz", "figures/one.svg", "toy.ipynb"]
    assert sorted(p.name for p in (built.root / "release").iterdir()) == ["toy"]


def test_each_stub_names_the_function_that_is_not_written_yet(built: Course) -> None:
    cells = by_name(read_notebook(built.root / "release" / "toy" / "toy.ipynb"))
    assert cells["masks-first"].source.endswith(
        '    # One line.\n    # YOUR CODE HERE\n    raise NotImplementedError("first is not '
        'written yet")'
    )
    layer = cells["masks-Layer"].source
    assert 'raise NotImplementedError("Layer.__init__ is not written yet")' in layer
    assert 'raise NotImplementedError("Layer.forward is not written yet")' in layer


def test_no_hidden_line_is_in_the_release(built: Course) -> None:
    texts = [data.decode(errors="ignore") for data in contents(built.root / "release").values()]
    for found in definitions(built, "toy").values():
        for definition in found:
            hidden, _ = regions(definition.source)
            assert not [line for line in hidden if any(line.strip() in text for text in texts)]


def test_two_builds_give_the_same_bytes(built: Course) -> None:
    before = contents(built.root / "release")
    report = build(built, "toy")
    assert contents(built.root / "release") == before
    assert report.changed == ()
    assert report.files == ("data.npz", "figures/one.svg", "toy.ipynb")


def test_the_gradebook_knows_points_and_due_date(built: Course) -> None:
    with Gradebook(database_url(built), "toys") as gradebook:
        assignment = gradebook.find_assignment("toy")
        assert assignment.max_score == 6.5
        assert assignment.duedate.isoformat() == "2027-03-01T12:00:00"


def test_a_check_names_stale_files_and_leaves_everything_alone(tmp_path: Path) -> None:
    course = make_course(tmp_path)
    build(course, "toy")
    assert build_check(course, "toy") == ()
    handout = tmp_path / "assignments" / "toy" / "assignment.md.j2"
    handout.write_text(handout.read_text() + "\nOne more sentence.\n")
    (tmp_path / "release" / "toy" / "stray.txt").write_text("x")
    shutil.rmtree(tmp_path / "source")
    (tmp_path / "gradebook.db").unlink()
    before = contents(tmp_path)
    assert build_check(course, "toy") == ("release/toy/stray.txt", "release/toy/toy.ipynb")
    assert {k: v for k, v in contents(tmp_path).items() if "pycache" not in k} == before


def test_a_release_that_was_never_built_is_stale(tmp_path: Path) -> None:
    assert "release/toy/toy.ipynb" in build_check(make_course(tmp_path), "toy")


def test_a_leak_is_refused_and_the_old_release_stays(tmp_path: Path) -> None:
    course = make_course(tmp_path)
    build(course, "toy")
    before = contents(tmp_path / "release")
    notes = tmp_path / "assignments" / "toy" / "notes.txt"
    notes.write_text("hidden_trick = math.prod([size, 2])\n")
    with pytest.raises(TemplateError, match="would show 1 line"):
        build(course, "toy")
    assert contents(tmp_path / "release") == before


def test_a_stub_that_is_no_python_is_refused(tmp_path: Path) -> None:
    masks = MASKS.replace("    ### BEGIN SOLUTION\n    hidden", "### BEGIN SOLUTION\n    hidden")
    with pytest.raises(TemplateError, match="The stub of masks-first would not be one"):
        build(make_course(tmp_path, masks=masks), "toy")


def test_leaked_lines_leaves_out_short_lines_and_those_shown_on_purpose() -> None:
    hidden = "### BEGIN SOLUTION\nreturn x\na_long_secret = 1\nshown_anyway = 2\n### END SOLUTION\n"
    released = "return x\na_long_secret = 1\nshown_anyway = 2\n"
    assert leaked_lines(released, [hidden]) == ["a_long_secret = 1", "shown_anyway = 2"]
    assert leaked_lines(released, [hidden, "shown_anyway = 2"]) == ["a_long_secret = 1"]
    assert leaked_lines(released, [hidden], "a_long_secret = 1") == ["shown_anyway = 2"]


def test_cells_cannot_change_under_submissions(tmp_path: Path) -> None:
    course = make_course(tmp_path)
    build(course, "toy")
    with Gradebook(database_url(course), "toys") as gradebook:
        gradebook.add_student("ada")
        gradebook.add_submission("toy", "ada")
    build(course, "toy")
    one_more = SCORES[SCORES.index("def") :].replace("def score", "def one_more")
    (tmp_path / "solutions" / "toy" / "masks.py").write_text(f"{MASKS}\n\n{one_more}")
    before = contents(tmp_path / "release")
    with pytest.raises(CourseError, match="gradebook holds submissions of toy"):
        build(course, "toy")
    assert contents(tmp_path / "release") == before


def test_a_relative_database_lies_in_the_course(tmp_path: Path) -> None:
    course = make_course(tmp_path)
    assert database_url(course) == f"sqlite:///{tmp_path}/gradebook.db"
    other = (
        (tmp_path / "course.toml")
        .read_text()
        .replace('id = "toys"', 'id = "toys"\ndb_url = "postgresql://u:p@db/toys"')
    )
    (tmp_path / "course.toml").write_text(other)
    assert database_url(load_course(tmp_path)) == "postgresql://u:p@db/toys"
