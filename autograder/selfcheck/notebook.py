"""A student's notebook on the student's own machine: its cells are run, its self-checks asked.

Needs neither nbgrader nor a sandbox, and no file but the notebook: what is asked, and with which
parameters, stands in its self-check cells.
"""

import builtins
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from markupsafe import Markup

from autograder.course.seconds import USUAL, Seconds
from autograder.errors import Interrupted, SubmissionError
from autograder.feedback.findings import text_of
from autograder.feedback.standalone import write_page
from autograder.selfcheck.asking import Asking, asked_in, asking_of, notebooks_in
from autograder.selfcheck.cells import SelfCheck, self_check
from autograder.selfcheck.cells_of import RunCell, code_cells
from autograder.selfcheck.earlier import cells_before
from autograder.selfcheck.limits import TimeLimit, limited
from autograder.selfcheck.progress import OnLines
from autograder.selfcheck.written import written_in
from autograder.text.i18n import said
from autograder.text.nearest import hint
from autograder.text.sanitize import plain
from autograder.worker.compiler import let_compiler_sleep
from autograder.worker.exceptions import spoken
from autograder.worker.notebook import Notebook

UNGRADED = "ungraded"  # the tag of cells that show something and are not run in grading either
MOST_PRINTED = 10_000  # characters of one cell, and none of it is shown
MOST_TOLD = 2_000


@dataclass(frozen=True)
class Checked:
    """What one exercise's self-check found, and the cells above it that ended in an error."""

    check: SelfCheck
    stopped: tuple[str, ...]

    @property
    def passed(self) -> bool:
        """Say whether every visible check has passed."""
        return all(finding.outcome == "passed" for finding in self.check.findings)


def check_notebook(path: Path, exercises: Sequence[str] = ()) -> Iterator[Checked]:
    """Run a notebook from top to bottom as grading would, and ask its self-checks on the way.

    Earlier notebooks of its assignment, which lie beside it, are run before it. Args: `exercises`,
    names of those to ask, all when empty. The working directory is the notebook's while this is
    iterated. Raises SubmissionError when the file is no notebook, holds no self-check, or none of
    an exercise that was asked for, and when an earlier notebook is missing.
    """
    cells = code_cells(path)
    askings = [asking_of(cell.source) for cell in cells]
    known = [asking.exercise for asking in askings if asking]
    _require_known(path, known, exercises)
    last = max(n for n, asking in enumerate(askings) if _wanted(asking, exercises))
    seconds = Seconds(*next(one.parameters.get("limits", USUAL) for one in askings if one))
    earlier = next(one.earlier for one in askings if one)
    before = [(cell, None) for cell in cells_before(path, earlier)]
    notebook = Notebook()
    stopped: list[str] = []
    told = sys.stderr
    with _working_in(path.parent), _installed(notebook):
        for cell, asking in [*before, *zip(cells[: last + 1], askings, strict=False)]:
            if asking is not None:
                if _wanted(asking, exercises):
                    lines = OnLines(told, asking.exercise)
                    names, given = notebook.namespace, asking.parameters
                    asked = self_check(asking.key, names, progress=lines, **given)
                    yield Checked(asked, tuple(stopped))
            elif UNGRADED not in cell.tags:
                error = _run(notebook, cell, seconds)
                if error and "NotImplementedError" not in error:  # the check says that by itself
                    stopped.append(error)


def _run(notebook: Notebook, cell: RunCell, seconds: Seconds) -> str:
    """Run one cell within the limits and return what stopped it, "" for nothing."""
    try:
        with limited(seconds):
            return notebook.run(cell.source, cell.name, MOST_PRINTED, 0, 0).error
    except TimeLimit as met:  # between the cell's own code and ours
        return f"{spoken(cell.name)}: {met}"


def check(path: Path, exercises: Sequence[str], page: Path | None) -> int:
    """Print what the self-checks of a notebook find, as they find it; 0 when all have passed.

    Args: `path`, a notebook, or a folder for all notebooks in it that hold self-checks; `page`, an
    HTML file to write with the same and the pictures. Raises as `check_notebook`, and Interrupted
    where Ctrl-C has ended it.
    """
    let_compiler_sleep()  # a second of start-up, for what few notebooks use
    terminal = sys.stdout
    done: list[Checked] = []
    paths = notebooks_in(path.absolute(), exercises) if path.is_dir() else [path.absolute()]
    try:
        for one in paths:
            known = [name for name in exercises if not path.is_dir() or name in asked_in(one)]
            for checked in check_notebook(one, known):
                done.append(checked)
                for error in checked.stopped:
                    print(f"! {plain(error, MOST_TOLD)}", file=terminal)
                print(f"{checked.check.key}: {checked.check!r}\n", file=terminal, flush=True)
    except KeyboardInterrupt:
        raise Interrupted(_so_far(done)) from None
    waiting = [sentence for one in paths for sentence in written_in(one)]
    for sentence in waiting if done and not exercises else ():
        print(text_of(sentence, done[0].check.language), file=terminal)
    if page is not None:
        _write(page, path.absolute().stem, done)
        shown = said("With pictures: {page}", page=str(page))
        print(text_of(shown, done[0].check.language), file=terminal)
    elif any(finding.picture for one in done for finding in one.check.findings):
        hint = said("There are pictures: add {option} to see them.", option="--html FILE")
        print(text_of(hint, done[0].check.language), file=terminal)
    return 0 if all(one.passed for one in done) else 1


def _so_far(done: Sequence[Checked]) -> str:
    """Return what holds once Ctrl-C has ended a check."""
    if not done:
        return "stopped by you, before any exercise was through: nothing is known yet."
    names = ", ".join(one.check.key for one in done)
    return f"stopped by you. What was found of {names} holds; the other exercises were not asked."


def _write(page: Path, title: str, done: Sequence[Checked]) -> None:
    section = Markup("<h2>{}</h2>{}")
    sections = (section.format(one.check.key, one.check.to_html()) for one in done)
    write_page(page, title, Markup("").join(sections), done[0].check.language)


def _wanted(asking: Asking | None, exercises: Sequence[str]) -> bool:
    return asking is not None and (not exercises or asking.exercise in exercises)


def _require_known(path: Path, known: Sequence[str], asked: Sequence[str]) -> None:
    if not known:
        raise SubmissionError(
            f"{path} holds no self-check cell. Is it the notebook that your course handed out? "
            f"Fetch it again and copy your cells into it."
        )
    for exercise in asked:
        if exercise not in known:
            raise SubmissionError(
                f"{path} has no self-check of {exercise}. {hint(exercise, known)}"
            )


@contextmanager
def _working_in(folder: Path) -> Iterator[None]:
    """Be where a kernel of the notebook would be: files beside it are found, and modules."""
    before, found = Path.cwd(), list(sys.path)
    os.chdir(folder)
    sys.path.insert(0, str(Path.cwd()))
    try:
        yield
    finally:
        os.chdir(before)
        sys.path[:] = found


@contextmanager
def _installed(notebook: Notebook) -> Iterator[None]:
    """Have the process' output, main module and figures go to the notebook, for a while."""
    main, out, err = sys.modules["__main__"], sys.stdout, sys.stderr
    imports = builtins.__import__
    notebook.install()
    try:
        yield
    finally:
        builtins.__import__ = imports
        sys.modules["__main__"], sys.stdout, sys.stderr = main, out, err
