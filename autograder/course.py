"""course.toml → Course: read once, validated, frozen. The only place that knows tomllib."""

import os
import re
import tomllib
from hashlib import sha256
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import (
    AwareDatetime,
    BaseModel,
    ConfigDict,
    Field,
    PrivateAttr,
    ValidationError,
    field_validator,
)

from autograder.errors import CourseError

Slug = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
Positive = Annotated[int, Field(gt=0)]
ADDRESS = re.compile(r"^(tcp|tls)://[^\s/]+:[0-9]+$")  # of a Dask scheduler


class _Table(BaseModel):
    """A table of course.toml: frozen, and an unknown key is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Identity(_Table):
    """Who the course is, and where nbgrader keeps its gradebook."""

    id: Slug
    title: str
    term: str
    db_url: str = "sqlite:///gradebook.db"

    @field_validator("db_url")
    @classmethod
    def _known_database(cls, value: str) -> str:
        if not re.match(r"^(sqlite|postgresql)(\+\w+)?://", value):
            raise ValueError("must begin with sqlite:/// or postgresql://")
        return value


class SecretPlace(_Table):
    """Where the course secret is read from: never course.toml itself."""

    env: Annotated[str, Field(min_length=1)] = "AUTOGRADER_SECRET"
    file: str = ".secret"


class GradingOptions(_Table):
    """How grading runs when the command line does not say otherwise."""

    sandbox: Literal["bubblewrap", "docker"] = "bubblewrap"
    image: Annotated[str, Field(min_length=1)] = "dgm-autograder"
    recycle: Positive = 500
    device: Literal["cpu", "cuda", "auto"] = "cpu"
    gpus: Annotated[list[str], Field(min_length=1)] = ["0"]
    jobs_per_gpu: Positive = 1
    jobs: Annotated[int, Field(ge=0)] = 0


class ClusterOptions(_Table):
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


class Limits(_Table):
    """What one submission may use; see course.toml for each."""

    wall_seconds: Positive = 180
    call_seconds: Positive = 30
    cpu_seconds: Positive = 60
    memory_mb: Positive = 2048
    disk_mb: Positive = 64
    output_kb: Positive = 64
    notebook_mb: Positive = 200


class Assignment(_Table):
    """One assignment: its exercises with their points, in the order of the handout."""

    name: Slug = ""
    title: str
    due: AwareDatetime
    exercises: Annotated[dict[Slug, Annotated[float, Field(gt=0)]], Field(min_length=1)]
    parameters: dict[Slug, int | float | str] = Field(default_factory=dict)

    @field_validator("exercises", mode="before")
    @classmethod
    def _whole_points(cls, value: Any) -> Any:
        return {k: float(v) if type(v) is int else v for k, v in dict(value).items()}

    @property
    def max_points(self) -> float:
        """Give the sum of the points of all exercises."""
        return sum(self.exercises.values())


class Course(_Table):
    """The course as course.toml describes it, and the folder it stands in."""

    root: Path
    course: Identity
    secret: SecretPlace = SecretPlace()
    grading: GradingOptions = GradingOptions()
    cluster: ClusterOptions = ClusterOptions()
    limits: Limits = Limits()
    assignments: Annotated[dict[Slug, Assignment], Field(min_length=1)]
    _given: str = PrivateAttr("")

    def assignment(self, name: str) -> Assignment:
        """Give the assignment of this name; raises CourseError naming those there are."""
        if name not in self.assignments:
            known = ", ".join(self.assignments)
            raise CourseError(
                f"{self.root / 'course.toml'}: there is no assignment {name!r}. "
                f"It has: {known}. Use one of these, or add [assignments.{name}]."
            )
        return self.assignments[name]

    def under(self, secret: str) -> "Course":
        """Give the same course with another secret, as `verify` needs many."""
        copy = self.model_copy()
        copy._given = secret
        return copy

    def secret_bytes(self) -> bytes:
        """Give the course secret; raises CourseError saying how to make one."""
        value = self._given or os.environ.get(self.secret.env, "")
        path = self.root / self.secret.file
        if not value and path.is_file():
            value = path.read_text(encoding="utf-8")
        if not value.strip():
            raise CourseError(
                f"The course has no secret: hidden inputs derive from one. Set the environment "
                f"variable {self.secret.env}, or write one to {path} "
                f'(python -c "import secrets; print(secrets.token_hex())" > {path}).'
            )
        return value.strip().encode()

    def seed(self, purpose: str) -> int:
        """Give the seed for one hidden purpose, from the course secret and nothing else."""
        digest = sha256(self.secret_bytes() + b"\0" + purpose.encode()).digest()
        return int.from_bytes(digest[:8], "big")


def load_course(root: Path) -> Course:
    """Read `root/course.toml`; raises CourseError naming file, key and remedy."""
    path = root.resolve() / "course.toml"
    if not path.is_file():
        raise CourseError(
            f"{path}: there is no such file. Run autograder in the folder that holds "
            f"course.toml, or name that folder with --course."
        )
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise CourseError(f"{path}: this is not TOML: {error}. Mend that line.") from error
    assignments = data.get("assignments", {})
    if isinstance(assignments, dict):
        for name, table in assignments.items():
            if isinstance(table, dict):
                table["name"] = name
    try:
        course = Course.model_validate({**data, "root": path.parent})
    except ValidationError as error:
        raise CourseError(f"{path}: {_sentence(error)}") from error
    _require_files(course)
    return course


def _sentence(error: ValidationError) -> str:
    """Say the first fault of a validation as one sentence with a remedy."""
    fault = error.errors()[0]
    key = ".".join(str(part) for part in fault["loc"] if part != "[key]")
    if fault["type"] == "extra_forbidden":
        return f"the key {key} is not known. Check its spelling, or remove it."
    if fault["type"] == "missing":
        return f"the key {key} is missing. Add it."
    # A database address may carry a password, so it is not repeated.
    value = "" if key.endswith("db_url") else f" is {fault['input']!r}"
    return f"the key {key}{value}: {_lower(fault['msg'])}. Change it."


def _lower(message: str) -> str:
    message = message.removeprefix("Value error, ")
    return message[:1].lower() + message[1:]


def _require_files(course: Course) -> None:
    """Raise CourseError when a file that an assignment needs is not there."""
    for name, assignment in course.assignments.items():
        places = {"the handout": course.root / "assignments" / name / "assignment.md.j2"}
        for exercise in assignment.exercises:
            solution = course.root / "solutions" / name / f"{exercise}.py"
            places[f"the solution of {name}/{exercise}"] = solution
        for what, path in places.items():
            if not path.is_file():
                raise CourseError(
                    f"{course.root / 'course.toml'}: [assignments.{name}] needs {what} at "
                    f"{path}, which is missing. Add the file, or remove the key."
                )
