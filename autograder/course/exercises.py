"""[assignments.NAME.exercises] of course.toml: what each exercise is worth, and who reads it."""

from typing import Annotated, Any, Literal, Self

from pydantic import BeforeValidator, Field, model_validator

from autograder.course.options import Slug
from autograder.course.tables import Table
from autograder.text.nearest import hint

Worth = Annotated[float, Field(gt=0, allow_inf_nan=False)]
Kind = Literal["", "bonus", "optional"]  # "": its points are a part of the maximum


class ExerciseTable(Table):
    """One exercise: a number of points alone, or a table.

    `points` are a part of the assignment's maximum; `bonus`, points beyond it; `optional`, for
    practice, counts for nothing. `written`, that a person reads the answer, and no check does.
    """

    points: Worth | None = None
    bonus: Worth | None = None
    optional: bool = False
    written: bool = False

    @model_validator(mode="after")
    def _one_worth(self) -> "ExerciseTable":
        named = [self.points is not None, self.bonus is not None, self.optional]
        if not any(named):
            raise ValueError(
                "it has no points: write points = 10, bonus = 5 (points beyond the maximum), or "
                "optional = true (it counts for nothing)"
            )
        if sum(named) > 1:
            raise ValueError(
                "points, bonus and optional exclude one another: points are a part of the "
                "maximum, a bonus = 5 lies beyond it, and what is optional = true counts for "
                "nothing. Keep one of them"
            )
        return self

    @property
    def kind(self) -> Kind:
        """Say how its points count."""
        return "bonus" if self.bonus is not None else "optional" if self.optional else ""

    @property
    def worth(self) -> float:
        """Return the most points that it can give, a bonus included."""
        return self.points or self.bonus or 0.0


def _as_table(value: Any) -> Any:
    """Return what stands beside an exercise as its table: a number is its points."""
    return value if isinstance(value, dict | ExerciseTable) else {"points": value}


ByExercise = Annotated[ExerciseTable, BeforeValidator(_as_table)]


class Exercises(Table):
    """The exercises of an assignment in the order of the handout, and which were withdrawn."""

    tables: Annotated[dict[Slug, ByExercise], Field(min_length=1, alias="exercises")]
    dropped: list[Slug] = Field(default_factory=list)

    @model_validator(mode="after")
    def _dropped_are_known(self) -> Self:
        unknown = [name for name in self.dropped if name not in self.tables]
        if unknown:
            raise ValueError(
                f"dropped names {unknown[0]!r}, which is none of the exercises. "
                f"{hint(unknown[0], self.tables)}"
            )
        if set(self.dropped) == set(self.tables):
            raise ValueError("dropped names every exercise, and no points would be left")
        return self

    @property
    def exercises(self) -> dict[str, float]:
        """Return what each exercise that checks are asked about is worth, dropped or not."""
        return {name: table.worth for name, table in self.tables.items() if not table.written}

    @property
    def written(self) -> tuple[str, ...]:
        """Return the exercises whose answers a person reads."""
        return tuple(name for name, table in self.tables.items() if table.written)

    @property
    def awaited(self) -> tuple[str, ...]:
        """Return the written exercises that give points: without them no grade is whole."""
        worth = self.worth
        return tuple(name for name in self.written if worth[name])

    @property
    def worth(self) -> dict[str, float]:
        """Return the most points of each exercise as they count now, those of a bonus included."""
        dropped = self.dropped
        return {n: 0.0 if n in dropped else table.worth for n, table in self.tables.items()}

    @property
    def points(self) -> dict[str, float]:
        """Return what each exercise adds to the maximum, nothing for a bonus or a dropped one."""
        return {n: 0.0 if self.tables[n].kind else most for n, most in self.worth.items()}

    @property
    def max_points(self) -> float:
        """Return the sum of the points of all exercises that count; a bonus lies beyond it."""
        return sum(self.points.values())

    @property
    def checked_points(self) -> float:
        """Return the part of the maximum that checks decide about."""
        points = self.points
        return sum(points[name] for name in self.exercises)

    def kind(self, exercise: str) -> Kind:
        """Say how the points of an exercise count."""
        return self.tables[exercise].kind

    def whole(self) -> Self:
        """Return the same with nothing dropped, and points for what is optional."""
        one = {"points": 1.0, "optional": False}
        tables = {n: t.model_copy(update=one if t.optional else {}) for n, t in self.tables.items()}
        return self.model_copy(update={"dropped": [], "tables": tables})
