"""[assignments.NAME.data] of course.toml: on which images an assignment's models are trained."""

import re
from pathlib import Path
from typing import Annotated

from pydantic import Field, field_validator, model_validator

from autograder.checking.dataset import BUNDLED, BUNDLED_TRAIN
from autograder.course.tables import Positive, Table
from autograder.text.nearest import hint

DIGITS = "digits"  # the bundled ones, which lie in the assignment's folder
BY_TORCHVISION = ("mnist", "fashion-mnist", "cifar10")
_OWN = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*(/[A-Za-z0-9][A-Za-z0-9._-]*)*\.npz")


class Data(Table):
    """Which set, where its files lie, how its images are cut to size, and how many there are.

    `set` is "digits", "mnist", "fashion-mnist", "cifar10", or an .npz of the course's own, beside
    course.toml. `folder` has the files of torchvision, "" for where they usually are; `download`
    lets `build` fetch them. `crop` cuts that many pixels out of the centre, then `scale` averages
    down to that side. `levels` says that an .npz of one's own holds the values 0 … num_values - 1,
    and not 0 … 255. `train` images come first, then `held_back`.
    """

    set: str
    folder: str = ""
    download: bool = False
    crop: Positive | None = None
    scale: Positive | None = None
    levels: bool = False
    train: Annotated[int, Field(ge=2)] = BUNDLED_TRAIN
    held_back: Annotated[int, Field(ge=2)] = 297

    @field_validator("set")
    @classmethod
    def _known(cls, value: str) -> str:
        known = (DIGITS, *BY_TORCHVISION)
        if value not in known and not _OWN.fullmatch(value):
            raise ValueError(
                f"should be {', '.join(map(repr, known))}, or an .npz of your own, such as "
                f'"images.npz" or "data/images.npz". {hint(value, known)}'
            )
        return value

    @model_validator(mode="after")
    def _keys_that_mean_something(self) -> "Data":
        unused = []
        if self.set not in BY_TORCHVISION:
            unused += [name for name in ("folder", "download") if getattr(self, name)]
        if self.set == DIGITS:
            unused += [name for name in ("crop", "scale") if getattr(self, name)]
        if self.is_own is False and self.levels:
            unused.append("levels")
        if unused:
            raise ValueError(f"{unused[0]} means nothing for the set {self.set!r}; remove it")
        return self

    @property
    def is_own(self) -> bool:
        """Say whether the images are an .npz of the course's own."""
        return self.set.endswith(".npz")

    @property
    def file(self) -> str:
        """Return the name of the prepared file, beside the notebook: `fashion-mnist.npz`."""
        if self.set == DIGITS:
            return BUNDLED
        return Path(self.set).name if self.is_own else f"{self.set}.npz"
