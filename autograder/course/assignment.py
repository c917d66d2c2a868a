"""[assignments.NAME] of course.toml: one assignment, its dates and its tables."""

from collections.abc import Iterable
from functools import cached_property
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    AwareDatetime,
    Field,
    PrivateAttr,
    field_validator,
    model_validator,
)

from autograder.checking.protocol import Protocol
from autograder.course.data import Data
from autograder.course.draw import folded
from autograder.course.exercises import Exercises
from autograder.course.keys import Key, key_of, require_keys
from autograder.course.notebooks import require_names
from autograder.course.options import Slug
from autograder.course.per_exercise import OwnLimits, Parameter, Training, require_exercises
from autograder.course.tables import Columns, LateRules, Letters
from autograder.course.variants import START, OneOf, Variant, variants_of


def _require_each_once(students: Iterable[str]) -> None:
    seen: dict[str, str] = {}
    for student in students:
        other = seen.setdefault(folded(student), student)
        if other != student:
            raise ValueError(
                f"variants has {other!r} and {student!r}, which are one student in two spellings. "
                f"Remove one of the lines"
            )


SIZES = ("image_size", "num_values", "channels")  # parameters that images are made ready by
# Arguments of `self_check` that are no parameters of the course.
_OF_SELF_CHECKS = {"dataset", "earlier", "key", "language", "names", "training"}


class Assignment(Exercises):
    """One assignment: its exercises with their points, in the order of the handout.

    `notebooks` are those that students get, in the order in which they are to be done, each made
    from a handout `<notebook>.md.j2`; [] for one of the assignment's own name. `supplied` are
    answers of other assignments that it hands out, such as "flows/coupling.Affine", and
    `solutions_from` is when its own may be shown. `given`, its table `parameters` as it stands
    there, some of them drawn per student; `letters`, its table `variants`, who has another variant
    than is drawn.
    """

    name: Slug = ""
    title: str
    notebooks: list[Slug] = Field(default_factory=list)
    due: AwareDatetime
    released: AwareDatetime | None = None
    solutions_from: AwareDatetime | None = None
    supplied: Annotated[list[str], AfterValidator(require_keys)] = Field(default_factory=list)
    late: LateRules = LateRules()
    columns: Columns = Columns()
    given: dict[Slug, Parameter] = Field(default_factory=dict, alias="parameters")
    letters: Letters = Field(default_factory=dict, alias="variants")
    data: Data | None = None
    training: dict[Slug, Training] = Field(default_factory=dict)
    limits: dict[Slug, OwnLimits] = Field(default_factory=dict)
    _variant: str = PrivateAttr("")

    @field_validator("given")
    @classmethod
    def _names_of_their_own(cls, value: dict[str, Any]) -> dict[str, Any]:
        taken = sorted(_OF_SELF_CHECKS & value.keys())
        if taken:
            raise ValueError(f"{taken[0]} is a name that self-checks need; take another")
        return value

    @field_validator("notebooks")
    @classmethod
    def _each_once(cls, value: list[str]) -> list[str]:
        return require_names(value)

    @model_validator(mode="after")
    def _tables_of_exercises(self) -> "Assignment":
        require_exercises("training", self.training, self.exercises)
        require_exercises("limits", self.limits, self.exercises)
        return self

    @model_validator(mode="after")
    def _variants_that_are(self) -> "Assignment":
        _require_each_once(self.letters)
        if self.variants and START in self.files:
            raise ValueError(
                f"notebooks has {START!r}, and where parameters are drawn, {START}.ipynb is what "
                f"gives students their own. Call it otherwise"
            )
        names = [one.name for one in self.variants]
        for name in SIZES if self.data else ():
            if isinstance(self.given.get(name), OneOf):
                raise ValueError(
                    f"{name} is drawn, and the table data makes its images of one {name} for all. "
                    f"Draw another parameter, or leave the table data out"
                )
        for student, letter in self.letters.items():
            if letter not in names:
                there = f"there are {', '.join(names)}" if names else "nothing is drawn here"
                raise ValueError(f"variants gives {student!r} the variant {letter!r}: {there}")
        return self

    @cached_property
    def variants(self) -> tuple[Variant, ...]:
        """Return its variants, () where all students get the same."""
        return variants_of(self.given)

    @property
    def variant(self) -> str:
        """Return the letter of the variant that its parameters are of, "" where there is none."""
        variants = self.variants
        return self._variant or (variants[0].name if variants else "")

    @property
    def parameters(self) -> dict[str, Any]:
        """Return its parameters: plain values, of the variant that it is."""
        drawn = next((one.drawn for one in self.variants if one.name == self.variant), {})
        return {
            name: drawn[name] if isinstance(value, OneOf) else value
            for name, value in self.given.items()
        }

    def as_variant(self, letter: str) -> "Assignment":
        """Return the same of one variant; "" is for an assignment that has none."""
        copy = self.model_copy()
        copy._variant = letter
        return copy

    @property
    def files(self) -> tuple[str, ...]:
        """Return the names of its notebooks without .ipynb, in the order of doing them."""
        return tuple(self.notebooks) or (self.name,)

    @property
    def answers(self) -> tuple[Key, ...]:
        """Return the answers of other assignments that it hands out."""
        return tuple(map(key_of, self.supplied))

    def protocol_of(self, exercise: str) -> Protocol | None:
        """Return how models of an exercise are trained, None where course.toml does not say."""
        found = self.training.get(exercise)
        return found.protocol if found else None
