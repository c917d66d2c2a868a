"""What course.toml may say of the course as a whole: who it is, and how grading runs."""

import re
from typing import Annotated, Literal

from pydantic import Field, field_validator

from autograder.course.seconds import USUAL
from autograder.course.tables import Table
from autograder.times.zones import zone_named

Slug = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
Positive = Annotated[int, Field(gt=0)]


class Identity(Table):
    """Who the course is, and where nbgrader keeps its gradebook."""

    id: Slug
    title: str
    term: str
    language: Annotated[str, Field(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$")] = "en"
    timezone: str = ""
    db_url: str = "sqlite:///gradebook.db"

    @field_validator("timezone")
    @classmethod
    def _known_zone(cls, value: str) -> str:
        if value:
            zone_named(value)
        return value

    @field_validator("db_url")
    @classmethod
    def _known_database(cls, value: str) -> str:
        if not re.match(r"^(sqlite|postgresql)(\+\w+)?://", value):
            raise ValueError("must begin with sqlite:/// or postgresql://")
        return value


class SecretPlace(Table):
    """Where the course secret is read from: never course.toml itself."""

    env: Annotated[str, Field(min_length=1)] = "AUTOGRADER_SECRET"
    file: str = ".secret"


class GradingOptions(Table):
    """How grading runs when the command line does not say otherwise."""

    sandbox: Literal["bubblewrap", "docker"] = "bubblewrap"
    image: Annotated[str, Field(min_length=1)] = "dgm-autograder"
    recycle: Positive = 500
    device: Literal["cpu", "cuda", "auto"] = "cpu"
    gpus: Annotated[list[str], Field(min_length=1)] = Field(default_factory=lambda: ["0"])
    jobs_per_gpu: Positive = 1
    jobs: Annotated[int, Field(ge=0)] = 0
    round: Annotated[float | None, Field(gt=0, le=10, allow_inf_nan=False)] = None


class ExchangeOptions(Table):
    """nbgrader's exchange, through which notebooks are handed out and in; root "": its default."""

    root: str = ""
    check_owner: bool = True


class WatchOptions(Table):
    """How `autograder watch` grades what arrives in the exchange; see course.toml for each."""

    poll_seconds: Positive = 10
    per_day: Annotated[int, Field(ge=0)] = 0
    hidden: Literal["at_once", "after_due"] = "at_once"


class Limits(Table):
    """What one submission may use; see course.toml for each."""

    call_seconds: Positive = USUAL.call
    idle_seconds: Positive = USUAL.idle
    cpu_seconds: Positive = USUAL.whole
    memory_mb: Positive = 2048
    disk_mb: Positive = 64
    output_kb: Positive = 64
    notebook_mb: Positive = 200
