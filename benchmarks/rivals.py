"""The same class for stock nbgrader and for otter-grader, with the same hidden tests."""

import ast
import json
import os
import shutil
import subprocess
import sys
import sysconfig
import zipfile
from collections.abc import Mapping, Sequence
from copy import deepcopy
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell

from autograder.records.plaincell import nbgrader_id
from benchmarks.classes import ASSIGNMENT, hand_in
from benchmarks.measured import Used, used_by

TESTS = Path(__file__).parent / "hidden_tests"
_PREFIX = "test_"


class RivalMissing(Exception):
    """A grader to compare with cannot be had here; the text says why and what to do."""


def tests_of(exercise: str) -> dict[str, str]:
    """Return for each function of an exercise the source of a cell that tests it.

    The cell defines `test_<function>`, with the imports and helpers of the exercise's file.
    """
    text = (TESTS / f"{exercise}.py").read_text(encoding="utf-8")
    body = ast.parse(text).body[1:]  # not the docstring
    tests = {
        n.name: n for n in body if isinstance(n, ast.FunctionDef) and n.name.startswith(_PREFIX)
    }
    shared = [node for node in body if node not in tests.values()]
    return {
        name.removeprefix(_PREFIX): "\n\n".join(map(ast.unparse, [*shared, test]))
        for name, test in tests.items()
    }


def answered(source: NotebookNode, sheet: NotebookNode) -> NotebookNode:
    """Return a notebook with the answers of an answer sheet in its cells of the same names."""
    answers = {_name(cell): cell.source for cell in sheet.cells if _is_solution(cell)}
    copy = deepcopy(source)
    for cell in copy.cells:
        if _is_solution(cell):
            cell.source = answers[_name(cell)]
    return copy


def _name(cell: NotebookNode) -> str:
    return str(cell.metadata.get("nbgrader", {}).get("grade_id", ""))


def _is_solution(cell: NotebookNode) -> bool:
    return bool(cell.metadata.get("nbgrader", {}).get("solution"))


def with_hidden_tests(notebook: NotebookNode, exercises: Sequence[str]) -> NotebookNode:
    """Return nbgrader's source: for each exercise's grade cell one of hidden tests per function.

    Cells of self-checks, which are ours, are left out.
    """
    copy = deepcopy(notebook)
    cells: list[NotebookNode] = []
    grades = {nbgrader_id(f"{exercise}.grade"): exercise for exercise in exercises}
    for cell in copy.cells:
        if "self-check" in cell.metadata.get("tags", ()):
            continue
        if not cell.metadata.get("nbgrader", {}).get("grade"):
            cells.append(cell)
            continue
        if _name(cell) in grades:
            tests = tests_of(grades[_name(cell)])
            points = float(cell.metadata.nbgrader.points) / len(tests)
            cells += [_test_cell(name, source, points) for name, source in tests.items()]
    copy.cells = cells
    return copy


def _test_cell(name: str, source: str, points: float) -> NotebookNode:
    hidden = f"### BEGIN HIDDEN TESTS\n{source}\n\ntest_{name}({name})\n### END HIDDEN TESTS"
    metadata = {
        "schema_version": 3,
        "grade_id": f"test-{name}",
        "grade": True,
        "locked": True,
        "solution": False,
        "task": False,
        "points": points,
        "cell_type": "code",
    }
    cell: NotebookNode = new_code_cell(f"# Tests of {name}.\n{hidden}", id=f"test-{name}")
    cell.metadata["nbgrader"] = metadata
    return cell


def nbgrader_course(
    folder: Path,
    released: NotebookNode,
    exercises: Sequence[str],
    sheets: Mapping[str, NotebookNode],
) -> None:
    """Write a course of stock nbgrader with these tests and a class, and release it."""
    (folder / "nbgrader_config.py").write_text(
        'c = get_config()\nc.CourseDirectory.course_id = "benchmark"\n'
        "c.ExecutePreprocessor.timeout = 600\nc.Execute.timeout = 600\n",
        encoding="utf-8",
    )
    source = with_hidden_tests(released, exercises)
    place = folder / "source" / ASSIGNMENT
    place.mkdir(parents=True)
    (place / f"{ASSIGNMENT}.ipynb").write_text(nbformat.writes(source), encoding="utf-8")
    _copy_data(place)
    used_by([_nbgrader(), "generate_assignment", ASSIGNMENT], folder, _path())
    handed_out = nbformat.read(
        folder / "release" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb", as_version=4
    )
    hand_in(folder, {student: answered(handed_out, sheet) for student, sheet in sheets.items()})
    for student in sheets:
        _copy_data(folder / "submitted" / student / ASSIGNMENT)


def nbgrader_run(folder: Path, student: str = "") -> Used:
    """Let stock nbgrader autograde its class, or one student of it once more."""
    more = ["--student", student, "--force"] if student else []
    return used_by([_nbgrader(), "autograde", ASSIGNMENT, *more], folder, _path())


def _nbgrader() -> Path:
    return Path(sysconfig.get_path("scripts")) / "nbgrader"


