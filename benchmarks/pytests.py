"""The same class for pytest, one process per submission, started cold or forked from a warm one.

What instructors run where a platform gives them a machine and nothing else: the notebook as a
module, plain asserts beside it, no isolation and no gradebook.
"""

import shlex
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from xml.etree import ElementTree

from nbformat import NotebookNode

from benchmarks.measured import Used, used_by
from benchmarks.rivals import tests_of

FORKED = Path(__file__).with_name("forked.py")
# Plugins of this environment, which no autograder has, would cost it a second and more.
ALONE = {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
OPTIONS = ("-q", "-p", "no:cacheprovider", "--no-header", "--tb=line", "--junitxml=found.xml")


def pytest_course(
    folder: Path, exercises: Sequence[str], sheets: Mapping[str, NotebookNode]
) -> None:
    """Write for each student a module of the notebook's code, and the tests beside it."""
    for student, sheet in sheets.items():
        place = folder / student
        place.mkdir(parents=True)
        cells = [cell.source for cell in sheet.cells if _is_code(cell)]
        (place / "submission.py").write_text("\n\n".join(cells) + "\n", encoding="utf-8")
        for exercise in exercises:
            for name, source in tests_of(exercise).items():
                fixture = f"@pytest.fixture\ndef {name}():\n    return submission.{name}\n"
                text = f"import pytest\nimport submission\n\n{source}\n\n{fixture}"
                (place / f"test_{exercise}_{name}.py").write_text(text, encoding="utf-8")


def _is_code(cell: NotebookNode) -> bool:
    tags = cell.metadata.get("tags", ())
    graded = cell.metadata.get("nbgrader", {}).get("grade")
    return cell.cell_type == "code" and "self-check" not in tags and not graded


def cold_run(folder: Path, students: Sequence[str]) -> Used:
    """Run pytest once per submission, each in a process that imports all it needs."""
    command = shlex.join([sys.executable, "-m", "pytest", *OPTIONS])
    each = f'cd "$1" && {command}; [ $? -le 1 ] || exit 255'  # 1: a test has failed
    places = shlex.join([str(folder / student) for student in students])
    words = f"printf '%s\\0' {places} | xargs -0 -n 1 sh -c {shlex.quote(each)} sh"
    return used_by(["sh", "-c", words], folder, ALONE)


def forked_run(folder: Path, students: Sequence[str]) -> Used:
    """Run pytest once per submission, each in a fork of one process that has imported torch."""
    return used_by([sys.executable, FORKED, folder, *students, "--", *OPTIONS], folder, ALONE)


def passed(folder: Path, exercises: Sequence[str]) -> dict[str, dict[str, bool]]:
    """Return by student and exercise whether all of its tests passed, as pytest saw it."""
    found: dict[str, dict[str, bool]] = {}
    for path in sorted(folder.glob("*/found.xml")):
        cases = list(ElementTree.parse(path).iter("testcase"))
        right = {str(case.get("name")) for case in cases if len(case) == 0}
        found[path.parent.name] = {
            exercise: {f"test_{name}" for name in tests_of(exercise)} <= right
            for exercise in exercises
        }
    return found
