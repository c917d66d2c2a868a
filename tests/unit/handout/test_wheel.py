"""What students get: the package as a wheel, and beside the notebook the visible checks."""

import ast
import os
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from importlib.metadata import requires
from io import BytesIO
from pathlib import Path

import nbformat
import pytest

import autograder
from autograder.checking.check import Context
from autograder.checking.student import Student
from autograder.course.config import load_course
from autograder.course.loader import checks_for
from autograder.course.solutions import definitions
from autograder.handout.leaks import leaked_lines
from autograder.handout.visible import visible_checks, without_hidden
from autograder.handout.wheel import wheel_bytes, wheel_name, write_wheel
from autograder.selfcheck.local import LocalTransport
from tests.conftest import CHECKS, ROOT
from tests.unit.selfcheck.test_notebook import sheet, written

COURSE = load_course(ROOT)
EXERCISES = tuple(COURSE.assignment("pixelcnn").exercises)
NAME = re.compile(r"[A-Za-z0-9._-]+")  # at the beginning of a requirement
# What only those have who grade: the student's part must not ask for any of it.
ABSENT = ("nbgrader", "nbformat", "docker", "jinja2", "sqlalchemy", "bleach", "psutil", "filelock")


# To install the wheel takes seconds: not in every process.
one_process = pytest.mark.xdist_group("wheel")


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("students")
    wheel = write_wheel(folder)
    target = folder / "installed"
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index"]
    subprocess.run([*pip, "--target", str(target), str(wheel)], check=True, timeout=120)
    yield target


def run(
    installed: Path, folder: Path, *arguments: str, then: str = "sys.exit(main(sys.argv[1:]))"
) -> subprocess.CompletedProcess[str]:
    """Run the student's part on its own, as on a machine that has no more than it asks for."""
    start = (
        f"import sys; sys.path.insert(0, {str(installed)!r})\n"
        f"sys.modules.update(dict.fromkeys({ABSENT!r}))\n"
        "sys.meta_path[:] = [f for f in sys.meta_path if 'editable' not in repr(f).lower()]\n"
        f"import autograder; assert autograder.__file__.startswith({str(installed)!r})\n"
        f"from autograder.__main__ import main\n{then}"
    )
    env = {k: v for k, v in os.environ.items() if not k.startswith(("AUTOGRADER", "PYTHON"))}
    command = [sys.executable, "-c", start, *arguments]
    return subprocess.run(
        command, cwd=folder, env=env, capture_output=True, text=True, timeout=300, check=False
    )


@pytest.mark.slow
@one_process
def test_a_student_can_check_a_notebook_with_nothing_but_the_wheel(
    installed: Path, tmp_path: Path
) -> None:
    done = run(installed, tmp_path, "check", str(written(tmp_path, sheet())))
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.count("checks passed") == len(EXERCISES)


# Printed at the end of a check: the modules of ours that it has imported.
IMPORTED = """
code = main(sys.argv[1:])
print("imported", *(m.__file__ for n, m in sys.modules.items() if n.startswith("autograder.")))
"""


@pytest.mark.slow
@one_process
def test_whatever_a_check_imports_is_declared_for_students(installed: Path, tmp_path: Path) -> None:
    path = str(written(tmp_path, sheet()))
    done = run(installed, tmp_path, "check", path, "--exercise", "masks", then=IMPORTED)
    (line,) = (one for one in done.stdout.splitlines() if one.startswith("imported "))
    tops = {top for file in line.split()[1:] for top in _imported(Path(file))}
    foreign = tops - sys.stdlib_module_names - {"autograder"}
    asked = [NAME.match(text) for text in requires("dgm-autograder") or () if "extra" not in text]
    declared = {match[0].lower() for match in asked if match}
    assert {"IPython", "torch", "typer"} <= foreign
    # What comes with a declared package is as good: with IPython, and with Matplotlib.
    assert {name.lower() for name in foreign} <= declared | {"traitlets", "pil"}


def _imported(file: Path) -> set[str]:
    """Return the top names of all that a module imports as it is imported itself."""
    body = ast.parse(file.read_text(encoding="utf-8")).body
    plain = [alias.name for node in body if isinstance(node, ast.Import) for alias in node.names]
    names = [node.module or "" for node in body if isinstance(node, ast.ImportFrom)]
    return {name.partition(".")[0] for name in [*plain, *names]}


