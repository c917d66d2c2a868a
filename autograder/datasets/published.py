"""MNIST, Fashion-MNIST and CIFAR-10, from files that lie here or are fetched by torchvision.

Its own layouts are read, and that of the Debian package dataset-fashion-mnist.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from autograder.course.data import Data
from autograder.datasets.idx import idx_file, idx_images
from autograder.errors import CourseError

DATA = "data"  # the folder of a course in which files are looked for, and to which they are fetched
_CIFAR = "cifar-10-batches-py"
SHARED = Path("/usr/share/datasets")  # where Debian's packages put them


@dataclass(frozen=True)
class Published:
    """A published set: its title, its class in torchvision, and where files lie in a folder."""

    title: str
    torchvision: str
    raw: str = ""  # of its IDX files, below the folder that torchvision is given


SETS = {
    "mnist": Published("MNIST", "MNIST", "MNIST/raw"),
    "fashion-mnist": Published("Fashion-MNIST", "FashionMNIST", "FashionMNIST/raw"),
    "cifar10": Published("CIFAR-10", "CIFAR10"),
}


def published_images(root: Path, data: Data) -> NDArray[Any]:
    """Return the training images of a set, uint8 (N, H, W) grey or (N, C, H, W) in colour.

    Raises CourseError where its files are not there, saying where they were looked for, or broken.
    """
    one = SETS[data.set]
    folders = _folders(root, data)
    found = _found(one, data, folders)
    if found is None and data.download:
        _fetch(one, folders[0])
        found = _found(one, data, folders)
    if found is None:
        listed = ", ".join(str(folder) for folder in folders)
        raise CourseError(
            f"{root / 'course.toml'}: the set {data.set!r} needs the files of {one.title}, and "
            f"there are none in {listed}. Name the folder that has them by `folder`, or write "
            f"download = true, so that `autograder build` fetches them."
        )
    return idx_images(found) if one.raw else _cifar(found)


def _folders(root: Path, data: Data) -> list[Path]:
    """Return where files are looked for; the first one is where they are fetched to."""
    if data.folder:
        named = root / Path(data.folder).expanduser()
        # torchvision's own folder was named, and not the one in which it makes that.
        return [named.parent if named.name == _CIFAR else named]
    return [root / DATA, SHARED]


def _found(one: Published, data: Data, folders: list[Path]) -> Path | None:
    """Return the file of images, or the folder that torchvision reads; None for none."""
    if not one.raw:
        return next((f for f in folders if (f / _CIFAR).is_dir()), None)
    places = [place for folder in folders for place in (folder / one.raw, folder / data.set)]
    # The files of MNIST and of Fashion-MNIST have the same names: a folder tells which they are.
    flat = [place for folder in folders for place in (folder, folder / "raw")]
    return idx_file([*places, *(flat if data.folder else [])])


def _cifar(folder: Path) -> NDArray[Any]:
    """Read CIFAR-10 by torchvision, which compares its checksums before it unpickles anything."""
    try:
        images = _class_of("CIFAR10")(str(folder)).data
    except (OSError, RuntimeError) as error:
        raise CourseError(
            f"{folder / _CIFAR}: torchvision could not read CIFAR-10 there: "
            f"{_short(error)}. Fetch it again."
        ) from error
    return np.ascontiguousarray(images.transpose(0, 3, 1, 2))


def _fetch(one: Published, folder: Path) -> None:
    """Fetch the files by torchvision; raises CourseError saying what to do instead."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _class_of(one.torchvision)(str(folder), download=True)
    except (OSError, RuntimeError) as error:  # URLError is an OSError
        raise CourseError(
            f"{one.title} could not be fetched to {folder}: {_short(error)}. Try again, or fetch "
            f"its files yourself and name their folder by `folder` in course.toml."
        ) from error


def _class_of(name: str) -> Any:
    from autograder.worker.compat import load_torchvision  # imports torch

    if not load_torchvision():
        raise CourseError(
            "torchvision is not installed, by which the files of published sets are fetched and "
            "read. Run: pip install torchvision"
        )
    from torchvision import datasets

    return getattr(datasets, name)


def _short(error: Exception) -> str:
    return " ".join(str(error).split())[:200].rstrip(".")
