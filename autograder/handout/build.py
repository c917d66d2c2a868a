"""Handout and solutions → source/ and release/, by nbgrader's own generate_assignment."""

import ast
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode
from nbgrader.api import Gradebook
from nbgrader.apps import NbGraderAPI
from nbgrader.converters import GenerateAssignment
from nbgrader.preprocessors import ClearSolutions, SaveCells
from traitlets.config import Config

from autograder.course.config import Course
from autograder.course.public import left_out
from autograder.course.solutions import BEGIN
from autograder.datasets.prepare import prepare, require_asked
from autograder.datasets.prepared import require_prepared
from autograder.errors import AutograderError, CourseError, StoreError
from autograder.handout.build_report import BuildReport
from autograder.handout.leaks import require_sound
from autograder.handout.nbgrader_steps import (
    StepFailed,
    obstacle_of,
    put_alembic_on_path,
    quiet_nbgrader,
    run_step,
)
from autograder.handout.public_files import copy_public_files
from autograder.handout.template import source_notebooks
from autograder.handout.variants import assemble, drawing, keep_draw
from autograder.handout.written import is_written, without_rubric
from autograder.records.notebooks import joined
from autograder.storage.database import at_once, reaching, with_timeouts
from autograder.storage.lock import turns_at
from autograder.storage.scratch import own_folder

# nbgrader's stock list, but with stubs that say what is missing, and without InstantiateTests:
# we have no tests in notebooks, and it is the one of them that may start a kernel.
GENERATE_PREPROCESSORS = [
    "nbgrader.preprocessors.IncludeHeaderFooter",
    "nbgrader.preprocessors.LockCells",
    "autograder.handout.build.NamedStubs",
    "nbgrader.preprocessors.ClearOutput",
    "nbgrader.preprocessors.CheckCellMetadata",
    "nbgrader.preprocessors.ComputeChecksums",
    "autograder.handout.build.SaveCellsAtOnce",
    "nbgrader.preprocessors.CheckCellMetadata",
]

# nbgrader's words for it, in a build, where no student has written anything.
_CELLS_OF_SUBMISSIONS = "there are submissions associated with it"


class NamedStubs(ClearSolutions):  # type: ignore[misc]
    """nbgrader's ClearSolutions with stubs that name the function which is not written yet.

    Of a written answer, what a person reads it by is cut out, and what tells students stays.
    """

    def preprocess_cell(
        self, cell: NotebookNode, resources: dict[str, Any], cell_index: int
    ) -> tuple[NotebookNode, dict[str, Any]]:
        """Return the cell as students get it."""
        if is_written(cell.metadata.get("nbgrader", {})) and BEGIN in cell.source:
            cell.source = without_rubric(cell.source)
            return cell, resources
        cleared: tuple[NotebookNode, dict[str, Any]] = super().preprocess_cell(
            cell, resources, cell_index
        )
        return cleared

    def _replace_solution_region(self, cell: NotebookNode, language: str) -> bool:
        if cell.cell_type != "code" or BEGIN not in cell.source:
            return bool(super()._replace_solution_region(cell, language))
        names = _region_names(cell.source)
        hole = "autograder: one stub"
        stub = self.code_stub  # type: ignore[has-type]  # nbgrader has none
        self.code_stub = {language: f"# YOUR CODE HERE\n{hole}"}
        replaced = bool(super()._replace_solution_region(cell, language))
        self.code_stub = stub
        pieces = cell.source.split(hole)
        stubs = [f'raise NotImplementedError("{name} is not written yet")' for name in names]
        cell.source = "".join(
            piece + stub for piece, stub in zip(pieces, [*stubs, ""], strict=True)
        )
        return replaced


class SaveCellsAtOnce(SaveCells):  # type: ignore[misc]
    """nbgrader's SaveCells, but the gradebook has all cells of a notebook, or is as it was."""

    def _create_notebook(self, nb: NotebookNode) -> None:
        with at_once(self.gradebook):
            super()._create_notebook(nb)


