"""Tables of course.toml that stand alone: clusters, lateness, the columns of other gradebooks."""

import re
from typing import Annotated, Any, Literal

from pydantic import (
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    field_validator,
)

from autograder.text.spelling import one_spelling

Positive = Annotated[int, Field(gt=0)]
Count = Annotated[int, Field(ge=0)]
Percent = Annotated[float, Field(ge=0, le=100)]
ADDRESS = re.compile(r"^(tcp|tls)://[^\s/]+:[0-9]+$")  # of a Dask scheduler


def _one_spelling(table: Any) -> Any:
    """Return a table by student with all names in one spelling; raises ValueError for one twice."""
    if not isinstance(table, dict):
        return table
    spelt = {one_spelling(str(name)): value for name, value in table.items()}
    if len(spelt) < len(table):
        raise ValueError("one student stands there twice, in two spellings of Unicode")
    return spelt


ByStudent = Annotated[dict[str, AwareDatetime], BeforeValidator(_one_spelling)]
Letters = Annotated[dict[str, str], BeforeValidator(_one_spelling)]


class Table(BaseModel):
    """A table of course.toml: frozen, and an unknown key is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class ClusterOptions(Table):
    """Where `--cluster` has its Dask workers, and what it asks Slurm for; see docs/cluster.md.

    `memory` and `walltime` are of one Slurm job, as Slurm writes them.
    """

    kind: Literal["local", "slurm", "scheduler"] = "local"
    address: str = ""
    workers: Annotated[int, Field(ge=0)] = 0
    wait_seconds: Positive = 600
    queue: str = ""
    account: str = ""
    workers_per_job: Positive = 1
    cores: Positive = 1
    memory: Annotated[str, Field(pattern=r"^[1-9][0-9]*[KMGT]B?$")] = "4G"
    walltime: Annotated[str, Field(pattern=r"^[0-9:-]+$")] = "04:00:00"
    gpus: Annotated[int, Field(ge=0)] = 0
    interface: str = ""
    scratch: Annotated[str, Field(min_length=1)] = "/tmp"
    logs: str = ""
    directives: list[str] = Field(default_factory=list)
    prologue: list[str] = Field(default_factory=list)

    @field_validator("address")
    @classmethod
    def _known_address(cls, value: str) -> str:
        if value and not ADDRESS.match(value):
            raise ValueError("must be like tls://host:8786 or tcp://host:8786")
        return value


class LateRules(Table):
    """What a late submission loses; percent are of the points of the assignment.

    `budget_days_each` and `closed_after_days` are None where there is no such limit.
    """

    per_day: Percent = 0.0
    cap: Percent = 100.0
    grace_minutes: Count = 0
    budget_days_each: Count | None = None
    closed_after_days: Count | None = None

    @property
    def count(self) -> bool:
        """Say whether lateness can cost points at all."""
        return self.per_day > 0 or self.closed_after_days is not None


class CourseLateRules(LateRules):
    """The same for all assignments, and the free late days of each student over the course."""

    budget_days: Count = 0

    def with_those_of(self, own: LateRules) -> LateRules:
        """Return the rules of an assignment, whose own keys win."""
        common = self.model_dump(exclude={"budget_days"})
        return LateRules(**{**common, **own.model_dump(exclude_unset=True)})


class ExportingOptions(Table):
    """How `autograder export` knows students: a CSV of those enrolled, "" for none."""

    roster: str = ""


class Columns(Table):
    """What an assignment's column is called elsewhere; "" for the assignment's title."""

    canvas: str = ""
    moodle: str = ""
    gradescope: str = ""
    brightspace: str = ""
    blackboard: str = ""
