"""Small sets of images that tests make, in files as published sets have them."""

import gzip
import pickle
from hashlib import md5
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from autograder.course.config import Course, load_course
from tests.support.toycourse import COURSE, make_course


def greys(count: int, side: int = 8, channels: int | None = None, seed: int = 0) -> NDArray[Any]:
    """Return images of 0 … 255, uint8 (N, H, W) or (N, C, H, W): noise, no two alike."""
    shape = (count, side, side) if channels is None else (count, channels, side, side)
    return np.random.default_rng(seed).integers(0, 256, shape).astype(np.uint8)


def idx(images: NDArray[Any]) -> bytes:
    """Return images as an IDX file has them."""
    return np.array([2051, *images.shape], ">u4").tobytes() + images.tobytes()


def write_idx(folder: Path, images: NDArray[Any], *, packed: bool) -> Path:
    """Write `train-images-idx3-ubyte`, or the same packed by gzip."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"train-images-idx3-ubyte{'.gz' if packed else ''}"
    path.write_bytes(gzip.compress(idx(images)) if packed else idx(images))
    return path


def write_cifar(folder: Path, images: NDArray[Any], cifar: Any, patch: Any) -> None:
    """Write images (N, 3, 32, 32) in CIFAR-10's layout, and have `cifar` expect their checksums."""
    place = folder / "cifar-10-batches-py"
    place.mkdir(parents=True)
    names = [name for name, _ in cifar.train_list]
    sums = {}
    for name, part in zip(names, np.array_split(images, len(names)), strict=True):
        sums[name] = _pickled(place / name, {"data": part.reshape(len(part), -1), "labels": []})
    test = _pickled(place / "test_batch", {"data": images[:0], "labels": []})
    meta = _pickled(place / "batches.meta", {"label_names": []})
    patch.setattr(cifar, "train_list", [[name, sums[name]] for name in names])
    patch.setattr(cifar, "test_list", [["test_batch", test]])
    patch.setattr(cifar, "meta", {**cifar.meta, "md5": meta})


def _pickled(path: Path, content: object) -> str:
    path.write_bytes(pickle.dumps(content))
    return md5(path.read_bytes(), usedforsecurity=False).hexdigest()


def course_with(root: Path, data: str, parameters: str = "image_size = 8") -> Course:
    """Write the toy course with a table `data` and parameters of size; it may be there already."""
    text = f"{COURSE}{parameters}\n\n[assignments.toy.data]\n{data}\n"
    if (root / "course.toml").is_file():
        (root / "course.toml").write_text(text, encoding="utf-8")
        return load_course(root)
    return make_course(root, course=text)
