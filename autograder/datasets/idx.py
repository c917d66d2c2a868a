"""Images in the IDX format of MNIST: as they are, or packed by gzip.

The format: http://yann.lecun.com/exdb/mnist/. Four big-endian numbers, 2051 for unsigned bytes in
three dimensions, count, rows and columns, then the bytes.
"""

import gzip
import zlib
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from autograder.errors import CourseError

_NAMES = ("train-images-idx3-ubyte", "train-images.idx3-ubyte")
_MAGIC, _HEADER = 2051, 16


def idx_file(folders: list[Path]) -> Path | None:
    """Return the file with the training images in the first folder that has one, else None."""
    for folder in folders:
        for name in _NAMES:
            for path in (folder / name, folder / f"{name}.gz"):
                if path.is_file():
                    return path
    return None


def idx_images(path: Path) -> NDArray[Any]:
    """Read the images of an IDX file, uint8 (N, H, W); raises CourseError for what is none."""
    try:
        content = path.read_bytes()
        if path.suffix == ".gz":
            content = gzip.decompress(content)
    except (OSError, EOFError, zlib.error) as error:
        raise CourseError(f"{path} cannot be read: {error}. Fetch it again.") from error
    numbers = np.frombuffer(content[:_HEADER], ">u4")
    if len(numbers) < 4 or numbers[0] != _MAGIC:
        raise CourseError(f"{path}: this is no IDX file of images. Fetch it again.")
    count, rows, columns = (int(number) for number in numbers[1:])
    if len(content) != _HEADER + count * rows * columns:
        raise CourseError(
            f"{path}: it should hold {count} images of {rows} x {columns}, and has "
            f"{len(content) - _HEADER} bytes of them. Fetch it again."
        )
    return np.frombuffer(content, np.uint8, offset=_HEADER).reshape(count, rows, columns)
