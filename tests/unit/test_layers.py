"""Imports point one way, and each outer library has one door."""

import ast
import re
from pathlib import Path

import pytest

from tests.conftest import CHECKS, ROOT

PACKAGE = ROOT / "autograder"

# library → the only places that may import it
DOORS = {
    "docker": ["sandbox/docker.py"],
    "nbgrader": ["handout/build.py", "handout/nbgrader_steps.py", "gradebook/", "late/", "export/"],
    "dask": ["parallel/dask/"],
    "distributed": ["parallel/dask/"],
    "dask_jobqueue": ["parallel/dask/"],
    "tomllib": ["course/file.py"],
    "matplotlib": ["pictures/", "worker/"],
    "jinja2": ["handout/rendering.py", "feedback/markdown.py", "report/page.py"],
    "copydetect": ["report/similarity.py"],
    "jupytext": ["handout/template.py"],
    "pydantic": ["course/"],
    "yaml": ["collecting/"],
    "msgpack": ["worker/", "sandbox/"],
    "IPython": ["worker/", "selfcheck/"],
    "bleach": ["feedback/"],
    "dateutil": ["times/parse.py"],
    "latex2mathml": ["feedback/mathml.py"],
    "nbconvert": ["feedback/", "gradebook/"],
    "typer": ["cli/"],
    "psutil": ["sandbox/cpu.py", "cli/doctor.py"],
    "filelock": ["storage/", "sandbox/gpu.py", "watch/loop.py"],
}

MODULES = sorted(PACKAGE.rglob("*.py"))


def imports_of(path: Path) -> list[str]:
    found: list[str] = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are absolute here"
            module = str(node.module)
            found += (
                [f"{module}.{a.name}" for a in node.names] if module == "autograder" else [module]
            )
    return found


def name_of(path: Path) -> str:
    parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
    return ".".join(parts).removesuffix(".__init__")


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_each_outer_library_has_one_door(path: Path) -> None:
    place = path.relative_to(PACKAGE).as_posix()
    for imported in imports_of(path):
        doors = DOORS.get(imported.split(".")[0])
        if doors is not None:
            assert any(place.startswith(door) for door in doors), f"{place} imports {imported}"


def test_the_worker_stands_alone() -> None:
    for path in (PACKAGE / "worker").rglob("*.py"):
        ours = [name for name in imports_of(path) if name.startswith("autograder")]
        assert all(name.startswith("autograder.worker") for name in ours), f"{path} imports {ours}"


# What a check may stand on: it sees no wall, no course and nobody's gradebook.
UNDER_CHECKS = ("checking", "probes", "pictures", "text")


@pytest.mark.parametrize("path", sorted(CHECKS.parent.parent.glob("*/checks/*.py")), ids=str)
def test_a_check_sees_the_student_and_no_wall(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.level == 0:
            first, _, rest = str(node.module).partition(".")
            assert first != "autograder" or rest.startswith((*UNDER_CHECKS, "records")), node.module
            assert first not in ("assignments", "solutions", "tests"), node.module


# Assignments whose names are words of the package, too: tensors and lists are called so.
ENGLISH = ("games", "images", "sequences")


def test_no_assignment_is_named_in_the_package() -> None:
    """A name is a path, a string or code in a comment; as a word of prose it may be English."""
    folders = [path for path in (PACKAGE.parent / "assignments").iterdir() if path.is_dir()]
    names = "|".join(path.name for path in folders if path.name not in ENGLISH)
    words = "|".join(ENGLISH)
    named = re.compile(
        rf"(?:[\"'`/]|assignments\.)(?:{names})\b|\b(?:{names})(?:[\"'`/]|\.\w)"
        rf"|(?:assignments|solutions|submissions)[./](?:{words})\b|[\"'`](?:{words})/"
    )
    for path in MODULES:
        found = named.search(path.read_text(encoding="utf-8").casefold())
        assert found is None, f"{path}: {found}"
    for text in (
        '"pixelcnn"',
        "assignments.pixelcnn.checks",
        "`pixelcnn/masks`",
        "pixelcnn.toml",
        "`images/field`",
    ):
        assert named.search(text), text


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_html_is_markup_or_a_template_and_no_f_string(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.JoinedStr):
            text = "".join(str(p.value) for p in node.values if isinstance(p, ast.Constant))
            assert not re.search(r"</|<(img|br|hr|meta|input)\b", text), (
                f"{path}, line {node.lineno}: fill values into a Markup by its format, which "
                f"escapes them."
            )
