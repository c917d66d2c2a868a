"""Samplers of rows: of the student's own model, of one that the grader plays, and of a walk."""

from collections.abc import Callable
from typing import Any

import pytest
import torch
from torch import Tensor

from autograder.checking.models.drawn import (
    require_few_calls,
    require_grid,
    require_hash,
    require_law,
    require_no_grad,
    require_own_draws,
)
from autograder.checking.models.generators import require_generator, require_global
from autograder.checking.models.players import stepwise
from autograder.checking.models.sampler import Sampler
from autograder.checking.student import Failed, Student, StudentCrashed
from autograder.probes.oracles import Hash, Indep
from autograder.probes.rows import Rows
from autograder.probes.sampling import DRAWS
from autograder.probes.table import Table
from autograder.selfcheck.local import LocalTransport

ROWS = Rows((2, 0, 3, 1, 4))
BATCH = 8


def seeded(seed: int = 0) -> torch.Generator:
    return torch.Generator().manual_seed(seed)


def bits(logits: Tensor, generator: Any) -> Tensor:
    return torch.bernoulli(logits.double().sigmoid(), generator=generator)


class Net:
    """A network of one layer, whose weights reach from earlier dimensions of the order alone."""

    def __init__(self) -> None:
        rank = torch.tensor(ROWS.inverse)
        weight = 2 * torch.randn((5, 5), generator=seeded(3), dtype=torch.float64)
        self.weight = weight * (rank.unsqueeze(1) > rank)
        self.fed: Callable[[Tensor, Tensor], Tensor] = lambda logit, bit: bit
        self.order = ROWS.order

    def logits(self, x: Tensor) -> Tensor:
        return x.double() @ self.weight.T

    def sample(self, num_samples: int, generator: Any = None) -> Tensor:
        x = torch.zeros(num_samples, 5, dtype=torch.float64)
        seen = x.clone()
        for d in self.order:
            logit = self.logits(seen)[:, d]
            x[:, d] = bits(logit, generator)
            seen[:, d] = self.fed(logit, x[:, d])
        return x


def own(net: Net) -> tuple[Student, Sampler, Table]:
    """Return a sampler that draws from the student's own model, and the law of that model."""
    law = Table.asked(ROWS, lambda x: ROWS.per_entry(net.logits(x)))
    student = Student(LocalTransport({"net": lambda: net}))
    return student, Sampler(student.construct("net"), "sample", ROWS), law


def test_a_model_of_their_own_is_asked_by_its_law() -> None:
    student, sampler, law = own(Net())
    require_law([sampler.draw(DRAWS, student.generator(1), num_samples=DRAWS)], law)
    require_generator(student, lambda g: sampler.draw(BATCH, g, num_samples=BATCH), 5)
    require_global(student, lambda: sampler.draw(BATCH, num_samples=BATCH))
    require_no_grad(sampler, num_samples=BATCH)
    sampler.require_kept(BATCH, num_samples=BATCH)


@pytest.mark.parametrize("wrong", ["order", "inverse", "probability"])
def test_another_law_is_told_in_words_for_rows(wrong: str) -> None:
    net = Net()
    if wrong == "probability":
        net.fed = lambda logit, bit: logit.sigmoid()
    else:
        net.order = ROWS.inverse if wrong == "inverse" else (0, 1, 2, 3, 4)
    student, sampler, law = own(net)
    with pytest.raises(Failed, match=r"The rows of `net\.sample` do not follow"):
        require_law([sampler.draw(DRAWS, student.generator(1), num_samples=DRAWS)], law)


def drawing(
    order: tuple[int, ...] = ROWS.order, shown: Callable[[Tensor, int], Tensor] = lambda x, t: x
) -> Callable[..., Tensor]:
    """Return a sampler of a model that is handed over, in this order; `shown` is what it sees."""

    def draw(model: Any, num_samples: int, generator: Any = None) -> Tensor:
        x = torch.zeros(num_samples, 5)
        for t, d in enumerate(order):
            x[:, d] = bits(model(shown(x, t).clone())[:, d], generator).float()
        return x

    return draw


def handed(function: Callable[..., Tensor], **more: Any) -> tuple[Hash, Sampler]:
    law = Hash(ROWS, 7)
    return law, Sampler(Student(LocalTransport({"draw": function})), "draw", ROWS, law, **more)


def test_a_model_of_rows_is_played() -> None:
    law, sampler = handed(drawing(), names=seeded())
    require_hash(lambda: sampler.draw(BATCH, num_samples=BATCH), law)
    drawn = sampler.draw(BATCH, num_samples=BATCH)
    require_few_calls(drawn)
    assert drawn.calls == 5 and drawn.samples.shape == (BATCH, 5)


