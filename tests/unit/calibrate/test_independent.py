"""What an image costs when each entry is coded by how often it had each value."""

import math
from pathlib import Path

import numpy as np
import pytest

from autograder.checking.calibration import independent_images
from autograder.checking.dataset import Dataset, bundled
from tests.conftest import ROOT


def test_a_coin_costs_a_bit_and_a_constant_nothing(tmp_path: Path) -> None:
    images = np.zeros((4000, 2, 2), np.uint8)
    images[::2, 0, 0] = images[::2, 0, 1] = 1  # two coins that agree, two pixels that are 0
    np.savez(tmp_path / "x.npz", images=images)
    nats = independent_images(Dataset(tmp_path / "x.npz", 1, 2, 2, 3000, 1000))
    assert nats == pytest.approx(2 * math.log(2), abs=2e-3)


def test_a_value_that_was_never_seen_is_not_impossible(tmp_path: Path) -> None:
    images = np.zeros((20, 1, 1), np.uint8)
    images[19] = 255
    np.savez(tmp_path / "x.npz", images=images)
    nats = independent_images(Dataset(tmp_path / "x.npz", 1, 1, 256, 10, 10))
    assert 0 < nats < math.inf


def test_of_the_bundled_digits_it_is_the_number_of_the_handout() -> None:
    assert independent_images(bundled(ROOT / "assignments" / "pixelcnn")) == pytest.approx(
        24.6, abs=0.1
    )


def test_few_images_of_many_values_are_no_worse_than_knowing_nothing(tmp_path: Path) -> None:
    noise = np.random.default_rng(0).integers(0, 256, (40, 4, 4)).astype(np.uint8)
    np.savez(tmp_path / "x.npz", images=noise)
    images = Dataset(tmp_path / "x.npz", 1, 4, 256, 30, 10)
    assert independent_images(images) == pytest.approx(16 * math.log(256))
    np.savez(tmp_path / "x.npz", images=noise // 64 * 64)  # four values, anywhere
    assert independent_images(images) == pytest.approx(16 * math.log(4), rel=0.2)
