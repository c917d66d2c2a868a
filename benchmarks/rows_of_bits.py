"""Images as rows: binary ones of the course, clothes and MNIST; and the digits in colours."""

import gzip
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from autograder.worker.compat import load_torchvision
from solutions.images.colour import coarsen

ROOT = Path(__file__).parent.parent
CLOTHES = Path("/usr/share/datasets/fashion-mnist")  # Debian's package dataset-fashion-mnist
DIGITS_TRAIN = 1500  # the handout's: the rest is held back
COARSE = 8  # values of a channel in the handout of `images`
TEST = 1000  # images of a larger set that are held back, from its beginning


class NoData(Exception):
    """A data set cannot be had; the message says how it can."""


@dataclass(frozen=True)
class Bits:
    """Rows of zeros and ones, float32: `train` (N, D), `test` (M, D) held back, D = side².

    Of images in colours D = 3 side², red before green before blue; value v of V is v / (V - 1).
    """

    name: str
    side: int
    train: Tensor
    test: Tensor
    channels: int = 1
    num_values: int = 2

    @property
    def num_dims(self) -> int:
        """Return D."""
        return self.channels * self.side**2


def digits() -> Bits:
    """Return the course's 8 x 8 digits, as they are handed out."""
    with np.load(ROOT / "assignments" / "density" / "digits.npz") as stored:
        rows = torch.from_numpy(stored["images"]).float().flatten(1)
    return Bits("8×8 digits", 8, rows[:DIGITS_TRAIN], rows[DIGITS_TRAIN:])


def colours(num_values: int) -> Bits:
    """Return the course's digits in colours, coarsened as they are trained on."""
    with np.load(ROOT / "assignments" / "images" / "colour.npz") as stored:
        values = coarsen(torch.from_numpy(stored["images"]).long(), num_values)
    rows = values.flatten(1).float() / (num_values - 1)
    train, test = rows[:DIGITS_TRAIN], rows[DIGITS_TRAIN:]
    return Bits("8×8 digits in colours", 8, train, test, channels=3, num_values=num_values)


def clothes(folder: Path = CLOTHES) -> Bits:
    """Return Fashion-MNIST, a one from half of the grey scale on; raises NoData without it."""
    train, test = (_idx(folder, name) for name in ("train", "t10k"))
    return Bits("Fashion-MNIST 28×28", 28, _bits(train), _bits(test[:TEST]))


def mnist(folder: Path = ROOT / "build" / "mnist") -> Bits:
    """Return MNIST by torchvision, fetched if need be; raises NoData where it cannot be fetched."""
    if not load_torchvision():
        raise NoData("MNIST: torchvision is not installed.")
    from torchvision.datasets import MNIST

    try:
        train, test = (MNIST(str(folder), train=part, download=True).data for part in (True, False))
    except (OSError, RuntimeError) as error:
        message = f"MNIST: it is not in {folder}, and torchvision cannot fetch it: {error}"
        raise NoData(message) from None
    return Bits("MNIST 28×28", 28, _bits(train), _bits(test[:TEST]))


def _idx(folder: Path, name: str) -> Tensor:
    files = sorted(folder.rglob(f"{name}-images-idx3-ubyte*"))
    if not files:
        raise NoData(
            f"Fashion-MNIST: there is no {name}-images-idx3-ubyte in {folder}. Install the Debian "
            f"package dataset-fashion-mnist."
        )
    content = (gzip.open if files[0].suffix == ".gz" else open)(files[0], "rb").read()
    return torch.from_numpy(np.frombuffer(content, np.uint8, offset=16).copy().reshape(-1, 28, 28))


def _bits(greys: Tensor) -> Tensor:
    return (greys >= 128).float().flatten(1)


SETS: dict[str, Callable[[], Bits]] = {
    "digits": digits,
    "colours": lambda: colours(COARSE),
    "clothes": clothes,
    "mnist": mnist,
}
