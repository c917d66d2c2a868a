"""An assignment's images as they lie beside its notebook, and whether course.toml still says so."""

import json
import zipfile
import zlib
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np

from autograder.course.config import Course
from autograder.course.data import Data
from autograder.course.dataset import chosen_dataset
from autograder.datasets.own import stored
from autograder.errors import CourseError


def table_of(data: Data, name: str, course: Course) -> dict[str, Any]:
    """Return all of course.toml that decides about an assignment's images."""
    dataset = chosen_dataset(course, name)
    wanted = dataset.given if dataset else {}
    return {**wanted, **data.model_dump(exclude={"folder", "download"})}


def made_by(path: Path) -> dict[str, Any] | None:
    """Return what a file says that `build` made it by, None for a file that it has not made."""
    try:
        with np.load(BytesIO(path.read_bytes())) as file:
            found = json.loads(str(file["made_by"]))
    except (OSError, ValueError, KeyError, EOFError, TypeError, zipfile.BadZipFile, zlib.error):
        return None
    return found if isinstance(found, dict) else None


def require_prepared(course: Course, name: str) -> None:
    """Raise CourseError unless an assignment's images are there, as course.toml says now."""
    data, dataset = course.assignment(name).data, chosen_dataset(course, name)
    if data is None or dataset is None:
        return
    if not dataset.path.is_file():
        raise CourseError(
            f"{dataset.path}: there is no such file. Run `autograder build {name}`, which makes it "
            f"of what the table [assignments.{name}.data] in course.toml names."
        )
    made = made_by(dataset.path)
    images = stored(dataset.path)
    channels = () if dataset.channels == 1 else (dataset.channels,)
    fits = (
        images.dtype == np.uint8
        and images.shape[1:] == (*channels, dataset.side, dataset.side)
        and len(images) >= dataset.train + dataset.held_back
        and int(images.max()) < dataset.num_values
    )
    if not fits or (made is not None and made.get("table") != table_of(data, name, course)):
        raise CourseError(
            f"{dataset.path}: these are not the images of which [assignments.{name}.data] and the "
            f"parameters in course.toml speak now. Run `autograder build {name}`."
        )
