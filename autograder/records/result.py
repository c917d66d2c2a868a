"""What a grade cell holds of a verdict: data in its metadata, from which every page is drawn."""

from collections.abc import Mapping, MutableMapping
from dataclasses import dataclass, replace
from typing import Any, Self

from autograder.records.verdict import ExerciseVerdict
from autograder.text.i18n import recipe_of, restored

MOST_TEXT = 4_000  # characters; pages show less
PICTURE_KEY = "png"  # of a picture's data
KEY = "autograder"  # of a cell's metadata; nbgrader keeps its own under "nbgrader"


@dataclass(frozen=True)
class Result:
    """The result of one grade cell, as far as it may be shown.

    `reason` says why the submission could not be graded, "" where it was; `note` stands below the
    findings; `withheld`, that more is told after the due date.
    """

    exercise: ExerciseVerdict | None = None
    reason: str = ""
    note: str = ""
    withheld: bool = False

    @classmethod
    def of(cls, metadata: Mapping[str, Any]) -> Self | None:
        """Return the result in a cell's metadata, None of a cell that holds none it can read."""
        held = metadata.get(KEY)
        try:
            return cls.from_json(held) if isinstance(held, Mapping) else None
        except (KeyError, TypeError, ValueError):  # written by another version
            return None

    def put(self, metadata: MutableMapping[str, Any]) -> None:
        """Write the result into a cell's metadata."""
        metadata[KEY] = self.to_json()

    def to_json(self) -> dict[str, Any]:
        """Return the result as plain data, without what is for the person who grades alone."""
        exercise = _for_students(self.exercise).to_json() if self.exercise else None
        texts = {name: _text_json(getattr(self, name)) for name in ("reason", "note")}
        tame: dict[str, Any] = _tame({"exercise": exercise, **texts, "withheld": self.withheld})
        return tame

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """Return the result that `to_json` wrote; raises KeyError, TypeError or ValueError."""
        exercise = data["exercise"]
        return cls(
            ExerciseVerdict.from_json(exercise) if exercise else None,
            _text_of(data["reason"]),
            _text_of(data["note"]),
            bool(data["withheld"]),
        )

    def withholding(self, exercise: ExerciseVerdict | None, note: str) -> Self:
        """Return what is left of the result until the due date."""
        return replace(self, exercise=exercise, note=note, withheld=True)


def _for_students(exercise: ExerciseVerdict) -> ExerciseVerdict:
    """Return an exercise without the questions and replies that a person has to look at."""
    own, findings = (
        tuple(replace(one, question="", replies=()) for one in found)
        for found in (exercise.own, exercise.findings)
    )
    return replace(exercise, own=own, findings=findings)


def _tame(data: Any, key: str = "") -> Any:
    """Return data whose texts, which a student's code may have said, are short and can be UTF-8."""
    if isinstance(data, Mapping):
        return {name: _tame(value, name) for name, value in data.items()}
    if isinstance(data, list | tuple):
        return [_tame(item, key) for item in data]
    if isinstance(data, str) and key != PICTURE_KEY:
        return data[:MOST_TEXT].encode("utf-8", "replace").decode()
    return data


def _text_json(text: str) -> dict[str, Any]:
    return {"text": str(text), "recipe": recipe_of(text)}


def _text_of(data: Mapping[str, Any]) -> str:
    return restored(str(data["text"]), data["recipe"])
