"""`games/duel`: what a step touches, by how much it moves, and that four modes are found."""

import copy
import math
from collections.abc import Callable

import pytest
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from solutions.games.duel import (
    Discriminator,
    Generator,
    discriminator_step,
    generator_step,
    mode_report,
)
from tests.assignments.density.facts import seeded
from tests.assignments.games.facts import KINDS, Seen, randn, small

Optimiser = Callable[[list[nn.Parameter]], torch.optim.Optimizer]
OPTIMISERS: dict[str, Optimiser] = {
    "plain": lambda held: torch.optim.SGD(held, lr=0.3),
    "momentum": lambda held: torch.optim.SGD(held, lr=0.1, momentum=0.9),
    "Adam": lambda held: torch.optim.Adam(held, lr=0.05, betas=(0.0, 0.9)),
}


@pytest.mark.parametrize("train", [True, False])
@pytest.mark.parametrize("name", OPTIMISERS)
def test_a_discriminators_step_moves_it_alone(name: str, train: bool) -> None:
    generator, judge = small(2, 3, 1).train(train), small(3, 1, 2, flat=True).train(not train)
    twin = copy.deepcopy(judge)
    optimiser, own = (OPTIMISERS[name](list(n.parameters())) for n in (judge, twin))
    for step in range(2):
        real, noise = randn(4, 3, seed=step), randn(6, 2, seed=10 + step)
        before, modes = Seen.of(generator), Seen.of(judge).modes
        loss = discriminator_step(generator, judge, optimiser, real, noise)
        before.assert_same(Seen.of(generator))
        assert Seen.of(judge).modes == modes
        want = F.softplus(-twin(real)).mean() + F.softplus(twin(generator(noise).detach())).mean()
        own.zero_grad()
        want.backward()  # type: ignore[no-untyped-call]
        own.step()
        assert type(loss) is float and loss == pytest.approx(want.item(), abs=1e-12)
        for one, due in zip(judge.parameters(), twin.parameters(), strict=True):
            torch.testing.assert_close(one, due, rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", OPTIMISERS)
def test_a_generators_step_leaves_the_discriminators_weights(name: str, kind: str) -> None:
    generator, judge = small(2, 3, 1), small(3, 1, 2, flat=True).requires_grad_(False)
    twin = copy.deepcopy(generator)
    optimiser, own = (OPTIMISERS[name](list(n.parameters())) for n in (generator, twin))
    for step in range(2):
        noise, before = randn(5, 2, seed=step), Seen.of(judge)
        loss = generator_step(generator, judge, optimiser, noise, kind)
        before.assert_same(Seen.of(judge), but_grads=True)
        logits = judge(twin(noise))
        want = -F.softplus(logits) if kind == "saturating" else F.softplus(-logits)
        own.zero_grad()
        want.mean().backward()  # type: ignore[no-untyped-call]
        own.step()
        assert type(loss) is float and loss == pytest.approx(want.mean().item(), abs=1e-12)
        for one, due in zip(generator.parameters(), twin.parameters(), strict=True):
            torch.testing.assert_close(one, due, rtol=1e-12, atol=1e-12)


def test_an_unknown_kind_is_refused_before_anything_moves() -> None:
    generator, judge = small(2, 3, 1), small(3, 1, 2, flat=True)
    before = Seen.of(generator)
    optimiser = torch.optim.SGD(generator.parameters(), lr=1.0)
    with pytest.raises(ValueError, match="kind is"):
        generator_step(generator, judge, optimiser, randn(2, 2), "other")
    before.assert_same(Seen.of(generator))


@pytest.mark.parametrize("network", [Generator(3, 16, 4), Discriminator(3, 16)])
def test_rows_do_not_see_each_other_and_modes_do_not_matter(network: nn.Module) -> None:
    network = copy.deepcopy(network).double()
    x = randn(5, 3)
    together = network(x)
    torch.testing.assert_close(network.eval()(x), together)
    torch.testing.assert_close(torch.cat([network(row[None]) for row in x]), together)
    assert not torch.allclose(network(2 * x) - network(0 * x), 2 * (together - network(0 * x)))


def trained(seed: int) -> dict[str, int | float]:
    """Run the course's protocol on four clouds; return what the generator has found."""
    torch.manual_seed(seed)
    draw, generator, judge = seeded(seed), Generator(), Discriminator()
    rates = {"betas": (0.0, 0.9)}
    for_generator = torch.optim.Adam(generator.parameters(), lr=0.002, **rates)  # type: ignore[arg-type]
    for_judge = torch.optim.Adam(judge.parameters(), lr=0.006, **rates)  # type: ignore[arg-type]
    corners = 1.2 * torch.tensor([[-1.0, -1.0], [-1.0, 1.0], [1.0, -1.0], [1.0, 1.0]])
    for _ in range(300):
        noise = torch.randn(2, 128, 2, generator=draw)
        corner = corners[torch.randint(4, (128,), generator=draw)]
        real = corner + 0.4 * torch.randn(128, 2, generator=draw)
        discriminator_step(generator, judge, for_judge, real, noise[0])
        generator_step(generator, judge, for_generator, noise[1])
    with torch.no_grad():
        samples = generator(torch.randn(2000, 2, generator=draw))
    return mode_report(samples, corners, 0.8)


@pytest.mark.slow
def test_the_protocol_finds_all_four_modes() -> None:
    found = trained(0)
    assert found["modes"] == 4 and found["good"] > 0.6 and found["kl"] < 0.1


def test_a_report_by_hand() -> None:
    centres = torch.tensor([[0.0, 0.0], [4.0, 0.0], [0.0, 9.0]])
    samples = torch.tensor([[1.0, 0.0], [0.0, 0.0], [3.5, 0.0], [2.0, 0.0], [0.0, 9.0]])
    report = mode_report(samples, centres, 1.0)  # of which the first lies just on the edge
    assert report == {"modes": 3, "good": 0.8, "kl": pytest.approx(math.log(3) - 1.5 * math.log(2))}
    assert type(report["modes"]) is int and type(report["good"]) is float


def test_a_report_of_nothing_of_one_mode_and_of_even_ones() -> None:
    centres = torch.tensor([[0.0, 0.0], [4.0, 0.0]])

    def kl(*samples: tuple[float, float]) -> float:
        return mode_report(Tensor(samples), centres, 1.0)["kl"]

    assert kl((2.0, 2.0)) == math.inf
    assert kl((0.1, 0.0), (0.0, 0.2), (9.0, 9.0)) == pytest.approx(math.log(2))
    assert kl((0.1, 0.0), (4.0, 0.2)) == pytest.approx(0, abs=1e-15)
