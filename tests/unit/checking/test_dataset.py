"""What a check is told of the images that models train on."""

from pathlib import Path

import numpy as np
import pytest
import torch

from autograder.checking.check import Context
from autograder.checking.dataset import Dataset, dataset_of
from tests.conftest import ROOT


def test_without_a_table_they_are_the_bundled_digits() -> None:
    ctx = Context({}, ROOT / "assignments" / "pixelcnn", 0)
    digits = ctx.dataset
    assert (digits.channels, digits.side, digits.num_values) == (1, 8, 2)
    assert (digits.train, digits.held_back) == (1500, 297)
    images = digits.images()
    assert images.shape == (1797, 1, 8, 8) and images.dtype == torch.int64
    assert set(images.flatten().tolist()) == {0, 1}


def test_an_assignment_that_has_no_images_says_which_file_is_missing(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match=r"digits\.npz"):
        _ = Context({}, tmp_path, 0).dataset


def test_colour_keeps_its_channels_and_no_more_images_than_are_named(tmp_path: Path) -> None:
    stored = np.arange(7 * 3 * 4 * 4).reshape(7, 3, 4, 4) % 256
    np.savez(tmp_path / "x.npz", images=stored.astype(np.uint8))
    chosen = Dataset(tmp_path / "x.npz", 3, 4, 256, 4, 2)
    ctx = Context({}, tmp_path, 0, chosen=chosen)
    assert ctx.dataset is chosen
    assert torch.equal(chosen.images(), torch.from_numpy(stored[:6]))


def test_a_released_notebook_finds_it_beside_itself(tmp_path: Path) -> None:
    one = Dataset(Path("/course/assignments/a/x.npz"), 3, 32, 256, 10, 5)
    assert one.given["path"] == "x.npz"
    assert dataset_of(one.given, tmp_path) == Dataset(tmp_path / "x.npz", 3, 32, 256, 10, 5)
    assert dataset_of(None, tmp_path) is None
