"""MNIST, Fashion-MNIST and CIFAR-10, as torchvision and Debian lay them out."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from autograder.course.data import BY_TORCHVISION, Data
from autograder.datasets import published
from autograder.datasets.published import SETS, published_images
from autograder.errors import CourseError
from autograder.worker.compat import load_torchvision
from tests.support.imagesets import greys, idx, write_cifar, write_idx

IMAGES = greys(9, 28)
MNIST, FASHION = Data(set="mnist"), Data(set="fashion-mnist")


@pytest.fixture(autouse=True)
def no_shared(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """What this machine has installed is not there."""
    monkeypatch.setattr(published, "SHARED", tmp_path / "shared")


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize("place", ["data/FashionMNIST/raw", "data/fashion-mnist"])
def test_both_layouts_are_found_in_the_courses_folder(
    tmp_path: Path, place: str, packed: bool
) -> None:
    write_idx(tmp_path / place, IMAGES, packed=packed)
    assert (published_images(tmp_path, FASHION) == IMAGES).all()
    with pytest.raises(CourseError, match="needs the files of MNIST, and there are none in"):
        published_images(tmp_path, MNIST)


def test_debians_place_is_found_and_a_folder_of_ones_own_comes_alone(tmp_path: Path) -> None:
    write_idx(tmp_path / "shared" / "fashion-mnist", IMAGES, packed=True)
    assert (published_images(tmp_path, FASHION) == IMAGES).all()
    elsewhere = Data(set="fashion-mnist", folder="mine")
    with pytest.raises(CourseError, match=r"there are none in .*/mine\. Name the folder"):
        published_images(tmp_path, elsewhere)
    write_idx(tmp_path / "mine", IMAGES[:4], packed=False)
    assert len(published_images(tmp_path, elsewhere)) == 4
    write_idx(tmp_path / "its" / "FashionMNIST" / "raw", IMAGES[:3], packed=False)
    for folder in ("its", "its/FashionMNIST", str(tmp_path / "its/FashionMNIST/raw")):
        assert len(published_images(tmp_path, Data(set="fashion-mnist", folder=folder))) == 3


def test_the_equal_names_of_two_sets_are_not_mixed_up(tmp_path: Path) -> None:
    write_idx(tmp_path / "data" / "MNIST" / "raw", IMAGES[:3], packed=False)
    write_idx(tmp_path / "data" / "FashionMNIST" / "raw", IMAGES[3:], packed=False)
    write_idx(tmp_path / "data", IMAGES[:1], packed=False)
    for data, want in ((MNIST, IMAGES[:3]), (FASHION, IMAGES[3:])):
        assert (published_images(tmp_path, data) == want).all()


BROKEN = {
    "this is no IDX file": (b"", b"\0" * 8, idx(IMAGES)[1:]),
    "should hold 9 images of 28 x 28": (idx(IMAGES)[:-1], idx(IMAGES) + b"\0"),
}


@pytest.mark.parametrize("says", BROKEN)
def test_a_broken_file_is_told(tmp_path: Path, says: str) -> None:
    path = write_idx(tmp_path / "data" / "mnist", IMAGES, packed=False)
    for content in BROKEN[says]:
        path.write_bytes(content)
        with pytest.raises(CourseError, match=f"{says}.*Fetch it again"):
            published_images(tmp_path, MNIST)


def test_a_broken_gzip_is_told(tmp_path: Path) -> None:
    path = write_idx(tmp_path / "data" / "mnist", IMAGES, packed=True)
    for content in (b"nonsense", path.read_bytes()[:40], path.read_bytes()[:-4]):
        path.write_bytes(content)
        with pytest.raises(CourseError, match=r"cannot be read: .*Fetch it again"):
            published_images(tmp_path, MNIST)


@pytest.mark.slow
def test_cifar_is_read_by_torchvision(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    images, data = greys(20, 32, 3), Data(set="cifar10")
    cifar = _datasets().CIFAR10
    with pytest.raises(CourseError, match="needs the files of CIFAR-10"):
        published_images(tmp_path, data)
    write_cifar(tmp_path / "data", images, cifar, monkeypatch)
    for folder in ("", "data", "data/cifar-10-batches-py"):
        named = Data(set="cifar10", folder=folder)
        assert (published_images(tmp_path, named) == images).all()
    # What is not as published is not unpickled.
    (tmp_path / "data" / "cifar-10-batches-py" / "data_batch_2").write_bytes(b"other")
    with pytest.raises(CourseError, match="could not read CIFAR-10 there: Dataset not found or co"):
        published_images(tmp_path, data)


@pytest.mark.slow
def test_what_is_missing_is_fetched_where_it_is_allowed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []

    class Fetching:
        def __init__(self, root: str, *, download: bool) -> None:
            asked.append((root, download))
            write_idx(Path(root) / "MNIST" / "raw", IMAGES, packed=False)

    monkeypatch.setattr(_datasets(), "MNIST", Fetching)
    allowed = Data(set="mnist", download=True)
    for _ in range(2):  # once is enough
        assert (published_images(tmp_path, allowed) == IMAGES).all()
    assert asked == [(str(tmp_path / "data"), True)]


@pytest.mark.slow
def test_a_network_that_is_not_there_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(root: str, *, download: bool) -> None:
        raise OSError("no route to host")

    monkeypatch.setattr(_datasets(), "FashionMNIST", failing)
    allowed = Data(set="fashion-mnist", download=True)
    with pytest.raises(CourseError, match=r"could not be fetched to .*/data: no route to host"):
        published_images(tmp_path, allowed)


def test_every_set_of_course_toml_is_known_here() -> None:
    assert tuple(SETS) == BY_TORCHVISION


def _datasets() -> Any:
    assert load_torchvision()
    from torchvision import datasets

    return datasets


def test_levels_of_a_set_are_those_of_its_file(tmp_path: Path) -> None:
    write_idx(tmp_path / "data" / "mnist", IMAGES, packed=True)
    found = published_images(tmp_path, MNIST)
    assert found.dtype == np.uint8 and found.max() > 128
