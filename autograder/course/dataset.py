"""The images of an assignment, by course.toml and by the file that `build` makes of it."""

from collections.abc import Mapping
from typing import Any

from autograder.checking.dataset import Dataset
from autograder.course.config import Course
from autograder.errors import CourseError

_SIZES = {"image_size": 8, "num_values": 2, "channels": 1}  # where no parameter says so


def chosen_dataset(course: Course, name: str) -> Dataset | None:
    """Return what `[assignments.NAME.data]` says, None where there is no such table.

    Size, channels and values are the parameters `image_size`, `channels` and `num_values`. The
    file need not be there yet. Raises CourseError where a parameter is no whole number.
    """
    assignment = course.assignment(name)
    data = assignment.data
    if data is None:
        return None
    side, values, channels = (_whole(course, name, assignment.parameters, key) for key in _SIZES)
    path = course.root / "assignments" / name / data.file
    return Dataset(path, channels, side, values, data.train, data.held_back)


def require_prepared(dataset: Dataset | None) -> None:
    """Raise CourseError where the file of a data set is not there: `build` makes it."""
    if dataset is not None and not dataset.path.is_file():
        raise CourseError(
            f"{dataset.path}: there is no such file. `autograder build` makes it of what the table "
            f"[assignments.{dataset.path.parent.name}.data] in course.toml names."
        )


def _whole(course: Course, name: str, parameters: Mapping[str, Any], key: str) -> int:
    value = parameters.get(key, _SIZES[key])
    least, most = {"image_size": (2, 1024), "num_values": (2, 256), "channels": (1, 16)}[key]
    if type(value) is not int or not least <= value <= most:
        raise CourseError(
            f"{course.root / 'course.toml'}: the key assignments.{name}.parameters.{key} is "
            f"{value!r}. With a table `data`, it has to be a whole number, {least} to {most}."
        )
    return value