@pytest.mark.parametrize(
    ("function", "words"),
    [
        (drawing((0, 1, 2, 3, 4)), "in the order of their numbers"),
        (drawing(ROWS.inverse), "in the inverse order"),
        (drawing(ROWS.order[::-1]), "from the last of the order to the first"),
        (drawing(shown=lambda x, t: 0 * x), "sees the same row each time"),
        (lambda model, num_samples: (model(torch.zeros(num_samples, 5)) > 0).float(), "one answer"),
        (lambda model, num_samples: torch.full((num_samples, 5), 0.5), "zeros and ones"),
        (lambda model, num_samples: model(torch.zeros(num_samples, 4)), r"whole rows \(B, D\)"),
        (
            lambda model, n: torch.stack([model(torch.zeros(n, 5)) for _ in range(200)])[0],
            "far more than D calls of the model. One for each dimension answers for all rows",
        ),
    ],
)
def test_mistakes_with_a_model_of_rows_are_named(
    function: Callable[..., Tensor], words: str
) -> None:
    law, sampler = handed(function)
    with pytest.raises(Failed, match=words) as failed:
        require_hash(lambda: sampler.draw(BATCH, num_samples=BATCH), law, show="order" in words)
    assert ("order" in words) == (failed.value.picture is not None)


def walking(
    keep: Callable[[Any, Any], Any] = lambda old, new: new,
    value: Callable[[Tensor, Tensor], Tensor] = lambda logit, bit: bit,
    steps: int = 0,
) -> Callable[..., Tensor]:
    """Return a sampler that walks a model: `keep` the old state or the new one, feed a `value`."""

    def step_sample(model: Any, num_samples: int, num_dims: int, generator: Any = None) -> Tensor:
        state, columns = model.start(num_samples), []
        for _ in range(num_dims + steps):
            logit = model.read(state)
            columns.append(bits(logit, generator).to(logit))
            state = keep(state, model.update(state, value(logit, columns[-1])))
        return torch.stack(columns[:num_dims], 1)

    return step_sample


def walked(function: Callable[..., Tensor], dims: int = 6) -> None:
    rows = Rows.of(dims)
    law, student = Hash(rows, 3), Student(LocalTransport({"step_sample": function}))
    sampler = Sampler(student, "step_sample", rows, law, play=stepwise)
    given: dict[str, Any] = {"num_samples": BATCH, "num_dims": dims}
    require_hash(lambda: sampler.draw(BATCH, student.generator(1), **given), law)
    require_few_calls(sampler.draw(BATCH, **given))
    fair = Sampler(student, "step_sample", rows, Indep.fair(rows), play=stepwise)
    require_generator(student, lambda generator: fair.draw(BATCH, generator, **given), 4)


@pytest.mark.parametrize("dims", [3, 12, 33])
def test_a_model_is_walked(dims: int) -> None:
    if dims == 3:  # of so few dimensions 8 rows may be the same by chance
        rows = Rows.of(dims)
        law, student = Hash(rows, 3), Student(LocalTransport({"step_sample": walking()}))
        sampler = Sampler(student, "step_sample", rows, law, play=stepwise)
        require_hash(lambda: sampler.draw(BATCH, num_samples=BATCH, num_dims=dims), law)
    else:
        walked(walking(), dims)


@pytest.mark.parametrize(
    ("function", "words"),
    [
        (walking(keep=lambda old, new: old), "sees the same row each time"),
        (walking(value=lambda logit, bit: logit.sigmoid() / 2 + 0.1), "not with their probab"),
        (walking(value=lambda logit, bit: bit.unsqueeze(1)), r"x of shape \(B,\)"),
        (walking(keep=lambda old, new: new + 0.5), "as it is"),
        (walking(keep=lambda old, new: 0 * new - 1), "as it is"),
        (walking(keep=lambda old, new: new.squeeze(1)), "as it is"),
        (walking(steps=2), "should end after as many steps"),
        (
            lambda model, num_samples, num_dims, generator: model.start("many"),
            "takes the number of rows",
        ),
    ],
)
def test_mistakes_of_a_walk_are_named(function: Callable[..., Tensor], words: str) -> None:
    with pytest.raises(Failed, match=words):
        walked(function)


def test_equal_draws_and_values_off_the_grid_of_rows() -> None:
    rows = Rows.of(40)
    fair = Indep.fair(rows)

    def same(model: Any, num_samples: int) -> Tensor:
        return torch.bernoulli(torch.full((1, 40), 0.5)).expand(num_samples, -1)

    sampler = Sampler(Student(LocalTransport({"draw": same})), "draw", rows, fair)
    with pytest.raises(Failed, match="Every row needs its own"):
        require_own_draws(sampler.draw(BATCH, num_samples=BATCH))
    other = Sampler(
        Student(LocalTransport({"draw": lambda n: torch.full((n, 40), 1.5)})), "draw", rows
    )
    with pytest.raises(Failed, match="zeros and ones"):
        require_grid(other.draw(BATCH, n=BATCH))


def test_arguments_by_name_are_those_of_the_contract() -> None:
    _, sampler = handed(lambda model, count: model(torch.zeros(count, 5)), names=seeded())
    with pytest.raises(StudentCrashed, match="by name"):
        sampler.draw(BATCH, num_samples=BATCH)


def test_only_rows_can_be_walked() -> None:
    with pytest.raises(ValueError, match="33 dimensions"):
        stepwise(Hash(Rows.of(34), 1), Rows.of(34), "step_sample")
