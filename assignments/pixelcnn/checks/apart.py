"""One model in two processes: its twin in a new one, for questions that must not know each other.

The first process has ended before the second begins, so that nothing can be told between them:
what the first said is kept here. A twin gets the first model's weights. Where that does not make
it the same, since a right answer may keep something outside its state_dict, it is trained again,
which is deterministic.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import torch
from torch import Tensor

from autograder.checking.check import Context, Passed
from autograder.checking.sizes import between
from autograder.checking.student import Failed, Student, StudentCrashed
from autograder.probes.causality import Repeats
from autograder.probes.commit import drawn_pairs
from autograder.probes.model import distance, tolerance
from autograder.probes.order import Grid

from . import sizes
from .asked import Asked, asked

CALIBRATION = 8  # unrelated images, to see whether two processes hold the same model
NO_TWIN = (
    "Two processes that built and trained this model alike, from the same seeds, give different "
    "answers, so its predictions could not be compared across processes. Does it draw from a "
    "generator of its own, or decide by how often it has been called?"
)


@dataclass(frozen=True)
class Original:
    """What is kept of a model when its process ends, to make its twin and to know it by.

    `state` is its state_dict before it saw anything that matters; `wanted` are its
    log-probabilities of the images `calibration`, (B, C, H, W).
    """

    state: Mapping[str, Tensor]
    dtype: torch.dtype
    calibration: Tensor
    wanted: Tensor

    @classmethod
    def of(cls, model: Asked, generator: torch.Generator) -> "Original":
        """Take down a model, with its answers to a few random images."""
        state = model.handle.state_dict()
        images = model.grid.images(model.grid.draw(CALIBRATION, generator))
        return cls(state, model.dtype, images, model.log_probs(images))

    def is_same(self, other: Asked) -> bool:
        """Say whether a model in another process answers as this one did."""
        gap = distance(other.log_probs(self.calibration), self.wanted).max().item()
        return Repeats(gap, tolerance(self.dtype, self.wanted)).same

    def twin(self, build: Callable[[], Asked], train: Callable[[Asked], Asked]) -> Asked | None:
        """Return the same model in another process; None when none can be made there.

        Args: `build` and `train` make the model in the other process.
        """
        try:
            other = replace(build(), dtype=self.dtype)
            other.handle.load_state_dict(self.state)
            other.handle.mode(dtype=self.dtype)
            if self.is_same(other):
                return other
        except StudentCrashed as crash:
            if crash.cause != "exception":
                raise
        trained = train(build())
        return trained if self.is_same(trained) else None


@dataclass(frozen=True)
class _Case:
    """One class of a submission on one grid, made alike in every process."""

    ctx: Context
    name: str
    grid: Grid
    layers: int
    hidden: int

    @property
    def purpose(self) -> str:
        return f"apart {self.grid.channels}"

    def build(self, where: Student) -> Asked:
        draw = self.ctx.generator(self.purpose)
        return asked(where, self.name, self.grid, draw, layers=self.layers, hidden=self.hidden)

    def train(self, model: Asked) -> Asked:
        return model.after_steps(self.ctx.generator(f"{self.purpose} steps"))


def is_causal_across_processes(student: Student, ctx: Context, name: str) -> Passed:
    """Ask two processes about images that differ only in what comes later, grey and colour."""
    draw = ctx.generator("apart")
    grids = sizes.small(draw), sizes.small_colour(draw)
    cases = [_Case(ctx, name, grid, between(draw, 2, 3), sizes.channels(draw)) for grid in grids]
    pairs = [drawn_pairs(case.grid, draw) for case in cases]
    originals, first = [], []
    with student.fresh() as one:
        for case, pair in zip(cases, pairs, strict=True):
            model = case.train(case.build(one))
            originals.append(Original.of(model, draw))
            first.append(pair.first.answers(model, case.grid))
    question = ""
    with student.fresh() as two:
        for case, pair, original, answers in zip(cases, pairs, originals, first, strict=True):
            twin = original.twin(lambda case=case: case.build(two), case.train)  # type: ignore[misc]
            if twin is None:
                question = NO_TWIN
                continue
            second = pair.second.answers(twin, case.grid)
            _require_same(pair.compared(answers, second, original.dtype), name)
    return Passed(question=question)


def _require_same(found: Repeats, name: str) -> None:
    if found.same:
        return
    raise Failed(
        f"Two processes with the same `{name}` were shown images that agree before a pixel and "
        f"differ from it on, among unrelated images, and they predicted that pixel or an earlier "
        f"one differently: it looks at later pixels, though not when images of a batch resemble "
        f"each other. Look for decisions taken by the whole image or batch, and for what is kept "
        f"from call to call.",
        detail=f"Log-probabilities differ by up to {found.gap:.2g} nats.",
    )
