"""Right choices and handfuls follow their laws under any secret; every wrong law is told."""

import math
from collections.abc import Callable
from itertools import combinations

import pytest
import torch
from torch import Tensor

from assignments.games.checks.for_experience import choices, handfuls
from assignments.games.checks.for_experience.choices import Choosing
from assignments.games.checks.for_experience.policy import drawn_rows, extreme_rows
from assignments.games.checks.for_experience.returns import drawn_episodes, long_episodes
from autograder.checking.check import Context
from autograder.checking.student import Failed
from solutions.games import experience
from tests.conftest import ROOT

Choose = Callable[[Tensor, float], Tensor]


def choosing(seed: int) -> Choose:
    """Return the reference's choices, all from one generator."""
    generator = torch.Generator().manual_seed(seed)
    return lambda q, epsilon: experience.epsilon_greedy(q, epsilon, generator)


@pytest.mark.parametrize("seed", range(6))
def test_right_choices_pass_under_any_secret(seed: int) -> None:
    ctx = Context({}, ROOT, seed)
    choices.require_own_rows(ctx, choosing(seed))
    for case in choices.drawn_choosing(ctx):
        choices.require_law(choosing(seed), case)


@pytest.mark.parametrize("seed", range(3))
def test_each_wrong_law_differs_and_is_named(seed: int) -> None:
    generator = torch.Generator().manual_seed(seed)
    case = next(iter(choices.drawn_choosing(Context({}, ROOT, seed))))
    for text, law in case.mistakes().items():
        drawn = torch.multinomial(law, 1, generator=generator)[:, 0]
        assert not case.follows(drawn, case.law), text
        assert case.follows(drawn, law), text


def test_every_action_is_the_best_of_many_rows() -> None:
    for seed in range(20):
        for case in choices.drawn_choosing(Context({}, ROOT, seed)):
            counts = torch.bincount(case.best, minlength=case.actions)
            assert int(counts.min()) > choices.ROWS / case.actions / 2
            assert len(case.q[0].unique()) == case.actions  # type: ignore[no-untyped-call]


def of_one_coin(q: Tensor, epsilon: float) -> Tensor:
    tries = torch.rand(()) < epsilon
    return torch.randint(q.shape[1], (len(q),)) if tries else q.argmax(1)


def of_one_action(q: Tensor, epsilon: float) -> Tensor:
    tried = torch.randint(q.shape[1], ()).expand(len(q))
    return torch.where(torch.rand(len(q)) < epsilon, tried, q.argmax(1))


def of_one_number(q: Tensor, epsilon: float) -> Tensor:
    chosen = q.argmax(1)
    tries = torch.randperm(len(q))[: round(epsilon * len(q))]
    chosen[tries] = torch.randint(q.shape[1], (len(tries),))
    return chosen


@pytest.mark.parametrize(
    ("choose", "told"),
    [
        (of_one_coin, choices.ONE_COIN),
        (of_one_action, choices.ONE_ACTION),
        (of_one_number, choices.TOO_EVEN),
    ],
)
def test_rows_that_do_not_try_by_themselves_are_told(choose: Choose, told: str) -> None:
    torch.manual_seed(0)
    with pytest.raises(Failed) as failed:
        choices.require_own_rows(Context({}, ROOT, 0), choose)
    assert failed.value.message == told


def test_a_window_of_fair_coins_is_as_rare_as_is_said() -> None:
    coins = choices.BATCH
    ways = [math.comb(coins, tries) / 2**coins for tries in range(coins + 1)]
    chances = torch.tensor(ways, dtype=torch.float64)
    assert float(chances.unfold(0, choices.SPREAD + 1, 1).sum(1).max()) < 0.47
    assert choices.WINDOW_ALPHA < 1e-10


SETS = list(combinations(range(handfuls.ENTRIES), handfuls.SIZE))


def places(generator: torch.Generator) -> tuple[int, ...]:
    drawn = torch.randperm(handfuls.ENTRIES, generator=generator)[: handfuls.SIZE]
    return tuple(sorted(drawn.tolist()))


@pytest.mark.parametrize("seed", range(10))
def test_right_handfuls_are_even(seed: int) -> None:
    generator = torch.Generator().manual_seed(seed)
    drawn = [places(generator) for _ in range(handfuls.CALLS)]
    assert all(handfuls.is_even(drawn, size) for size in (1, 2, 3))


def test_windows_are_even_by_entries_and_not_by_pairs() -> None:
    windows = [tuple(sorted((first + i) % 6 for i in range(3))) for first in range(6)]
    drawn = [windows[call % 6] for call in range(handfuls.CALLS)]
    assert handfuls.is_even(drawn, 1) and not handfuls.is_even(drawn, 2)
    last_never = [one for one in SETS if 5 not in one]
    assert not handfuls.is_even([last_never[call % 10] for call in range(handfuls.CALLS)], 1)


@pytest.mark.parametrize("seed", range(10))
def test_drawn_rows_and_episodes_tell_mistakes_apart(seed: int) -> None:
    ctx = Context({}, ROOT, seed)
    kinds = set()
    for rows in drawn_rows(ctx, torch.float64):
        kinds.add(type(rows.baseline))
        assert rows.logits.shape[1] == 1 or abs(float(rows.want)) < 100
    assert kinds == {type(None), float, Tensor}
    for rows in extreme_rows(ctx, torch.float32):
        assert 40 < float(rows.logits.abs().max()) <= 1e4 and bool(torch.isfinite(rows.want))
    for episode in drawn_episodes(ctx, torch.float32):
        assert float(episode.reward.abs().min()) >= 0.5


@pytest.mark.parametrize("seed", range(10))
def test_float32_is_enough_for_long_episodes(seed: int) -> None:
    for episode in long_episodes(Context({}, ROOT, seed), torch.float32):
        total, found = torch.zeros(()), []
        for one in episode.reward.flip(0):
            total = one + episode.gamma * total
            found.append(total)
        want = episode.want
        gap = (torch.stack(found).flip(0).double() - want).abs() / (1 + want)
        assert float(gap.max()) < 5e-6


def test_choosing_knows_its_law() -> None:
    case = Choosing(torch.tensor([[0.0, 2.0, 1.0]]), 0.3)
    torch.testing.assert_close(case.law, torch.tensor([[0.1, 0.8, 0.1]]).double())
