"""One class of a submission, built and trained by the course's protocol on given images."""

from dataclasses import dataclass

import torch
from torch import Tensor

from autograder.checking.check import Context
from autograder.checking.student import PUBLISHED_LR, Student
from autograder.probes.order import Grid

from .asked import Asked, whole
from .secret_images import Images


@dataclass(frozen=True)
class Size:
    """How large a model is trained, on how many batches of what size, at what rate and seed."""

    hidden: int
    layers: int
    batch: int
    steps: int
    seed: int = 0
    lr: float = PUBLISHED_LR


@dataclass(frozen=True)
class Course:
    """One class of one submission, and where it is trained and asked."""

    student: Student
    ctx: Context
    name: str
    images: Images

    def build(self, size: Size) -> Asked:
        """Construct the model in the submission's process, from the size's seed."""
        self.student.seed_everything(size.seed)
        values = whole(self.ctx, "num_values")
        sizes = {"hidden_channels": size.hidden, "num_layers": size.layers}
        handle = self.student.construct(self.name, in_channels=1, num_values=values, **sizes)
        _, channels, height, width = self.images.train.shape
        return Asked(handle, Grid(channels, height, width, values), torch.float32)

    def train(self, model: Asked, size: Size) -> Asked:
        """Train the model itself by the protocol, and leave it in eval mode."""
        model.handle.train(
            self.images.train,
            loss="categorical",
            steps=size.steps,
            batch_size=size.batch,
            seed=size.seed,
            lr=size.lr,
        )
        model.handle.mode()
        return model


def log_probs(answers: Tensor, grid: Grid, images: Tensor) -> Tensor:
    """Return log q of images (B, C, H, W) by answers (B, n, V) about them, float64 (B,)."""
    values = (grid.sequences(images) * (grid.num_values - 1)).round().long().unsqueeze(2)
    return answers.gather(2, values).flatten(1).sum(1).nan_to_num(nan=-torch.inf)


def log_likelihood(model: Asked, images: Tensor) -> Tensor:
    """Ask a model for log q of images (B, C, H, W), float64 (B,)."""
    return log_probs(model.grid.per_entry(model.log_probs(images)), model.grid, images)