def _region_names(source: str) -> list[str]:
    """Name for each solution region the definition it stands in, such as `VAE.encode`."""
    tree = ast.parse(source)
    marks = [n for n, line in enumerate(source.splitlines(), 1) if BEGIN in line]
    return [_qualified(tree, line) for line in marks]


def _qualified(node: ast.AST, line: int) -> str:
    for child in ast.iter_child_nodes(node):
        if not isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            continue
        if child.lineno <= line <= (child.end_lineno or child.lineno):
            inner = _qualified(child, line)
            return f"{child.name}.{inner}" if inner else child.name
    return ""


def database_url(course: Course) -> str:
    """Return the gradebook's URL; a relative SQLite path is taken from the course's root."""
    scheme, slashes, path = course.course.db_url.partition(":///")
    if scheme.startswith("sqlite") and path and not path.startswith("/"):
        return f"{scheme}:///{course.root / path}"
    return scheme + slashes + path


def build(course: Course, assignment: str) -> BuildReport:
    """Write `source/<assignment>` and `release/<assignment>`, and tell the gradebook.

    The images of its table `data` are prepared before. Raises TemplateError when the handout or a
    solution is wrong or a solution would leak, CourseError when nbgrader refuses or the images are
    not as the parameters say, and StoreError when the gradebook cannot be written; in all
    cases the folders stay as they were.
    """
    require_asked(course, assignment)
    dataset = prepare(course, assignment)
    with own_folder() as workspace:
        new = _release(course, assignment, workspace)
        report = _compare(course, assignment, new)
        with own_folder() as apart:
            _generate(course, assignment, apart, database=True)
        if course.assignment(assignment).variants:
            # First: whoever gets a notebook of this release must be known by it later.
            keep_draw(course, assignment, drawing(course, assignment))
        for step in ("source", "release"):
            _replace_folder(workspace / step / assignment, course.root / step / assignment)
    return replace(report, dataset=dataset)


def drafts(course: Course, assignment: str) -> tuple[NotebookNode, NotebookNode]:
    """Return the notebook with its solutions, and as students would get it; writes nothing.

    Several notebooks of an assignment are one in each. Raises TemplateError when the handout or a
    solution is wrong or a solution would leak.
    """
    names = course.assignment(assignment).files
    with own_folder() as workspace:
        new = _generate(course, assignment, workspace, database=False)
        require_sound(course, assignment, new)
        source, released = (
            joined({name: _read(folder / f"{name}.ipynb") for name in names})
            for folder in (workspace / "source" / assignment, new)
        )
    return source, released


def build_check(course: Course, assignment: str) -> tuple[str, ...]:
    """Build apart from the course and its gradebook; returns the stale files of release/.

    Raises TemplateError when the handout or a solution is wrong.
    """
    with own_folder() as workspace:
        changed = _compare(course, assignment, _release(course, assignment, workspace)).changed
    return tuple(f"release/{assignment}/{file}" for file in changed)


def tell_gradebook(course: Course, assignment: str) -> None:
    """Enter an assignment into the gradebook and leave the release as it is.

    For a gradebook younger than the release, as in a fresh clone; raises as `build` does.
    """
    with own_folder() as workspace:
        _generate(course, assignment, workspace, database=True)


def _release(course: Course, assignment: str, workspace: Path) -> Path:
    """Make source and release in `workspace`, of all variants; returns the release's folder."""
    new = _generate(course, assignment, workspace, database=False)
    require_sound(course, assignment, new)
    made: dict[str, Path] = {}
    for one in course.assignment(assignment).variants:
        own = course.as_variant(assignment, one.name)
        made[one.name] = _generate(own, assignment, workspace / one.name, database=False)
        require_sound(own, assignment, made[one.name])
    if made:
        assemble(course, assignment, new, made, drawing(course, assignment))
    return new


