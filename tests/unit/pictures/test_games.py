"""Pictures of games: two networks against each other, values in a grid world, a search tree."""

import io

import pytest
import torch
from PIL import Image
from torch import Tensor

from autograder.pictures.duel import Frame, Run, duel
from autograder.pictures.quarters import Grid, Worth, quarters
from autograder.pictures.search_tree import Position, tree

CENTRES = torch.tensor([[-1.0, 0.0], [1.0, 0.0]])
GRID = Grid(2, 3, (1, 0), frozenset({(0, 1)}), {(0, 2): "+1"})


def frame(step: int, spread: float, modes: int, real: float = 0.9) -> Frame:
    belief = torch.full((4, 4), 0.1)
    belief[:, 2:] = real
    samples = spread * torch.tensor([[-1.0, 1.0], [1.0, -1.0], [-1.0, -1.0], [1.0, 1.0]])
    return Frame(step, belief, samples, modes)


def values(**cells: list[float]) -> Tensor:
    """Return Q-values that are 0 but for cells such as r1c0."""
    q = torch.zeros(2, 3, 4)
    for name, moves in cells.items():
        q[int(name[1]), int(name[3])] = torch.tensor(moves)
    return q


RIGHT = values(r1c0=[0, 0.25, 0, 0], r1c1=[0, 0.5, 0, 0], r1c2=[1, 0, 0, 0])


def board(*rows: str, **told: object) -> Position:
    numbers = {"visits": 0, **told}
    return Position(rows, **numbers)  # type: ignore[arg-type]


def test_a_duel_tells_how_many_centres_each_frame_hits() -> None:
    runs = [Run("good", [frame(0, 0.5, 0), frame(300, 1.0, 2)]), Run("bad", [frame(300, 0.0, 1)])]
    picture = duel(runs, CENTRES, 2.0, "duel", "One of them collapsed.")
    assert "good, after 300 steps: 2 of 2 are hit; the samples spread by 1.0 across" in picture.alt
    assert "bad, after 300 steps: 1 of 2 are hit; the samples spread by 0.0 across" in picture.alt
    assert "One of them collapsed." in picture.alt and "One of them collapsed." in picture.caption
    assert picture == duel(runs, CENTRES, 2.0, "duel", "One of them collapsed.")
    width, height = Image.open(io.BytesIO(picture.png)).size
    assert height > 400 and width < 900


def test_a_duel_without_doubt_and_samples_far_away_can_be_drawn() -> None:
    far = frame(0, 100.0, 0, real=0.1)
    assert duel([Run("far", [far])], CENTRES, 2.0, "duel", "Far.").png
    assert duel([Run("far", [frame(0, 9.0, 0)])], CENTRES, 2.0, "duel", "Far.").png


def test_the_way_of_the_best_moves_is_told() -> None:
    picture = quarters(GRID, [Worth("50", RIGHT)], "value_iteration", "It is found.")
    assert "50: the best move at the start is worth 0.25" in picture.alt
    assert "(1, 0) (1, 1) (1, 2) (0, 2)" in picture.alt
    assert "×" not in picture.caption and "At +1 the game is over." in picture.caption


@pytest.mark.parametrize(
    ("q", "path"),
    [
        (values(r1c0=[1, 0, 0, 0], r0c0=[0, 1, 0, 0]), [(1, 0), (0, 0)]),  # into the wall
        (values(r1c0=[0, 0, 1, 0]), [(1, 0)]),  # out of the world
        (values(r1c0=[0, 1, 0, 0]), [(1, 0), (1, 1)]),  # to where all moves are alike
        (values(r1c0=[0, 1, 0, 0], r1c1=[0, 0, 0, 1]), [(1, 0), (1, 1)]),  # to and fro
    ],
)
def test_a_way_that_ends_nowhere_ends(q: Tensor, path: list[tuple[int, int]]) -> None:
    assert GRID.path(q) == path
    assert "They do not reach an end." in quarters(GRID, [Worth("1", q)], "f", "No.").alt


def test_wrong_values_are_marked_and_the_first_is_told() -> None:
    wrong = RIGHT.clone()
    wrong[1, 1, 1], wrong[1, 2, 2] = torch.nan, 0.7
    picture = quarters(GRID, [Worth("5", wrong, RIGHT)], "f", "Two are wrong.")
    assert "2 values are wrong, the first in row 1, column 1, →." in picture.alt
    assert "× marks values that are wrong." in picture.caption
    assert picture.png != quarters(GRID, [Worth("5", wrong)], "f", "Two are wrong.").png


def test_what_lies_below_a_wall_or_an_end_is_never_wrong() -> None:
    other = RIGHT.clone()
    other[0, 1], other[0, 2] = 5.0, 7.0
    assert "×" not in quarters(GRID, [Worth("5", other, RIGHT)], "f", "Right.").caption


def test_a_tree_tells_visits_and_what_wins() -> None:
    answer = board("XXX", "OO.", "...", visits=3, value=-1.0, move=5)
    moves = [
        board("XXX", "O..", "O..", visits=40, value=1.0, move=2, wins=True),
        board("XX.", "OX.", "O..", visits=9, value=0.25, move=4, children=[answer]),
        board("XX.", "O..", "OX.", move=7),
    ]
    root = board("XX.", "O..", "O..", visits=49, children=moves)
    picture = tree(root, "search", "The winning move has most visits.")
    assert "2: 40 (+1.00), 4: 9 (+0.25), 7: 0 (+0.00)" in picture.alt
    assert "These win at once: 2." in picture.alt and "★" in picture.caption
    assert "After move" not in picture.alt, "the most visited one has no answers here"
    plain = tree(board("XX.", "O..", "O..", visits=49, children=moves[1:]), "search", "None.")
    assert "After move 4: " in plain.alt and "5: 3 (-1.00)" in plain.alt
    assert "★" not in plain.caption and plain.png != picture.png
