"""course.toml → Course: read once, validated, frozen."""

import os
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Annotated

from pydantic import (
    Field,
    PrivateAttr,
    ValidationError,
    model_validator,
)

from autograder.course.assignment import Assignment
from autograder.course.closing import earns_until
from autograder.course.file import put_into_zone, read_tables, sentence
from autograder.course.notebooks import handouts_in, require_no_other
from autograder.course.options import (
    ExchangeOptions,
    GradingOptions,
    Identity,
    Limits,
    SecretPlace,
    Slug,
    WatchOptions,
)
from autograder.course.parameters import require_read
from autograder.course.per_exercise import (
    OwnLimits,
    require_sense,
    widest,
)
from autograder.course.public import CHECKS
from autograder.course.supplied import require_supplied
from autograder.course.tables import (
    ByStudent,
    ClusterOptions,
    CourseLateRules,
    ExportingOptions,
    LateRules,
    Table,
)
from autograder.errors import CourseError
from autograder.text.decoding import decoded
from autograder.text.i18n import Language, language_of, languages
from autograder.text.nearest import hint, meant
from autograder.times.zones import zone_named


class Course(Table):
    """The course as course.toml describes it, and the folder it stands in."""

    root: Path
    course: Identity
    secret: SecretPlace = SecretPlace()
    grading: GradingOptions = GradingOptions()
    cluster: ClusterOptions = ClusterOptions()
    exchange: ExchangeOptions = ExchangeOptions()
    watch: WatchOptions = WatchOptions()
    limits: Limits = Limits()
    late: CourseLateRules = CourseLateRules()
    export: ExportingOptions = ExportingOptions()
    extensions: dict[Slug, ByStudent] = Field(default_factory=dict)
    assignments: Annotated[dict[Slug, Assignment], Field(min_length=1)]
    _given: str = PrivateAttr("")

    @model_validator(mode="after")
    def _limits_that_fit(self) -> "Course":
        own = {
            f"assignments.{a}.limits.{e}": self.limits_of(a, e)
            for a, one in self.assignments.items()
            for e in one.limits
        }
        require_sense({"limits": self.limits, **own}, self.cluster.walltime)
        return self

    def limits_of(self, assignment: str, exercise: str) -> Limits:
        """Return what one exercise may use: the course's limits, and its own over them."""
        own = self.assignments[assignment].limits.get(exercise, OwnLimits())
        return own.over(self.limits)

    def widest_limits(self, assignment: str) -> Limits:
        """Return limits within which every exercise of an assignment fits."""
        exercises = self.assignments[assignment].exercises
        own = (self.limits_of(assignment, exercise) for exercise in exercises)
        return widest(self.limits, own)

    def assignment(self, name: str) -> Assignment:
        """Return the assignment of this name; raises CourseError naming those there are."""
        if name not in self.assignments:
            raise CourseError(
                f"{self.root / 'course.toml'}: there is no assignment {name!r}. "
                f"{hint(name, self.assignments)} Else add [assignments.{name}]."
            )
        return self.assignments[name]

    @property
    def language(self) -> Language:
        """Return the language that findings are shown in."""
        return language_of(self.course.language, self.catalogues)

    @property
    def catalogues(self) -> tuple[Path, ...]:
        """Return the folders of the assignments' own translations, each among its checks."""
        folders = (self.checks(name) / "locale" for name in self.assignments)
        return tuple(folder for folder in folders if folder.is_dir())

    def local(self, when: datetime) -> datetime:
        """Return a moment by the clock of the course's time zone; by UTC where it has none."""
        zone = self.course.timezone
        return when.astimezone(zone_named(zone) if zone else UTC)

    def handouts(self, name: str) -> dict[str, Path]:
        """Return by notebook the file of its handout, that in the course's language if there is."""
        names, language = self.assignment(name).notebooks, self.course.language
        return handouts_in(self.root / "assignments" / name, name, names, language)

    def handout(self, name: str) -> Path:
        """Return the file of the handout of an assignment's first notebook."""
        return next(iter(self.handouts(name).values()))

    def checks(self, name: str) -> Path:
        """Return the folder of an assignment's checks, a module for each exercise."""
        return self.root / "assignments" / name / CHECKS

    def late_rules(self, name: str) -> LateRules:
        """Return what is late in one assignment: the course's rules, and its own over them."""
        return self.late.with_those_of(self.assignment(name).late)

    def earns_until(self, one: Assignment) -> datetime | None:
        """Return the last second in which anybody can hand in for points, None without end."""
        granted = self.extensions.get(one.name, {}).values()
        return earns_until(one, self.late.with_those_of(one.late), self.late.budget_days, granted)

    def whole(self) -> "Course":
        """Return the same course with points for every exercise, not rounded: `verify` needs it."""
        all_of = {name: one.whole() for name, one in self.assignments.items()}
        grading = self.grading.model_copy(update={"round": None})
        return self.model_copy(update={"assignments": all_of, "grading": grading})

    def as_variant(self, name: str, letter: str) -> "Course":
        """Return the same course with the parameters of one variant of an assignment."""
        one = self.assignment(name).as_variant(letter)
        return self.model_copy(update={"assignments": {**self.assignments, name: one}})

    def under(self, secret: str) -> "Course":
        """Return the same course with another secret, as `verify` needs many."""
        copy = self.model_copy()
        copy._given = secret
        return copy

    def secret_bytes(self) -> bytes:
        """Return the course secret; raises CourseError saying how to make one."""
        value = self._given or os.environ.get(self.secret.env, "")
        path = self.root / self.secret.file
        if not value and path.is_file():
            value = decoded(path.read_bytes())
        if not value.strip():
            raise CourseError(
                f"The course has no secret: hidden inputs derive from one. Set the environment "
                f"variable {self.secret.env}, or write one to {path} "
                f'(python -c "import secrets; print(secrets.token_hex())" > {path}).'
            )
        return value.strip().encode()

    def seed(self, purpose: str) -> int:
        """Return the seed for one hidden purpose, from the course secret and nothing else."""
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
    data = read_tables(path)
    put_into_zone(path, data)
    assignments = data.get("assignments", {})
    if isinstance(assignments, dict):
        for name, table in assignments.items():
            if isinstance(table, dict):
                table["name"] = name
    try:
        course = Course.model_validate({**data, "root": path.parent})
    except ValidationError as error:
        raise CourseError(f"{path}: {sentence(error, Course)}") from error
    _require_files(course)
    for name, one in course.assignments.items():
        handouts = course.checks(name).parent.glob("*.md.j2")
        require_read(path, name, one.parameters, handouts, course.checks(name))
    _require_later(course)
    require_supplied(path, course.assignments, course.earns_until)
    return course


