"""One model in two processes: its twin in a new one, for questions that must not know each other.

The first process has ended before the second begins, so that nothing can be told between them:
what the first said is kept here. A twin gets the first model's weights. Where that does not make
it the same, since a right answer may keep something outside its state_dict, it is trained again,
which is deterministic.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial

import torch
from torch import Tensor

from autograder.checking.check import Context, Passed
from autograder.checking.models.asked import AskedModel, ModelClass, Plan
from autograder.checking.student import Failed, Student, StudentCrashed
from autograder.probes.causality import Repeats
from autograder.probes.commit import drawn_pairs
from autograder.probes.model import distance, tolerance
from autograder.text.i18n import said

CALIBRATION = 8  # unrelated images, to see whether two processes hold the same model
NO_TWIN = said(
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
    def of(cls, model: AskedModel, generator: torch.Generator) -> "Original":
        """Take down a model, with its answers to a few random images."""
        state = model.handle.state_dict()
        images = model.grid.images(model.grid.draw(CALIBRATION, generator))
        return cls(state, model.dtype, images, model.log_probs(images))

    def is_same(self, other: AskedModel) -> bool:
        """Say whether a model in another process answers as this one did."""
        gap = distance(other.log_probs(self.calibration), self.wanted).max().item()
        return Repeats(gap, tolerance(self.dtype, self.wanted)).same

    def twin(
        self, build: Callable[[], AskedModel], train: Callable[[AskedModel], AskedModel]
    ) -> AskedModel | None:
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
    """One model of a submission, made alike in every process."""

    ctx: Context
    kind: ModelClass
    purpose: str
    plan: Plan

    def build(self, where: Student) -> AskedModel:
        return self.kind.born(where, self.plan, self.ctx.generator(self.purpose))

    def train(self, model: AskedModel) -> AskedModel:
        return model.after_steps(self.ctx.generator(f"{self.purpose} steps"))


def is_causal_across_processes(
    student: Student,
    ctx: Context,
    kind: ModelClass,
    plans: Mapping[str, Plan],
    draw: torch.Generator,
) -> Passed:
    """Ask two processes about data that differ only in what comes later.

    Args: `plans`, of the models to ask about, each by a name for its own random numbers.
    """
    cases = [_Case(ctx, kind, purpose, plan) for purpose, plan in plans.items()]
    pairs = [drawn_pairs(case.plan.layout.grid, draw) for case in cases]
    originals, first = [], []
    with student.fresh() as one:
        for case, pair in zip(cases, pairs, strict=True):
            model = case.train(case.build(one))
            originals.append(Original.of(model, draw))
            first.append(pair.first.answers(model, model.grid))
    question = ""
    with student.fresh() as two:
        for case, pair, original, answers in zip(cases, pairs, originals, first, strict=True):
            twin = original.twin(partial(case.build, two), case.train)
            if twin is None:
                question = NO_TWIN
                continue
            second = pair.second.answers(twin, twin.grid)
            _require_same(pair.compared(answers, second, original.dtype), twin)
    return Passed(question=question)


def _require_same(found: Repeats, model: AskedModel) -> None:
    if not found.same:
        nats = f"{found.gap:.2g}"
        raise Failed(
            model.words.two_processes(model.name),
            detail=said("Log-probabilities differ by up to {nats} nats.", nats=nats),
            essential=True,
        )
