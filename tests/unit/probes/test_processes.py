"""Certificates, commit scoring and paired interventions, on honest models and on cheats."""

import subprocess
import sys

import pytest
import torch
from torch import Tensor

from autograder.probes.certificate import certificate
from autograder.probes.commit import commitment, drawn_pairs
from autograder.probes.order import Grid
from tests.conftest import ROOT
from tests.support.models import Linear, earlier

F64 = torch.float64
GRIDS = [Grid(1, 5, 5), Grid(1, 3, 5, 3), Grid(3, 2, 3, 4)]


def generator(seed: int = 0) -> torch.Generator:
    return torch.Generator().manual_seed(seed)


class Bent(Linear):
    """Honest, and not linear."""

    def logits(self, x: Tensor) -> Tensor:
        return super().logits(x).tanh()


@pytest.mark.parametrize("grid", GRIDS)
@pytest.mark.parametrize("seed", range(5))
def test_an_honest_gradient_is_certified(grid: Grid, seed: int) -> None:
    found = certificate(Bent(grid, earlier(grid), seed), grid, generator(seed))
    assert found.holds and found.error < 1e-7


def test_a_model_that_is_constant_is_certified() -> None:
    grid = Grid(1, 3, 3)
    assert certificate(Linear(grid, earlier(grid), scale=0.0), grid, generator()).error == 0


class Detached(Linear):
    """A leak that hides from the gradient."""

    def logits(self, x: Tensor) -> Tensor:
        return super().logits(x) + x.detach().unsqueeze(1) ** 2 * torch.tensor([1.0, -1.0]).view(
            1, 2, 1, 1, 1
        )


class StraightThrough(Linear):
    """Rounds its input, and claims that it did not."""

    def logits(self, x: Tensor) -> Tensor:
        return super().logits(x + (x.round() - x).detach())


class Hooked(Linear):
    """GradebookLock its gradient round on the way back."""

    def vjp(self, x: Tensor, rows: Tensor) -> Tensor:
        return -super().vjp(x, rows)


class Lost(Linear):
    """Its gradient is not a number."""

    def vjp(self, x: Tensor, rows: Tensor) -> Tensor:
        return torch.nan * super().vjp(x, rows)


@pytest.mark.parametrize("kind", [Detached, StraightThrough, Hooked, Lost])
def test_a_gradient_that_is_not_the_slope_is_not_certified(kind: type[Linear]) -> None:
    grid = Grid(1, 3, 3)
    assert not certificate(kind(grid, earlier(grid)), grid, generator()).holds


class PeeksAlone(Linear):
    """Sees each entry itself, unless neighbours in the batch resemble each other."""

    def logits(self, x: Tensor) -> Tensor:
        if len(x) > 1 and (x[1:] == x[:-1]).flatten(1).double().mean(1).max() > 0.9:
            return super().logits(x)
        return super().logits(x) + x.unsqueeze(1) * torch.arange(self.grid.num_values).view(
            1, -1, 1, 1, 1
        )


def test_the_halves_of_pairs_have_nothing_in_common_but_the_past() -> None:
    grid = Grid(1, 4, 5, 4)
    pairs = drawn_pairs(grid, generator(3), pairs=400)
    one, two = (half.sequences[half.own] for half in (pairs.first, pairs.second))
    place = torch.arange(grid.size)
    assert torch.equal(one[place < pairs.t], two[place < pairs.t])
    assert (one.gather(1, pairs.t) != two.gather(1, pairs.t)).all()
    later = (one == two)[place > pairs.t].double().mean().item()
    assert 0.2 < later < 0.3  # a quarter agree by chance, as of unrelated images
    assert not torch.equal(pairs.first.own, pairs.second.own)
    assert len(pairs.first.sequences) > 400


class PeeksAtBright(Linear):
    """Sees each entry itself, in images that are bright on the whole."""

    def logits(self, x: Tensor) -> Tensor:
        bright = (x.flatten(1).mean(1) > 0.5).view(-1, 1, 1, 1, 1)
        return super().logits(x) + bright * x.unsqueeze(1) * torch.arange(
            self.grid.num_values
        ).view(1, -1, 1, 1, 1)


@pytest.mark.parametrize("grid", GRIDS)
@pytest.mark.parametrize("seed", range(5))
def test_pairs_accuse_no_honest_model_and_find_cheats(grid: Grid, seed: int) -> None:
    def gap(kind: type[Linear]) -> bool:
        first, second = (kind(grid, earlier(grid), seed) for _ in range(2))
        pairs = drawn_pairs(grid, generator(seed))
        one, two = pairs.first.answers(first, grid), pairs.second.answers(second, grid)
        return pairs.compared(one, two, F64).same

    assert gap(Bent)
    assert not gap(PeeksAlone)
    assert not gap(PeeksAtBright)


@pytest.mark.parametrize("grid", GRIDS)
@pytest.mark.parametrize("seed", range(5))
def test_commitments_accuse_no_honest_model_and_find_cheats(grid: Grid, seed: int) -> None:
    own, others = grid.draw(60, generator(seed)), grid.draw(60, generator(seed + 100))

    def same(kind: type[Linear]) -> bool:
        first, second = (kind(grid, earlier(grid), seed) for _ in range(2))
        whole = grid.per_entry(first.log_probs(grid.images(own)))
        return commitment(whole, second, grid, own, others, generator(seed), F64).same

    assert same(Bent)
    assert not same(PeeksAlone)
    assert not same(PeeksAtBright)


def test_a_model_that_remembers_in_one_process_does_not_know_in_another() -> None:
    grid = Grid(1, 3, 3)
    own, others = grid.draw(40, generator(1)), grid.draw(40, generator(2))

    class Remembers(Linear):
        seen: Tensor | None = None

        def log_probs(self, x: Tensor) -> Tensor:
            again = self.seen is not None and torch.equal(x, self.seen)
            self.seen = x
            leak = 5.0 * x.unsqueeze(1) * torch.tensor([-1.0, 1.0]).view(1, 2, 1, 1, 1)
            return (self.logits(x) + leak * again).log_softmax(1)

    first, second = Remembers(grid, earlier(grid)), Remembers(grid, earlier(grid))
    first.log_probs(grid.images(own))
    whole = grid.per_entry(first.log_probs(grid.images(own)))
    assert not commitment(whole, second, grid, own, others, generator(), F64).same


TRAINING = """
import hashlib, sys, torch
torch.set_num_threads(int(sys.argv[1]))
from autograder.selfcheck.local import LocalTransport
from autograder.checking.student import Student
from tests.support.models import notebook
student = Student(LocalTransport(notebook()))
student.seed_everything(0)
model = student.construct("GatedPixelCNN", 1, 16, 3, 2)
images = torch.randint(2, (200, 1, 8, 8), generator=torch.Generator().manual_seed(1)).float()
model.train(images, loss="categorical", steps=12)
assert torch.get_num_threads() == int(sys.argv[1])
state = b"".join(value.numpy().tobytes() for value in model.state_dict().values())
print(hashlib.sha256(state).hexdigest())
"""


@pytest.mark.slow
def test_training_gives_the_same_bytes_with_one_thread_and_with_two() -> None:
    hashes = [
        subprocess.run(
            [sys.executable, "-c", TRAINING, threads],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for threads in ("1", "1", "2")
    ]
    assert len(hashes[0]) == 65
    assert len(set(hashes)) == 1