def _require_language(course: Course) -> None:
    """Raise CourseError for a language that nothing is written in, as a typing slip would be."""
    code, known = course.course.language, languages(course.catalogues)
    paths = (path for name in course.assignments for path in course.handouts(name).values())
    handouts = [path for path in paths if f".{code}." in path.name]
    if code not in known and not handouts:
        raise CourseError(
            f"{course.root / 'course.toml'}: course.language is {code!r}, but no findings and no "
            f"handouts are in it. Findings there are in: {', '.join(known)}. For handouts alone, "
            f"write assignments/<assignment>/assignment.{code}.md.j2."
        )


def _require_later(course: Course) -> None:
    """Raise CourseError for an extension of no assignment, or one that shortens the time."""
    for name, granted in course.extensions.items():
        due = course.assignment(name).due
        for student, until in granted.items():
            if until < due:
                raise CourseError(
                    f"{course.root / 'course.toml'}: the extension of {name} for {student!r} ends "
                    f"before the assignment is due. Give a later date, or remove it."
                )


def _require_files(course: Course) -> None:
    """Raise CourseError when a file that an assignment needs is not there."""
    _require_language(course)
    for name, assignment in course.assignments.items():
        require_no_other(course.root / "assignments" / name, name, assignment.notebooks)
        several = len(assignment.files) > 1
        places = {
            f"the handout{f' of {file}.ipynb' if several else ''}": path
            for file, path in course.handouts(name).items()
        }
        for exercise in assignment.exercises:
            solution = course.root / "solutions" / name / f"{exercise}.py"
            places[f"the solution of {name}/{exercise}"] = solution
        for what, path in places.items():
            if not path.is_file():
                near = meant(path.stem, (other.stem for other in path.parent.glob("[a-z]*.py")))
                raise CourseError(
                    f"{course.root / 'course.toml'}: [assignments.{name}] needs {what} at "
                    f"{path}, which is missing. {f'Did you mean {near}? ' if near else ''}"
                    f"Add the file, or remove the key."
                )