def _path() -> dict[str, str]:
    return {"PATH": f"{sysconfig.get_path('scripts')}{os.pathsep}{os.environ['PATH']}"}


def _copy_data(place: Path) -> str:
    """Copy the file that demonstrations load to a folder; returns its name."""
    data = Path(__file__).parent.parent / "assignments" / ASSIGNMENT / "digits.npz"
    shutil.copy(data, place / data.name)
    return data.name


def otter_environment(folder: Path) -> Path:
    """Make a virtual environment with otter-grader and this one's packages; give its python.

    One that is there is used again. Raises RivalMissing when it cannot be made.
    """
    python = folder / "bin" / "python"
    if (folder / "ready").is_file():
        return python
    steps: list[list[str | Path]] = [[sys.executable, "-m", "venv", "--clear", folder]]
    steps += [[python, "-m", "pip", "install", "--quiet", "otter-grader", "ipykernel"]]
    for step in steps:
        done = subprocess.run(step, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            raise RivalMissing(
                f"{folder}: no environment with otter-grader can be made there. Allow pip to reach "
                f"a package index, or leave otter out (--only). {done.stderr.strip()[-300:]}"
            )
    # torch is not installed twice: our packages come after otter's own.
    site = subprocess.run(
        [python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout.strip()
    Path(site, "beside.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    (folder / "ready").touch()
    return python


def otter_course(
    folder: Path,
    python: Path,
    released: NotebookNode,
    exercises: Sequence[str],
    sheets: Mapping[str, NotebookNode],
) -> None:
    """Write otter's tests, its autograder.zip and the class's notebooks."""
    tests = folder / "tests"
    tests.mkdir()
    for exercise in exercises:
        for name, source in tests_of(exercise).items():
            (tests / f"{name}.py").write_text(_otter_test(name, source), encoding="utf-8")
    (folder / "otter_config.json").write_text('{"show_stdout": false}\n', encoding="utf-8")
    otter: list[str | Path] = [
        python,
        "-m",
        "otter",
        "generate",
        "-t",
        "tests",
        "-o",
        "autograder.zip",
        _copy_data(folder),
    ]
    used_by(otter, folder)
    with zipfile.ZipFile(folder / "autograder.zip") as archive:
        if not any(name.startswith("tests/") for name in archive.namelist()):
            raise RivalMissing(f"{folder}/autograder.zip: otter put no tests into it.")
    plain = with_hidden_tests(released, ())
    for student, sheet in sheets.items():
        place = folder / "submitted" / student
        place.mkdir(parents=True)
        notebook = answered(plain, sheet)
        (place / f"{ASSIGNMENT}.ipynb").write_text(nbformat.writes(notebook), encoding="utf-8")


def _otter_test(name: str, source: str) -> str:
    head, _, test = source.rpartition(f"def {_PREFIX}{name}(")
    return (
        f"from otter.test_files import test_case\n\nOK_FORMAT = False\nname = {name!r}\n"
        f"points = 1\n\n{head}@test_case(points=1, hidden=True)\ndef {_PREFIX}{name}({test}\n"
    )


def otter_run(folder: Path, python: Path) -> Used:
    """Let `otter run` grade its class, one notebook after the other, as it is made to."""
    parts: list[Used] = []
    for place in sorted((folder / "submitted").iterdir()):
        words: list[str | Path] = [
            python,
            "-m",
            "otter",
            "run",
            "--no-logo",
            "-a",
            folder / "autograder.zip",
        ]
        parts.append(used_by([*words, "-o", place, place / f"{ASSIGNMENT}.ipynb"], place))
    return Used(
        sum(part.cpu for part in parts),
        sum(part.wall for part in parts),
        max(part.code for part in parts),
        sum(part.left for part in parts),
    )


def nbgrader_passed(folder: Path, exercises: Sequence[str]) -> dict[str, dict[str, bool]]:
    """Return by student and exercise whether all of its tests passed, as nbgrader saw it."""
    found: dict[str, dict[str, bool]] = {}
    for path in sorted((folder / "autograded").glob(f"*/{ASSIGNMENT}/{ASSIGNMENT}.ipynb")):
        failed = {
            _name(cell).removeprefix("test-")
            for cell in nbformat.read(path, as_version=4).cells
            if any(output.output_type == "error" for output in cell.get("outputs", ()))
        }
        found[path.parts[-3]] = {e: not failed & tests_of(e).keys() for e in exercises}
    return found


def otter_passed(folder: Path, exercises: Sequence[str]) -> dict[str, dict[str, bool]]:
    """Return by student and exercise whether all of its tests passed, as otter saw it."""
    found: dict[str, dict[str, bool]] = {}
    for path in sorted(folder.glob("submitted/*/results.json")):
        tests = json.loads(path.read_text(encoding="utf-8"))["tests"]
        earned = {test["name"].split(" ")[0]: test for test in tests}
        found[path.parent.name] = {
            exercise: all(
                earned[name]["score"] == earned[name]["max_score"] for name in tests_of(exercise)
            )
            for exercise in exercises
        }
    return found
