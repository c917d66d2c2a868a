"""What is wrong with images for an assignment, as a sentence for its instructor."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from autograder.checking.dataset import Dataset
from autograder.errors import CourseError

# Of the images that are held back, how many may be constant, or stand among those trained on. Small
# ones of two values may be alike by chance.
MOST_CONSTANT, MOST_KNOWN = 0.5, 0.5


def require_size(images: NDArray[Any], dataset: Dataset, where: str) -> None:
    """Raise CourseError unless images (N, H, W) or (N, C, H, W) are as the parameters say."""
    channels = 1 if images.ndim == 3 else images.shape[1]
    height, width = images.shape[-2:]
    if (height, width) != (dataset.side, dataset.side):
        smaller = min(height, width) < dataset.side
        remedy = "Cut them to size by crop or scale in the table `data`"
        if height == width:
            remedy = f"Write image_size = {height}{'' if smaller else f', or {_lower(remedy)}'}"
        elif smaller:
            remedy = "Take another set, or a smaller image_size and crop"
        raise CourseError(
            f"{where}: its images have {height} x {width} pixels, and they have to be square, of "
            f"image_size = {dataset.side} in the parameters. {remedy}."
        )
    if channels != dataset.channels:
        raise CourseError(
            f"{where}: its images have {channels} {'channel' if channels == 1 else 'channels'}, "
            f"and the parameter channels is {dataset.channels}. Write channels = {channels}, or "
            f"take another set."
        )


def _lower(sentence: str) -> str:
    return sentence[:1].lower() + sentence[1:]


def require_count(images: NDArray[Any], dataset: Dataset, where: str) -> None:
    """Raise CourseError where there are fewer images than are to be trained on and held back."""
    wanted = dataset.train + dataset.held_back
    if len(images) < wanted:
        raise CourseError(
            f"{where}: it has {len(images)} images, and train + held_back are {dataset.train} + "
            f"{dataset.held_back} = {wanted}. Write smaller numbers in the table `data`."
        )


def require_levels(images: NDArray[Any], dataset: Dataset, where: str) -> None:
    """Raise CourseError for a level that is no value of the assignment."""
    most = int(images.max())
    if most >= dataset.num_values:
        raise CourseError(
            f"{where}: its largest value is {most}, and the parameter num_values is "
            f"{dataset.num_values}, so values are 0 … {dataset.num_values - 1}. If they are grey "
            f"levels of 0 … 255, put the file beside course.toml, without levels = true, and "
            f"`autograder build` quantises them."
        )


def require_greys(images: NDArray[Any], dataset: Dataset, where: str) -> None:
    """Raise CourseError for images that seem to hold levels already, where 0 … 255 is meant."""
    most = int(images.max())
    if most < dataset.num_values < 256:
        raise CourseError(
            f"{where}: its largest value is {most}, which is a value already, and no grey level "
            f"of 0 … 255. Write levels = true in the table `data`; images that are that dark "
            f"have to be saved brighter."
        )


def require_variety(images: NDArray[Any], dataset: Dataset, where: str) -> None:
    """Raise CourseError where hardly any image shows anything, or none is new."""
    rows = images.reshape(len(images), -1)
    constant = int((rows == rows[:, :1]).all(axis=1).sum())
    if constant > MOST_CONSTANT * len(rows):
        raise CourseError(
            f"{where}: in {dataset.num_values} values, {constant} of its {len(rows)} images are "
            f"one constant value, so a model has nothing to learn. Write a larger num_values or "
            f"crop, or take another set; of an .npz that holds 0 … num_values - 1 already, say "
            f"levels = true."
        )
    known = {row.tobytes() for row in rows[: dataset.train]}
    again = sum(row.tobytes() in known for row in rows[dataset.train :])
    if again > MOST_KNOWN * dataset.held_back:
        raise CourseError(
            f"{where}: {again} of the {dataset.held_back} images that are held back stand among "
            f"those that models train on, too, so they would tell nothing. Remove what is double."
        )


def require_as_wanted(images: NDArray[Any], dataset: Dataset, where: str) -> None:
    """Raise CourseError unless prepared images are those that the assignment asks for."""
    if images.dtype != np.uint8 or images.ndim not in (3, 4):
        raise CourseError(
            f"{where}: its images are {images.dtype} of {images.ndim} dimensions, no uint8 "
            f"(N, H, W) or (N, C, H, W). Save them so."
        )
    require_size(images, dataset, where)
    require_count(images, dataset, where)
    images = images[: dataset.train + dataset.held_back]
    require_levels(images, dataset, where)
    require_variety(images, dataset, where)
