"""Worlds whose Q-values are asked for, and what mistakes make of them."""

from collections.abc import Iterator
from dataclasses import dataclass

import torch
from torch import Tensor

from autograder.checking.check import Context
from autograder.checking.slips import SlipAnswers
from autograder.checking.student import Student

from ..shared.precision import BOTH, precisely

HIDDEN = True  # never released


@dataclass(frozen=True)
class World:
    """Tables (S, A) of a deterministic world, a discount, and how many sweeps."""

    next_state: Tensor
    reward: Tensor
    done: Tensor
    gamma: float
    sweeps: int


def drawn_worlds(ctx: Context, dtype: torch.dtype) -> Iterator[World]:
    """Draw worlds with ends, in which sweeps matter; small ones, too.

    Each state leads to its neighbours in the order of the numbers, one of them, and back, so that
    what is written in place is read in the same sweep, whichever way one goes.
    """
    for states, actions, gamma, sweeps in (
        (6, 3, 0.9, 1),
        (6, 3, 0.9, 2),
        (7, 2, 0.5, 4),
        (5, 4, 1.0, 3),
        (4, 2, 0.0, 2),
        (3, 1, 0.8, 5),
        (1, 3, 0.7, 3),
        (5, 3, 0.95, 0),
        (5, 3, 0.6, 60),
    ):
        there = ctx.randint(states, states, actions)
        for move in range(min(actions, 2)):
            there[:, move] = (torch.arange(states) + (1, -1)[move]) % states
        done = ctx.rand(states, actions) < 0.25
        done[0, 0] = states > 1 and not done[0, 0] and gamma < 1 and sweeps > 2
        reward = ctx.randn(states, actions, dtype=dtype)
        yield World(there, reward, done, gamma, sweeps)


def require_values(student: Student, ctx: Context) -> None:
    """Raise Failed unless Q-values are right."""
    for dtype in BOTH:
        for world in drawn_worlds(ctx, dtype):
            want = swept(world, world.sweeps).to(dtype)
            answer = student.call("value_iteration", **vars(world))
            precisely(answer, want, dtype, slips=world_slips)


def swept(world: World, sweeps: int, best: str = "max", *, on: Tensor | None = None) -> Tensor:
    """Return Q-values after so many sweeps, float64, or those of a mean or a least action.

    Args: `on`, 0 or 1 for each entry, whether the game goes on, if not where it is not over.
    """
    q, reward = torch.zeros_like(world.reward.double()), world.reward.double()
    going = (~world.done).double() if on is None else on
    for _ in range(sweeps):
        values = {"max": q.amax(1), "mean": q.mean(1), "least": q.amin(1)}[best]
        q = reward + world.gamma * going * values[world.next_state]
    return q


def _in_place(world: World, *, backwards: bool) -> Tensor:
    """Return what comes of a table that is written while it is read."""
    q = torch.zeros_like(world.reward.double())
    order = range(len(q))
    for _ in range(world.sweeps):
        for state in reversed(order) if backwards else order:
            for action in range(q.shape[1]):
                after = (
                    0.0 if world.done[state, action] else q[world.next_state[state, action]].max()
                )
                q[state, action] = world.reward[state, action].double() + world.gamma * after
    return q


def _discounted(world: World) -> Tensor:
    """Return what comes where the reward is discounted, too."""
    return world.gamma * swept(world, world.sweeps)


def world_slips(
    next_state: Tensor, reward: Tensor, done: Tensor, gamma: float, sweeps: int
) -> SlipAnswers:
    """Return what mistakes of `value_iteration` answer."""
    world = World(next_state, reward, done, gamma, sweeps)
    forwards, backwards = (_in_place(world, backwards=way) for way in (False, True))
    return {
        "Each sweep replaces all entries at once: it reads the old table only.": forwards,
        "Each sweep reads the old table only: not what it has just written, last state first.": (
            backwards
        ),
        "After the end nothing comes: done stops the sum.": swept(
            world, sweeps, on=torch.ones_like(reward.double())
        ),
        "done is inverted: it goes on where the game is *not* over.": swept(
            world, sweeps, on=done.double()
        ),
        "The best action of the next state counts, not the mean.": swept(world, sweeps, "mean"),
        "The best action is the one that is worth most.": swept(world, sweeps, "least"),
        "The reward itself is not discounted.": _discounted(world),
        "There are so many sweeps, not one more.": swept(world, sweeps + 1),
        "There are so many sweeps, not one less.": swept(world, max(sweeps - 1, 0)),
        "There are so many sweeps: do not go on until nothing changes.": swept(world, 2_000)
        if gamma < 1
        else torch.full_like(reward.double(), torch.nan),
        "The reward counts at the end, too: only what comes after it does not.": _unpaid(world),
        "gamma is not used: what comes later is worth less.": swept(
            World(next_state, reward, done, 1.0, sweeps), sweeps
        ),
    }


def _unpaid(world: World) -> Tensor:
    """Return what comes where the last reward is left out."""
    reward = torch.where(world.done, 0.0, world.reward.double())
    return swept(
        World(world.next_state, reward, world.done, world.gamma, world.sweeps), world.sweeps
    )
