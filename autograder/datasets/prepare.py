"""`build` puts an assignment's images beside its notebook: cut to size, in num_values levels.

The same images and the same table of course.toml give the same file to the byte. It says within
itself what it was made by, so that it is known again where the source is not at hand.
"""

import json
import re
from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from autograder.checking.dataset import BUNDLED, Dataset, bundled
from autograder.course.config import Course
from autograder.course.data import DIGITS, Data
from autograder.course.dataset import chosen_dataset
from autograder.datasets.faults import (
    require_as_wanted,
    require_count,
    require_greys,
    require_levels,
    require_size,
)
from autograder.datasets.levels import binned, cropped, scaled
from autograder.datasets.own import own_images, stored
from autograder.datasets.prepared import made_by, table_of
from autograder.datasets.published import published_images
from autograder.errors import CourseError
from autograder.storage.atomic import keeping, write_atomically
from autograder.text.decoding import decoded

_ASKED = re.compile(r"\bdataset\b")  # in a module of checks: ctx.dataset


def prepare(course: Course, name: str) -> Dataset | None:
    """Write the images of an assignment beside its notebook, and return what they are.

    None where it has none. Raises CourseError where they are not as the parameters say, and then
    the file stays as it was.
    """
    data, dataset = course.assignment(name).data, chosen_dataset(course, name)
    if data is None or dataset is None:
        return _bundled(course, name)
    where = f"{course.root / 'course.toml'}: [assignments.{name}.data], the set {data.set!r}"
    if _is_taken_as_it_is(course.root, data, dataset.path):
        _require_there(dataset.path, where)
        require_as_wanted(stored(dataset.path), dataset, str(dataset.path))
        return dataset
    _require_ours(dataset.path, data.set)
    table = table_of(data, name, course)
    try:
        images = _source(course.root, data)
    except CourseError:
        if not _is_prepared(dataset, table):  # on another machine, which has the source
            raise
    else:
        _write(images, Wanted(data, dataset, where), table)
    return dataset


def require_asked(course: Course, name: str) -> None:
    """Raise CourseError for a table `data` of an assignment whose checks ask for no images.

    They would go on with those that they have, and nobody would be told.
    """
    data, checks = course.assignment(name).data, course.checks(name)
    sources = checks.rglob("*.py") if checks.is_dir() else ()
    if data is None or any(_ASKED.search(decoded(path.read_bytes())) for path in sources):
        return
    raise CourseError(
        f"{course.root / 'course.toml'}: [assignments.{name}.data] names the set {data.set!r}, and "
        f"no check in {checks} reads ctx.dataset, so all would be graded on other images. Remove "
        f"the table, or have the checks read it."
    )


@dataclass(frozen=True)
class Wanted:
    """What images an assignment asks for, and where it is said."""

    data: Data
    dataset: Dataset
    where: str


def _is_taken_as_it_is(root: Path, data: Data, path: Path) -> bool:
    """Say whether the file beside the notebook is the instructor's own, and not made of another."""
    lies_there = data.is_own and not (root / data.set).is_file() and path.is_file()
    return data.set == DIGITS or (lies_there and made_by(path) is None)


def _bundled(course: Course, name: str) -> Dataset | None:
    """Return the digits of an assignment without a table; raises CourseError for another size."""
    folder, parameters = course.root / "assignments" / name, course.assignment(name).parameters
    if not (folder / BUNDLED).is_file() or "image_size" not in parameters:
        return None
    digits = bundled(folder)
    has = {"image_size": digits.side, "num_values": digits.num_values, "channels": digits.channels}
    wanted = {key: parameters.get(key, value) for key, value in has.items()}
    if wanted != has:
        raise CourseError(
            f"{course.root / 'course.toml'}: the parameters image_size, num_values and channels of "
            f"{name} are {_listed(wanted)}, and those of the bundled digits {_listed(has)}. Write "
            f"these, or add a table [assignments.{name}.data] that names other images, such as "
            f'set = "fashion-mnist".'
        )
    return digits


def _listed(numbers: dict[str, Any]) -> str:
    return ", ".join(map(str, numbers.values()))


def _require_there(path: Path, where: str) -> None:
    if not path.is_file():
        raise CourseError(f"{where}: there is no {path}. Put it there, or take another set.")


def _require_ours(path: Path, name: str) -> None:
    """Raise CourseError where a file of the instructor's own lies where ours would be written."""
    if path.is_file() and made_by(path) is None:
        raise CourseError(
            f"{path}: `autograder build` would write the images of {name} there, and the file was "
            f"not made by it. Move it away, or remove it."
        )


def _source(root: Path, data: Data) -> NDArray[Any]:
    if not data.is_own:
        return published_images(root, data)
    path = root / data.set
    if not path.is_file():
        raise CourseError(
            f"{path}: there is no such file, and course.toml names it as a set of images. Put it "
            f"there, beside course.toml, or name another one."
        )
    return own_images(path)


def _is_prepared(dataset: Dataset, table: dict[str, Any]) -> bool:
    made = made_by(dataset.path) if dataset.path.is_file() else None
    if made is None or made.get("table") != table:
        return False
    require_as_wanted(stored(dataset.path), dataset, str(dataset.path))
    return True


def _write(images: NDArray[Any], wanted: Wanted, table: dict[str, Any]) -> None:
    dataset = wanted.dataset
    require_count(images, dataset, wanted.where)
    images = images[: dataset.train + dataset.held_back]
    digest = sha256(f"{images.shape}".encode() + np.ascontiguousarray(images).tobytes())
    images = _quantised(images, wanted)
    require_as_wanted(images, dataset, wanted.where)
    made = np.array(json.dumps({"table": table, "source": digest.hexdigest()}, sort_keys=True))
    buffer = BytesIO()
    np.savez_compressed(buffer, images=np.ascontiguousarray(images), made_by=made)
    with keeping(dataset.path):
        if not dataset.path.is_file() or dataset.path.read_bytes() != buffer.getvalue():
            write_atomically(dataset.path, buffer.getvalue(), public=True)


def _quantised(images: NDArray[Any], wanted: Wanted) -> NDArray[Any]:
    """Cut images to size and return their levels; raises CourseError where they cannot be that."""
    data, dataset, where = wanted.data, wanted.dataset, wanted.where
    if data.crop:
        images = cropped(images, data.crop, where)
    if data.scale and data.levels:
        raise CourseError(f"{where}: levels cannot be averaged. Remove scale, or levels = true.")
    if data.scale:
        images = scaled(images, data.scale, where)
    require_size(images, dataset, where)
    if data.levels:
        require_levels(images, dataset, where)
        return images
    if data.is_own:
        require_greys(images, dataset, where)
    return binned(images, dataset.num_values)
