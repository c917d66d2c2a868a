"""One class of a submission, built and trained by the course's protocol on given data."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import torch
from torch import Tensor

from autograder.checking.check import Context
from autograder.checking.models.asked import AskedModel, ModelClass, Plan
from autograder.checking.models.layout import ModelLayout
from autograder.checking.models.split import Split
from autograder.checking.student import PUBLISHED_LR, Student
from autograder.probes.order import Grid


@dataclass(frozen=True)
class Size:
    """How large a model is trained, on how many batches of what size, at what rate and seed.

    In `rounds` of `steps` each, at most: the optimiser begins each anew, with a seed of its own. It
    goes on from round to round where they are `one_run`.
    """

    hidden: int
    layers: int
    batch: int
    steps: int
    seed: int = 0
    lr: float = PUBLISHED_LR
    rounds: int = 1
    one_run: bool = False


@dataclass(frozen=True)
class Course:
    """One class of one submission, and where and on what it is trained and asked."""

    student: Student
    ctx: Context
    kind: ModelClass
    layout: ModelLayout
    images: Split

    def build(self, size: Size) -> AskedModel:
        """Construct the model in the submission's process, from the size's seed."""
        plan = Plan(self.layout, layers=size.layers, hidden=size.hidden)
        return self.kind.built(self.student, plan, size.seed)

    def train(self, model: AskedModel, size: Size) -> AskedModel:
        """Train the model itself by the protocol, and leave it in eval mode."""
        for each in range(size.rounds):
            self._train_round(model, size, each)
        return model

    def train_until(
        self, model: AskedModel, size: Size, stops: Callable[[AskedModel, int], bool]
    ) -> Size:
        """Train as `train` does, until a round after which `stops` says so.

        Returns the size with the rounds that were trained. Args: `stops` is given the model, in
        eval mode, and how many rounds it has had.
        """
        for each in range(size.rounds):
            self._train_round(model, size, each)
            if each + 1 < size.rounds and stops(model, each + 1):
                return replace(size, rounds=each + 1)
        return size

    def _train_round(self, model: AskedModel, size: Size, each: int) -> None:
        model.handle.train(
            self.layout.given(self.images.train),
            loss=self.kind.loss,
            before=self.layout.before,
            steps=size.steps,
            batch_size=size.batch,
            seed=size.seed if size.one_run else size.seed + each,
            part=each if size.one_run else None,
            lr=size.lr,
        )
        model.handle.mode()


def enough(seen: Sequence[float], left: int, least: float) -> bool:
    """Say whether a model that is watched needs no more rounds, of which so many are left.

    It has come down to `least` nats, or would not, were each round that is left worth as much as
    the last one. Args: `seen`, its NLL after each round so far.
    """
    return seen[-1] <= least or beyond(seen, left, least)


def beyond(seen: Sequence[float], left: int, least: float) -> bool:
    """Say whether `least` nats are out of reach, were each of `left` rounds worth the last one.

    Never after one round. Args: `seen`, the NLL after each round so far.
    """
    won = seen[-2] - seen[-1] if len(seen) > 1 else float("inf")
    return seen[-1] - left * max(won, 0.0) > least


def log_probs(answers: Tensor, grid: Grid, images: Tensor) -> Tensor:
    """Return log q of images (B, C, H, W) by answers (B, n, V) about them, float64 (B,)."""
    values = grid.values(images).unsqueeze(2)
    return answers.gather(2, values).flatten(1).sum(1).nan_to_num(nan=-torch.inf)


def log_likelihood(model: AskedModel, images: Tensor, batch: int | None = None) -> Tensor:
    """Ask a model for log q of images (B, C, H, W), float64 (B,); `batch`, as of `in_batches`."""
    size = min(batch or model.at_once, model.at_once)  # answers about all would fill the memory
    pieces = torch.split(images, size) if batch is None else in_batches(images, size)
    found = (log_probs(model.grid.per_entry(model.log_probs(x)), model.grid, x) for x in pieces)
    return torch.cat(list(found))[: len(images)]


def in_batches(images: Tensor, batch: int) -> Sequence[Tensor]:
    """Return images in batches that all have one size, the last topped up with the first images.

    What is scored so is scored in batches of a size in which it was asked whether it leaks.
    """
    count = -(-len(images) // batch) * batch
    return torch.split(images[torch.arange(count) % len(images)], batch)
