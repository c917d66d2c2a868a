"""What the handout's PNGs show: two duels, a grid world, and the tree of a position.

`make_figures.py` draws them. Needs the reference solutions; a student gets the pictures alone.
"""

from collections.abc import Iterator
from typing import Any

import torch
from torch import Tensor

from autograder.pictures.duel import Frame, Run, duel
from autograder.pictures.quarters import Grid, Worth, quarters
from autograder.pictures.search_tree import Position, tree
from autograder.records.verdict import Picture
from solutions.games import duel as networks
from solutions.games import search as searching
from solutions.games.qlearning import value_iteration

SPREAD, HALF, REACH = 0.4, 1.2, 2.8
CENTRES = HALF * torch.tensor([[-1.0, -1.0], [-1.0, 1.0], [1.0, -1.0], [1.0, 1.0]])
STOPS = (0, 50, 100, 300)
BETAS = (0.0, 0.9)

# A world of 4 x 4 cells: +1 in the upper right corner, a trap below it, three walls.
GRID = Grid(4, 4, (3, 0), frozenset({(1, 1), (2, 1), (2, 3)}), {(0, 3): "+1", (1, 3): "−1"})
MOVES = ((-1, 0), (0, 1), (1, 0), (0, -1))
DISCOUNT = 0.9


def duels(*, last: bool = False) -> Picture:
    """Draw the run of the protocol, and one whose discriminator is too slow."""
    good = Run("0.006 : 0.002", [*_frames(0.002, 0.006, seed=0)])
    slow = Run("0.0005 : 0.006", [*_frames(0.006, 0.0005, seed=0)])
    if last:
        return duel([Run("GAN", good.frames[-1:])], CENTRES, REACH, "1", "")
    told = "With two time scales all four are found; a slow discriminator is led around."
    return duel([good, slow], CENTRES, REACH, "D : G", told)


def _frames(generator_rate: float, discriminator_rate: float, seed: int) -> Iterator[Frame]:
    torch.manual_seed(seed)
    draw = torch.Generator().manual_seed(seed)
    generator, discriminator = networks.Generator(), networks.Discriminator()
    for_generator = torch.optim.Adam(generator.parameters(), lr=generator_rate, betas=BETAS)
    for_discriminator = torch.optim.Adam(
        discriminator.parameters(), lr=discriminator_rate, betas=BETAS
    )
    look = torch.randn(2000, 2, generator=torch.Generator().manual_seed(9))
    for step in range(STOPS[-1] + 1):
        if step in STOPS:
            yield _frame(step, generator, discriminator, look)
        noise = torch.randn(2, 128, 2, generator=draw)
        which = torch.randint(len(CENTRES), (128,), generator=draw)
        real = CENTRES[which] + SPREAD * torch.randn(128, 2, generator=draw)
        networks.discriminator_step(generator, discriminator, for_discriminator, real, noise[0])
        networks.generator_step(generator, discriminator, for_generator, noise[1])


@torch.no_grad()
def _frame(step: int, generator: Any, discriminator: Any, look: Tensor) -> Frame:
    samples = generator(look)
    axis = torch.linspace(-REACH, REACH, 60)
    rows, columns = torch.meshgrid(axis, axis, indexing="ij")
    real = discriminator(torch.stack([columns, rows], 2).reshape(-1, 2)).sigmoid().view(60, 60)
    modes = int(networks.mode_report(samples, CENTRES, 2 * SPREAD)["modes"])
    return Frame(step, real, samples, modes)


def tables() -> tuple[Tensor, Tensor, Tensor]:
    """Return next_state, reward and done of the grid world, (S, A) each; state 4 · row + column."""
    cells = [(row, column) for row in range(GRID.height) for column in range(GRID.width)]
    there = torch.zeros(len(cells), 4, dtype=torch.int64)
    reward, done = torch.zeros(len(cells), 4), torch.zeros(len(cells), 4, dtype=torch.bool)
    for state, (row, column) in enumerate(cells):
        for move, (down, right) in enumerate(MOVES):
            after = (row + down, column + right)
            if after not in cells or after in GRID.walls:
                after = (row, column)
            there[state, move] = cells.index(after)
            done[state, move] = after in GRID.ends
            reward[state, move] = {"+1": 1.0, "−1": -1.0}.get(GRID.ends.get(after, ""), 0.0)
    return there, reward, done


def worlds(*, last: bool = False) -> Picture:
    """Draw what moves are worth after 1, 5 and 50 sweeps."""
    shape = (GRID.height, GRID.width, 4)
    swept = [
        Worth(f"{sweeps}", value_iteration(*tables(), DISCOUNT, sweeps).view(shape))
        for sweeps in ((50,) if last else (1, 5, 50))
    ]
    told = "News of the end travels one cell a sweep."
    return quarters(GRID, swept, "2" if last else "sweeps", told)


LINES = ((0, 1, 2), (3, 4, 5), (6, 7, 8), (0, 3, 6), (1, 4, 7), (2, 5, 8), (0, 4, 8), (2, 4, 6))
BOARD, SIMULATIONS = "X...XO..O", 30


class TicTacToe:
    """States are texts of nine marks; X and O alternate, X first."""

    def legal(self, state: str) -> Tensor:
        """Return which of the nine fields are free."""
        return torch.tensor([mark == "." for mark in state])

    def step(self, state: str, action: int) -> str:
        """Return the state after a move of the player whose turn it is."""
        mark = "XO"[(9 - state.count(".")) % 2]
        return state[:action] + mark + state[action + 1 :]

    def result(self, state: str) -> float | None:
        """Return -1 where the last move has won, 0 for a draw, None while the game goes on."""
        rows = ["".join(state[field] for field in line) for line in LINES]
        if "XXX" in rows or "OOO" in rows:
            return -1.0
        return None if "." in state else 0.0


def board_tree(*, short: bool = False) -> Picture:
    """Draw the tree of a position with one move that wins and four that lose."""
    root = _searched(BOARD, SIMULATIONS)
    best, replies = int(root.visits.argmax()), (0, 0) if short else (3, 1)
    moves = [_move(root, a, BOARD, replies[a != best]) for a in sorted(root.children)]
    told = "All moves look alike at first; the one that wins has taken most of the visits."
    top = Position(_rows(BOARD), SIMULATIONS, children=moves)
    return tree(top, "3" if short else "search", told)


def _searched(state: str, simulations: int) -> Any:
    """Return the root of a search by a player who knows nothing but the rules."""
    roots: list[Any] = []
    usual = searching.backup

    def noted(path: list[tuple[Any, int]], value: float) -> None:
        roots.append(path[0][0])
        usual(path, value)

    searching.backup = noted
    try:
        searching.search(TicTacToe(), state, lambda _: (torch.zeros(9), 0.0), simulations)
    finally:
        searching.backup = usual
    return roots[0]


def _move(node: Any, action: int, state: str, replies: int) -> Position:
    """Return what is known of a move, with so many of the most usual replies."""
    child, after = node.children[action], TicTacToe().step(state, action)
    visits = int(node.visits[action])
    value = float(node.total[action]) / visits
    usual = [] if child.over else sorted(child.children, key=lambda a: -int(child.visits[a]))
    below = [_move(child, a, after, 0) for a in sorted(usual[:replies])]
    return Position(_rows(after), visits, value, action, child.over and value == 1, below)


def _rows(state: str) -> tuple[str, ...]:
    return state[:3], state[3:6], state[6:]
