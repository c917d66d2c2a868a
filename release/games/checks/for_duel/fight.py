"""A generator and a discriminator of a submission, trained by the course's protocol."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from autograder.checking.check import Context
from autograder.checking.models.steps import optimiser
from autograder.checking.student import Expect, Handle, Student
from autograder.probes.step import Optimiser

BETAS = (0.0, 0.9)
SQUARE = torch.tensor([[-1.0, -1.0], [-1.0, 1.0], [1.0, -1.0], [1.0, 1.0]])


@dataclass(frozen=True)
class Clouds:
    """Data: clouds of one standard deviation about centres (K, 2)."""

    centres: Tensor
    spread: float

    def draw(self, count: int, source: torch.Generator) -> Tensor:
        """Draw points (count, 2)."""
        which = torch.randint(len(self.centres), (count,), generator=source)
        return self.centres[which] + self.spread * torch.randn(count, 2, generator=source)


@dataclass(frozen=True)
class Pair:
    """Both networks, after so many iterations."""

    step: int
    generator: Handle
    discriminator: Handle

    def samples(self, noise: Tensor) -> Tensor:
        """Return what the generator makes of noise (B, 2)."""
        return self.generator.forward(noise, Expect((len(noise), 2)))

    def logits(self, x: Tensor) -> Tensor:
        """Return what the discriminator says of points (B, 2)."""
        return self.discriminator.forward(x, Expect((len(x),)))


def fight(
    student: Student, ctx: Context, clouds: Clouds, seed: int, stops: Sequence[int]
) -> Iterator[Pair]:
    """Train both in turn up to the last of `stops`, and yield them at each."""
    student.seed_everything(seed)
    source = torch.Generator().manual_seed(seed)
    generator, judge = student.construct("Generator"), student.construct("Discriminator")
    rates = (
        float(ctx.parameters[f"{who}_learning_rate"]) for who in ("generator", "discriminator")
    )
    steppers = [
        optimiser(student, model, Optimiser("Adam", {"lr": rate, "betas": BETAS}))
        for model, rate in zip((generator, judge), rates, strict=True)
    ]
    batch = int(ctx.parameters["batch_size"])
    for step in range(max(stops) + 1):
        if step in stops:
            yield Pair(step, generator, judge)
        if step < max(stops):
            noise = torch.randn(2, batch, 2, generator=source)
            real = clouds.draw(batch, source)
            both = (generator, judge)
            student.call_plain("discriminator_step", *both, steppers[1], real, noise[0])
            student.call_plain("generator_step", *both, steppers[0], noise[1])
