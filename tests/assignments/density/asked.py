"""The checks of an exercise of `density`, asked of names in this process: for known code only."""

import importlib
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import torch

from autograder.checking.check import Context
from autograder.checking.run import examine_all
from autograder.checking.student import Student
from autograder.course.config import load_course
from autograder.course.loader import checks_for
from autograder.records.verdict import Finding
from autograder.selfcheck.local import LocalTransport
from tests.conftest import ROOT

SEED = 7


def findings(exercise: str, but: str, **names: Any) -> dict[str, Finding]:
    """Ask the checks whose name holds `but` of the references, with other `names` among them.

    What such a check rests on is asked only where its name holds that, too.
    """
    torch.set_num_threads(1)
    data = ROOT / "assignments" / "density"
    reference = vars(importlib.import_module(f"solutions.density.{exercise}"))
    student = Student(LocalTransport({**reference, **names}))
    parameters = load_course(ROOT).assignment("density").parameters
    truth = SimpleNamespace(**{k: v for k, v in reference.items() if not k.startswith("_")})
    kept = [
        replace(one, after=tuple(name for name in one.after if but in name))
        for one in checks_for(data / "checks", exercise)
        if but in one.name
    ]
    found = examine_all(
        kept,
        lambda: student,
        lambda one: Context(parameters, data, SEED, None if one.visible else truth),
    )
    return {finding.check: finding for finding in found}


def lost(found: dict[str, Finding]) -> set[str]:
    """Return the checks that did not pass."""
    return {name for name, finding in found.items() if finding.outcome != "passed"}
