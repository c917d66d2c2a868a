"""`calibration/<assignment>.json` of a course: what was measured, and of which parameters."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autograder.calibrate.place import calibration_path
from autograder.calibrate.proposal import Measured, Proposal
from autograder.course.config import Course
from autograder.datasets.prepared import table_of
from autograder.errors import CourseError
from autograder.storage.atomic import keeping, write_atomically


@dataclass(frozen=True)
class Costs:
    """Seconds of processor time: by exercise of the reference, of its dearest right submission.

    `counted`, by exercise the most that limits have counted of either; `call`, the most of one
    training.
    """

    reference: Mapping[str, float]
    dearest: Mapping[str, float]
    counted: Mapping[str, float]
    call: Mapping[str, float]

    @property
    def whole(self) -> float:
        """Return what the reference costs in all."""
        return sum(self.reference.values())

    @property
    def most(self) -> float:
        """Return what a submission costs that is the dearest known in every exercise."""
        return sum(max(self.dearest.get(k, 0.0), v) for k, v in self.reference.items())


def subject(course: Course, assignment: str, proposed: Sequence[str]) -> dict[str, Any]:
    """Return all of course.toml that the numbers depend on: not what is proposed by them."""
    told = course.assignment(assignment)
    parameters = {k: v for k, v in told.parameters.items() if k not in proposed}
    training = {name: one.given for name, one in told.training.items()}
    data = table_of(told.data, assignment, course) if told.data else None
    # As it comes back from the file, so that both can be compared.
    return dict(
        json.loads(json.dumps({"parameters": parameters, "training": training, "data": data}))
    )


def write(
    course: Course,
    assignment: str,
    measured: Sequence[Measured],
    proposed: Sequence[Proposal],
    costs: Costs,
) -> Path:
    """Write the numbers, readable, and return where; the old ones stay until the new are there."""
    names = [one.parameter for one in proposed]
    content = {
        "about": subject(course, assignment, names),
        "models": [_model(each) for each in measured],
        "proposals": [{"parameter": p.parameter, "value": p.value, "why": p.why} for p in proposed],
        "cpu_seconds": {
            "reference": dict(costs.reference),
            "dearest": dict(costs.dearest),
            "counted": dict(costs.counted),
            "call": dict(costs.call),
        },
    }
    path = calibration_path(course, assignment)
    text = json.dumps(content, indent=1, sort_keys=True, ensure_ascii=False) + "\n"
    with keeping(path):
        write_atomically(path, text.encode(), public=True)
    return path


def _model(each: Measured) -> dict[str, Any]:
    submissions = {
        one.name: {"error": one.error}
        if one.error
        else {
            "nats": list(one.nats),
            "mean": round(one.mean, 4),
            "sd": round(one.sd, 4),
            "worst": one.worst,
            "cpu_seconds": one.cpu_seconds,
        }
        for one in each.spreads
    }
    return {
        "exercise": each.one.exercise,
        "name": each.one.name,
        "ceiling": each.one.ceiling,
        "independent": round(each.independent, 4),
        "submissions": submissions,
    }


def costs_of(course: Course, assignment: str) -> Costs | None:
    """Return what was measured for the course as it is now, None for nothing, or another course.

    Raises CourseError for a file that cannot be read.
    """
    path = calibration_path(course, assignment)
    if not path.is_file():
        return None
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        names = [one["parameter"] for one in content["proposals"]]
        seconds = content["cpu_seconds"]
        costs = Costs(*(seconds[key] for key in ("reference", "dearest", "counted", "call")))
        about = content["about"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise CourseError(
            f"{path} is no file that `autograder calibrate` wrote: {type(error).__name__}: "
            f"{error}. Run it again, or remove the file."
        ) from error
    return costs if about == subject(course, assignment, names) else None