def _generate(course: Course, assignment: str, workspace: Path, *, database: bool) -> Path:
    """Write the source into `workspace` and let nbgrader make the release there."""
    require_prepared(course, assignment)
    source = workspace / "source" / assignment
    shutil.rmtree(source, ignore_errors=True)
    source.mkdir(parents=True)
    copy_public_files(course, assignment, source)
    for name, notebook in source_notebooks(course, assignment).items():
        text = nbformat.writes(notebook) + "\n"
        (source / f"{name}.ipynb").write_text(text, encoding="utf-8")
    settings = Config()
    settings.CourseDirectory.root = str(workspace)
    settings.CourseDirectory.course_id = course.course.id
    settings.GenerateAssignment.preprocessors = GENERATE_PREPROCESSORS
    settings.GenerateAssignment.no_database = not database
    settings.SaveCells.enabled = database
    if database:
        url = database_url(course)
        settings.CourseDirectory.db_url = with_timeouts(url)
        with turns_at(url) as turns, turns.taken():
            _register(course, assignment, url)
            _run(settings, assignment, url)
    else:
        _run(settings, assignment)
    return workspace / "release" / assignment


def _run(settings: Config, assignment: str, url: str = "") -> None:
    with quiet_nbgrader():
        api = NbGraderAPI(config=settings)
        step = GenerateAssignment(coursedir=api.coursedir, parent=api)
        step.force = step.create_assignment = True
        try:
            run_step(step, assignment_id=assignment)
        except StepFailed as failure:
            raise _refused(failure, assignment, url) from failure


def _refused(failure: StepFailed, assignment: str, url: str) -> AutograderError:
    if _CELLS_OF_SUBMISSIONS in str(failure.fault):
        return CourseError(
            f"The gradebook holds submissions of {assignment}, so nbgrader lets no graded or "
            f"solution cell, and no notebook, be added or removed. Keep them as they are, or start "
            f"the assignment again under another name."
        )
    obstacle = obstacle_of(failure.fault, url) if url else ""
    if obstacle:
        return StoreError(obstacle)
    return CourseError(
        f"nbgrader could not generate the assignment {assignment}. It said: {failure.reason}"
    )


def _register(course: Course, assignment: str, url: str) -> None:
    """Enter the assignment with its due date into the gradebook; raises StoreError."""
    put_alembic_on_path()
    with (
        reaching(url),
        quiet_nbgrader(),
        Gradebook(with_timeouts(url), course.course.id) as gradebook,
    ):
        due = course.assignment(assignment).due
        gradebook.update_or_create_assignment(assignment, duedate=due.isoformat())


def _compare(course: Course, assignment: str, new: Path) -> BuildReport:
    """Say which files a build gives, and which of them differ from those of release/."""
    old = course.root / "release" / assignment
    files, before = _contents(new), _contents(old)
    changed = sorted(f for f in {*files, *before} if files.get(f) != before.get(f))
    omitted = left_out(course.checks(assignment).parent)
    return BuildReport(assignment, tuple(sorted(files)), tuple(changed), omitted)


def _read(path: Path) -> NotebookNode:
    return nbformat.read(path, as_version=4)  # type: ignore[no-any-return]


def _contents(folder: Path) -> dict[str, bytes]:
    """Return a release's files, but for the wheel, which is built beside what nbgrader makes."""
    paths = [path for path in folder.rglob("*") if path.is_file() and path.suffix != ".whl"]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def _replace_folder(new: Path, place: Path) -> None:
    """Put `new` in place of a folder by renaming, so that nobody sees half of it."""
    staged = place.with_name(f".{place.name}.new")
    aside = place.with_name(f".{place.name}.old")
    for leftover in (staged, aside):
        shutil.rmtree(leftover, ignore_errors=True)
    shutil.copytree(new, staged)
    if place.exists():
        place.rename(aside)
    try:
        staged.rename(place)
    except OSError:
        if aside.exists():
            aside.rename(place)
        raise
    shutil.rmtree(aside, ignore_errors=True)
