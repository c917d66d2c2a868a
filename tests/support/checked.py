"""The checks of an exercise, asked of a source in this process: for known code only."""

import ast
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import torch

from autograder.checking.check import Check, Context
from autograder.checking.run import examine_all
from autograder.checking.student import Student
from autograder.course.config import load_course
from autograder.course.known import Known, known_submissions
from autograder.course.loader import checks_for
from autograder.records.verdict import Finding
from autograder.selfcheck.local import LocalTransport
from tests.conftest import ROOT

SEED = 7
EXERCISES = ("likelihood", "masks", "vae")  # in the order in which one uses names of another


def checks(exercise: str) -> tuple[Check, ...]:
    """Return the checks of one exercise of the assignment pixelcnn."""
    return checks_for(ROOT / "assignments" / "pixelcnn" / "checks", exercise)


def submissions(exercise: str, *, right: bool) -> list[Known]:
    """Return the known submissions of one exercise that are right, or wrong."""
    known = known_submissions(ROOT / "tests" / "submissions", "pixelcnn")
    return [one for one in known if one.exercise == exercise and one.right == right]


def asked(exercise: str, source: str, seed: int = SEED) -> dict[str, Finding]:
    """Ask all checks of a notebook with the reference's names, but for those of `source`."""
    names = dict(reference())
    exec(compile(source, f"<{exercise}>", "exec"), names)
    return findings(exercise, names, seed)


def findings(exercise: str, names: dict[str, Any], seed: int = SEED) -> dict[str, Finding]:
    """Ask all checks of these names; hidden checks alone get the references, as in grading."""
    torch.set_num_threads(1)
    course = load_course(ROOT)
    truth = SimpleNamespace(**{k: v for k, v in reference().items() if not k.startswith("_")})
    data = ROOT / "assignments" / "pixelcnn"
    parameters = course.assignment("pixelcnn").parameters
    student = Student(LocalTransport(names))
    found = examine_all(
        checks(exercise),
        lambda: student,
        lambda check: Context(parameters, data, seed, None if check.visible else truth),
    )
    return {finding.check: finding for finding in found}


def assert_all_pass(found: dict[str, Finding]) -> None:
    """Say which check did not pass, and what it said."""
    assert found
    assert not [(f.check, f.outcome, f.message) for f in found.values() if f.outcome != "passed"]


def assert_known(known: Known, found: dict[str, Finding]) -> None:
    """A wrong submission fails exactly the checks that its first line names, with its word."""
    failed = [f for f in found.values() if f.outcome in ("failed", "crashed")]
    assert known.expect, f"{known.name}: no check minds it"
    assert tuple(f.check for f in failed) == known.expect
    assert known.says in " ".join(f.message for f in failed)
    assert not [f.check for f in found.values() if f.outcome == "broken"]


def assert_nothing_passes(found: dict[str, Finding]) -> None:
    """An unwritten exercise is worth nothing, and is no fault of ours."""
    assert not [f.check for f in found.values() if f.outcome in ("passed", "broken")]


def visible_share(exercise: str) -> float:
    """Return the visible part of the weight."""
    weights = [(check.weight, check.visible) for check in checks(exercise)]
    return sum(w for w, shown in weights if shown) / sum(w for w, _ in weights)


def stubs(exercise: str) -> dict[str, Any]:
    """Return the names of an exercise as stubs that raise NotImplementedError, as handed out."""

    def stub(name: str) -> Any:
        def unwritten(*args: Any, **kwargs: Any) -> None:
            raise NotImplementedError(f"{name} is not written yet")

        return unwritten

    tree = ast.parse((ROOT / "solutions" / "pixelcnn" / f"{exercise}.py").read_text())
    defined = [node for node in tree.body if isinstance(node, ast.FunctionDef | ast.ClassDef)]
    return {**reference(), **{node.name: stub(node.name) for node in defined}}


def reference() -> dict[str, Any]:
    """Return a fresh namespace in which all references have run, as the cells of one notebook."""
    names: dict[str, Any] = {"__name__": "submission"}
    for code in _compiled():
        exec(code, names)
    return names


@cache
def _compiled() -> list[Any]:
    return [
        compile(_cells(ROOT / "solutions" / "pixelcnn" / f"{exercise}.py"), exercise, "exec")
        for exercise in EXERCISES
    ]


def _cells(path: Path) -> str:
    """Return a solution without its imports of other solutions: a notebook has their names."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return "\n".join(line for line in lines if not line.startswith("from solutions."))