@one_process
def test_other_commands_say_what_is_missing(installed: Path, tmp_path: Path) -> None:
    done = run(installed, tmp_path, "grade", "pixelcnn")
    assert done.returncode == 1
    assert "pip install 'dgm-autograder[grading]'" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_wheel_holds_the_whole_package_and_no_assignment() -> None:
    with zipfile.ZipFile(BytesIO(wheel_bytes())) as archive:
        names = archive.namelist()
        own = [name for name in names if name.startswith("autograder/")]
        text = b"\n".join(archive.read(name) for name in own).decode("utf-8", "replace")
    package = Path(autograder.__file__).parent
    modules = {f"autograder/{p.relative_to(package).as_posix()}" for p in package.rglob("*.py")}
    assert modules <= {*names} and "autograder/course/skeleton/checks.py.txt" in names
    assert "pixelcnn" not in text.casefold()
    assert not [name for name in names if name.endswith((".po", ".pyc"))]


def test_hidden_checks_keep_their_titles_and_nothing_else(tmp_path: Path) -> None:
    sources = visible_checks(CHECKS, EXERCISES)
    for name, content in sources.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(content)
    for exercise in EXERCISES:
        ours, theirs = (checks_for(folder, exercise) for folder in (CHECKS, tmp_path))
        told = [[(one.name, one.title, one.visible) for one in some] for some in (ours, theirs)]
        assert told[0] == told[1]
        for check in theirs:
            if not check.visible:
                with pytest.raises(RuntimeError, match="asked in grading only"):
                    check.question(Student(LocalTransport({})), Context({}, tmp_path, 0))
    # What only hidden checks stand on stays with the instructors.
    assert {"trained.py", "secret_images.py"}.isdisjoint(sources)
    everything = b"\n".join(sources.values()).decode("utf-8", "replace")
    solutions = [d.source for found in definitions(COURSE, "pixelcnn").values() for d in found]
    # A shorter line, such as `return logits`, is what anybody would write.
    assert [line for line in leaked_lines(everything, solutions) if len(line) > 30] == []


def test_what_only_hidden_checks_use_goes_with_them() -> None:
    source = '''
from autograder.checking.check import check
from somewhere import shared, secret as told
import elsewhere
LIMIT, SECRET_LIMIT = 1, 2
SPARE = 3

@check(weight=1, visible=True)
def open_one(student, ctx):
    """Asked in the open."""
    _asked(shared, LIMIT)

@check(weight=1, after=[open_one])
def hidden_one(student, ctx):
    """Asked in grading."""
    _asked(told, elsewhere.SECRET)
    _compared(SPARE)

def _asked(thing, limit):
    return thing

def _compared(spare):
    return _deeper(spare)

def _deeper(spare):
    return spare
'''
    public = without_hidden(source)
    assert "secret" not in public and "elsewhere" not in public and "SPARE" not in public
    assert "_compared" not in public and "_deeper" not in public
    assert "Asked in grading." in public and "def _asked" in public and "LIMIT" in public


@pytest.mark.slow
def test_the_wheel_is_the_same_at_every_build_and_replaces_older_ones(tmp_path: Path) -> None:
    assert wheel_bytes() == wheel_bytes()
    old = tmp_path / "dgm_autograder-0.0.1-py3-none-any.whl"
    old.touch()
    place = write_wheel(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == [wheel_name()]
    with zipfile.ZipFile(place) as archive:
        assert archive.testzip() is None


@pytest.mark.slow
@one_process
def test_the_wheel_speaks_the_language_of_the_handout(installed: Path, tmp_path: Path) -> None:
    cell = nbformat.v4.new_code_cell(
        'display(self_check("pixelcnn/masks", globals(), language="he", image_size=8))'
    )
    path = tmp_path / "empty.ipynb"
    shutil.copytree(ROOT / "release" / "pixelcnn" / "checks", tmp_path / "checks")
    nbformat.write(nbformat.v4.new_notebook(cells=[cell]), path)
    done = run(installed, tmp_path, "check", str(path), "--html", "seen.html")
    assert done.returncode == 1 and "בדיקות שעברו" in done.stdout, done.stderr
    assert '<html lang="he" dir="rtl">' in (tmp_path / "seen.html").read_text(encoding="utf-8")
