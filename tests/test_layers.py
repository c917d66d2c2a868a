"""Imports point one way, and each outer library has one door."""

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "autograder"

# A module may import only from layers before its own (and within its own package).
LAYERS = [
    {"__init__", "errors", "cell", "wire", "plain", "stdout", "duty", "quick", "spelling"},
    {"decoding", "nearest"},
    {"zones"},
    {"stamps", "coursefile"},
    {"plaincell", "outputs", "modes", "tables", "reach"},
    {"language", "given"},
    {"dates"},
    {"verdict", "course", "intake", "arrival"},
    {"worker", "desk", "form", "holdings", "hints"},
    {"preload", "reply", "oracle", "lacking"},
    {"student", "stand_in"},
    {"pictures", "probes"},
    {"check", "local", "minutes"},
    {"checks", "examine", "curriculum", "stops"},
    {"sandbox", "rebuild", "reference", "feedback", "connection"},
    {"submission", "template", "basis", "turn"},
    {"soundness", "steps"},
    {"selfcheck", "release", "exam", "scaffold"},
    {"notebook", "public", "report"},
    {"seat", "standing_in"},
    {"within"},
    {"settle"},
    {"shelf"},
    {"grading", "verdicts", "pool"},
    {"cluster", "grader", "naming"},
    {"people"},
    {"classroom", "known", "trained_once", "changes", "wheel", "untimed"},
    {"collecting"},
    {"verify", "prune"},
    {"matrix"},
    {"gradebook"},
    {"policy"},
    {"progress", "overview"},
    {"console", "proof", "doctor", "reporting", "preview"},
    {"watch"},
    {"demo"},
    {"commands"},
    {"grammar"},
    {"__main__"},
]

# library → the only places that may import it
DOORS = {
    "docker": ["sandbox/docker.py"],
    "nbgrader": ["release.py", "steps.py", "gradebook/", "policy/"],
    "dask": ["cluster/"],
    "distributed": ["cluster/"],
    "dask_jobqueue": ["cluster/"],
    "tomllib": ["coursefile.py"],
    "matplotlib": ["pictures/", "worker/"],
    "jinja2": ["template.py", "gradebook/page.py", "report/page.py"],
    "copydetect": ["report/similar.py"],
    "jupytext": ["template.py"],
    "pydantic": ["course.py", "coursefile.py", "tables.py"],
    "yaml": ["collecting/"],
    "msgpack": ["wire.py", "worker/", "sandbox/"],
    "IPython": ["worker/", "selfcheck.py"],
    "bleach": ["gradebook/"],
    "dateutil": ["stamps.py"],
    "latex2mathml": ["gradebook/formulas.py"],
    "nbconvert": ["gradebook/"],
}

MODULES = sorted(PACKAGE.rglob("*.py"))


def layer_of(module: str) -> int:
    top = module.removeprefix("autograder").lstrip(".").split(".")[0] or "__init__"
    for level, names in enumerate(LAYERS):
        if top in names:
            return level
    raise AssertionError(f"autograder.{top} stands in no layer: add it to LAYERS")


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
def test_imports_point_one_way(path: Path) -> None:
    own = name_of(path).split(".")[1:2] or ["__init__"]
    for imported in imports_of(path):
        if imported.split(".")[0] != "autograder":
            continue
        top = imported.split(".")[1:2] or ["__init__"]
        if top != own and not top[0].startswith("__version__"):
            assert layer_of(imported) < layer_of(name_of(path)), f"{path} imports {imported}"


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
        allowed = ("autograder.worker", "autograder.wire", "autograder.cell")
        assert all(name.startswith(allowed) for name in ours), f"{path} imports {ours}"
