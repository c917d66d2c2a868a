"""What a check may know besides the student's answers, and where its random numbers come from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from types import SimpleNamespace
from typing import Any, TypeVar

import torch
from torch import Tensor

from autograder.checking import sizes
from autograder.checking.dataset import Dataset, bundled
from autograder.checking.protocol import Protocol

Thing = TypeVar("Thing")


@dataclass(frozen=True)
class Context:
    """What a check may know besides the student's answers.

    `parameters` come from course.toml: numbers, texts, truths, or lists of them; `data` is the
    folder with the assignment's public data; `solutions` holds the hidden references, and is None
    for a visible check, which therefore has to stand on independent facts and also runs in a
    student's own notebook.

    All random numbers come from one stream. It is seeded by the course's secret and the check's
    name: other courses are asked of other numbers, and every student of one course of the same.
    """

    parameters: Mapping[str, Any]
    data: Path
    seed: int
    solutions: SimpleNamespace | None = field(default=None, repr=False)
    private: Path | None = field(default=None, repr=False)  # data of the grader alone
    training: Protocol | None = None  # of the exercise, where course.toml says one
    chosen: Dataset | None = None  # what the table `data` of course.toml says, where there is one
    draws: str = ""  # the stream's name: another name, other numbers
    pictures: bool = True  # whether somebody will see the picture of an answer that passes
    stream: torch.Generator = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "stream", self.generator(self.draws))

    @property
    def reference(self) -> SimpleNamespace:
        """The reference solutions by name, for hidden checks: `ctx.reference.causal_mask(3, "A")`.

        Raises RuntimeError in a visible check, which must not ask for them.
        """
        if self.solutions is None:
            raise RuntimeError("a visible check asked for the hidden reference solutions")
        return self.solutions

    def file(self, name: str) -> Path:
        """Return a file that lies beside students' notebook, by its path there: "rows.npz".

        Raises FileNotFoundError where there is none, in the assignment's folder or its `student/`.
        """
        return _found(name, self.data, self.data / "student")

    def private_file(self, name: str) -> Path:
        """Return a file of the assignment's folder `private/`, for hidden checks: "law.npz".

        Raises RuntimeError in a visible check, FileNotFoundError where there is none.
        """
        if self.private is None:
            raise RuntimeError("a visible check asked for private data")
        return _found(name, self.private)

    @property
    def protocol(self) -> Protocol:
        """How models are trained, by the exercise's table `training` in course.toml.

        Raises RuntimeError where there is none.
        """
        if self.training is None:
            raise RuntimeError("course.toml has no [assignments.….training.…] for this exercise")
        return self.training

    @property
    def dataset(self) -> Dataset:
        """The images that models train on: `data` in course.toml, else the bundled digits.npz.

        Raises FileNotFoundError where the assignment has neither.
        """
        return self.chosen or bundled(self.data)

    def generator(self, purpose: str = "") -> torch.Generator:
        """Return a new CPU generator, the same for the same secret, check and purpose."""
        digest = sha256(f"{self.seed}/{purpose}".encode()).digest()
        return torch.Generator().manual_seed(int.from_bytes(digest[:7], "big"))

    def randn(self, *shape: int, dtype: torch.dtype = torch.float32) -> Tensor:
        """Draw a tensor of this shape from the standard normal distribution."""
        return torch.randn(shape, generator=self.stream, dtype=dtype)

    def rand(self, *shape: int, dtype: torch.dtype = torch.float32) -> Tensor:
        """Draw a tensor of this shape from the uniform distribution on [0, 1)."""
        return torch.rand(shape, generator=self.stream, dtype=dtype)

    def randint(self, values: int, *shape: int, dtype: torch.dtype = torch.int64) -> Tensor:
        """Draw a tensor of whole numbers, 0 to `values` - 1, each equally likely."""
        return torch.randint(values, shape, generator=self.stream).to(dtype)

    def bernoulli(self, *shape: int, p: float = 0.5, dtype: torch.dtype = torch.float32) -> Tensor:
        """Draw a tensor of zeros and ones, of which each is 1 with probability `p`."""
        return (torch.rand(shape, generator=self.stream) < p).to(dtype)

    def between(self, least: int, most: int) -> int:
        """Draw a whole number, both ends included."""
        return sizes.between(self.stream, least, most)

    def different(self, count: int, least: int, most: int) -> list[int]:
        """Draw `count` different whole numbers, so that no axis can stand in for another."""
        return sizes.different(self.stream, count, least, most)

    def one_of(self, things: Sequence[Thing]) -> Thing:
        """Draw one of these."""
        return sizes.one_of(self.stream, things)


def _found(name: str, *folders: Path) -> Path:
    for folder in folders:
        if (folder / name).is_file():
            return folder / name
    raise FileNotFoundError(f"{folders[0] / name}: there is no such file")
