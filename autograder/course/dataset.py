"""The images of an assignment, by course.toml and by the file that `build` makes of it."""

from collections.abc import Mapping
from typing import Any

from autograder.checking.dataset import BUNDLED, Dataset, bundled
from autograder.course.assignment import SIZES
from autograder.course.config import Course
from autograder.errors import CourseError

# The names are those of `assignment.SIZES`; the values count where no parameter says so.
_SIZES = dict(zip(SIZES, (None, 2, 1), strict=True))


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


def images_of(course: Course, name: str) -> Dataset | None:
    """Return the same, else the digits that lie in the assignment's folder, None for neither."""
    folder = course.root / "assignments" / name
    digits = bundled(folder) if (folder / BUNDLED).is_file() else None
    return chosen_dataset(course, name) or digits


def _whole(course: Course, name: str, parameters: Mapping[str, Any], key: str) -> int:
    value = parameters.get(key, _SIZES[key])
    least, most = {"image_size": (2, 1024), "num_values": (2, 256), "channels": (1, 16)}[key]
    if type(value) is not int or not least <= value <= most:
        raise CourseError(
            f"{course.root / 'course.toml'}: the key assignments.{name}.parameters.{key} is "
            f"{'missing' if value is None else repr(value)}. With a table `data`, it has to be a "
            f"whole number, {least} to {most}."
        )
    return value
