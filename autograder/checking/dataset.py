"""The images of an assignment: what models train on, and what is held back from them."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor

BUNDLED = "digits.npz"  # of assignments whose course.toml has no table `data`
BUNDLED_TRAIN = 1500  # of its images; the rest is held back


@dataclass(frozen=True)
class Dataset:
    """Images in one file, whole values 0 … `num_values` - 1: first `train`, then `held_back`.

    `path` is the file, `images` in it uint8 (N, H, W) for one channel, else (N, C, H, W).
    """

    path: Path
    channels: int
    side: int
    num_values: int
    train: int
    held_back: int

    def images(self) -> Tensor:
        """Return all images, int64 (N, C, H, W): the first `train`, then those held back."""
        with np.load(self.path) as stored:
            images = torch.from_numpy(stored["images"][: self.train + self.held_back]).long()
        return images.unsqueeze(1) if images.ndim == 3 else images

    @property
    def given(self) -> dict[str, Any]:
        """Return it as the self-check cell of a released notebook has it, by the file's name."""
        return {**asdict(self), "path": self.path.name}


def dataset_of(given: Mapping[str, Any] | None, folder: Path) -> Dataset | None:
    """Return the data set that a released self-check cell was given, None for none."""
    return Dataset(**{**given, "path": folder / given["path"]}) if given else None


def bundled(folder: Path) -> Dataset:
    """Return the digits that lie in an assignment's folder; raises FileNotFoundError if none do."""
    path = folder / BUNDLED
    with np.load(path) as stored:
        images = stored["images"]
    count, side, values = len(images), int(images.shape[-1]), int(images.max()) + 1
    return Dataset(path, 1, side, values, min(BUNDLED_TRAIN, count), max(0, count - BUNDLED_TRAIN))
