"""What course.toml may say of a single exercise: how models train, and what it may use."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from math import isfinite
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from autograder.checking.protocol import PUBLISHED_LR, Protocol
from autograder.course.options import Limits, Positive
from autograder.course.tables import Table
from autograder.course.variants import one_of
from autograder.text.nearest import hint


def _parameter(value: Any) -> Any:
    """Return what may be written into a notebook's cell, or a draw of it; raises ValueError."""
    if not isinstance(value, dict):
        return _plain(value)
    drawn = one_of(value)
    for one in drawn.values:
        _plain(one)
    return drawn


def _plain(value: Any) -> Any:
    """Return what may be written into a notebook's cell; raises ValueError for all else."""
    items = value if isinstance(value, list) else [value]
    for item in items:
        if type(item) not in (bool, int, float, str):
            raise ValueError("should be a number, a text, true or false, or a list of these")
        if isinstance(item, float) and not isfinite(item):
            raise ValueError("should be a finite number")
    return value


Parameter = Annotated[Any, BeforeValidator(_parameter)]

_WALLTIME = re.compile(r"^(?:(\d+)-)?(\d+)(?::(\d+))?(?::(\d+))?$")


class Training(Table):
    """`[assignments.….training.<exercise>]`: the protocol by which its models are trained."""

    steps: Positive
    batch_size: Positive = 64
    learning_rate: Annotated[float, Field(gt=0)] = PUBLISHED_LR
    optimiser: Literal["Adam", "AdamW", "RMSprop", "SGD"] = "Adam"

    @property
    def protocol(self) -> Protocol:
        """Return it as checks have it."""
        return Protocol(**self.model_dump())

    @property
    def given(self) -> dict[str, Any]:
        """Return it as the self-check cell of a released notebook has it."""
        return asdict(self.protocol)


class OwnLimits(Table):
    """`[assignments.….limits.<exercise>]`: keys of `[limits]`, for this exercise alone."""

    call_seconds: Positive | None = None
    idle_seconds: Positive | None = None
    cpu_seconds: Positive | None = None
    memory_mb: Positive | None = None
    disk_mb: Positive | None = None
    output_kb: Positive | None = None

    def over(self, common: Limits) -> Limits:
        """Return the course's limits with those of the exercise in their place."""
        return common.model_copy(update=self.model_dump(exclude_none=True))


def widest(common: Limits, limits: Iterable[Limits]) -> Limits:
    """Return limits within which each of these fits, the `common` ones where there are none."""
    several = [one.model_dump() for one in limits] or [common.model_dump()]
    return Limits(**{key: max(one[key] for one in several) for key in several[0]})


def narrowest(*limits: Limits) -> Limits:
    """Return the limits that are within all of these."""
    several = [one.model_dump() for one in limits]
    return Limits(**{key: min(one[key] for one in several) for key in several[0]})


def require_sense(limits: Mapping[str, Limits], walltime: str) -> None:
    """Raise ValueError where one limit makes another pointless.

    Args: `limits`, by the table of course.toml that they are of; `walltime`, of a Slurm job.
    """
    for table, one in limits.items():
        if said := _contradiction(one):
            raise ValueError(f"[{table}]: {said}")
        seconds = seconds_of_walltime(walltime)
        if seconds is not None and seconds < one.cpu_seconds:
            raise ValueError(
                f"[cluster]: walltime is {walltime}, less than the cpu_seconds = "
                f"{one.cpu_seconds} of one exercise. Raise walltime, or lower cpu_seconds"
            )


def _contradiction(limits: Limits) -> str:
    for key in ("call_seconds", "idle_seconds"):
        one = getattr(limits, key)
        if limits.cpu_seconds < one:
            return (
                f"cpu_seconds is {limits.cpu_seconds}, less than {key} = {one}: a whole exercise "
                f"would have less time than one of its questions. Raise cpu_seconds, or lower {key}"
            )
    return ""


def require_exercises(key: str, named: Iterable[str], exercises: Iterable[str]) -> None:
    """Raise ValueError where a table is of an exercise that is not there."""
    for name in named:
        if name not in exercises:
            raise ValueError(f"{key} has {name!r}, which is no exercise. {hint(name, exercises)}")


def seconds_of_walltime(text: str) -> int | None:
    """Return the seconds of a time as Slurm writes it, None for what is none.

    It knows minutes, minutes:seconds, hours:minutes:seconds, days-hours, days-hours:minutes and
    days-hours:minutes:seconds.
    """
    found = _WALLTIME.match(text)
    if found is None:
        return None
    days, *parts = found.groups()
    numbers = [int(part) for part in parts if part is not None]
    if days is not None:
        hours, minutes, seconds = [*numbers, 0, 0][:3]
        return ((int(days) * 24 + hours) * 60 + minutes) * 60 + seconds
    hours, minutes, seconds = {1: [0, *numbers, 0], 2: [0, *numbers], 3: numbers}[len(numbers)]
    return (hours * 60 + minutes) * 60 + seconds
