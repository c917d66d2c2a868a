"""Images of the course's own: an .npz that an instructor has made."""

import zipfile
import zlib
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from autograder.errors import CourseError

HOW = (
    "Save it as np.savez_compressed(file, images=images), images uint8 (N, H, W), or (N, C, H, W) "
    "in colour."
)


def own_images(path: Path) -> NDArray[Any]:
    """Return the images of an .npz, uint8 (N, H, W) grey or (N, C, H, W) in colour.

    Raises CourseError, which says how to save one, for a file that is no such thing.
    """
    images = stored(path)
    if images.ndim == 4 and images.shape[1] not in (1, 2, 3, 4) and images.shape[-1] in (1, 3, 4):
        raise CourseError(
            f"{path}: its images are {images.shape}, the channels last. Save "
            f"images.transpose(0, 3, 1, 2): channels come before height and width."
        )
    if images.ndim not in (3, 4) or 0 in images.shape:
        raise CourseError(f"{path}: its images are {images.shape}. {HOW}")
    if images.dtype.kind not in "bui":
        raise CourseError(f"{path}: its images are {images.dtype}, no whole numbers. {HOW}")
    least, most = int(images.min()), int(images.max())
    if least < 0 or most > 255:
        raise CourseError(
            f"{path}: its values go from {least} to {most}. They have to lie within 0 … 255. {HOW}"
        )
    images = images.astype(np.uint8)
    return images[:, 0] if images.ndim == 4 and images.shape[1] == 1 else images


def stored(path: Path, key: str = "images") -> NDArray[Any]:
    """Return one array of an .npz; raises CourseError for a file that has none of this name."""
    try:
        # Without pickle, so that nothing in it is run.
        file = np.load(BytesIO(path.read_bytes()))
        if not isinstance(file, np.lib.npyio.NpzFile):
            raise CourseError(f"{path}: this is no .npz file, but one array. {HOW}")
        with file:
            if key not in file.files:
                names = ", ".join(file.files) or "none"
                raise CourseError(f"{path}: it has no array {key!r}, but {names}. {HOW}")
            return np.asarray(file[key])
    except (OSError, ValueError, EOFError, zipfile.BadZipFile, zlib.error) as error:
        raise CourseError(f"{path} cannot be read as an .npz file: {error}. {HOW}") from error
