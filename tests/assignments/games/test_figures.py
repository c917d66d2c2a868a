"""The figures of the handout of `games`, and the world that lies beside it."""

import importlib
import sys
from collections.abc import Mapping
from typing import Any
from xml.etree import ElementTree

import numpy as np
import pytest
import torch

from tests.assignments.games.facts import minimax, worths
from tests.conftest import ROOT

FOLDER = ROOT / "assignments" / "games"


@pytest.fixture(scope="module")
def shown() -> Mapping[str, Any]:
    """Return the names of the script that makes the PNGs."""
    sys.path.insert(0, str(FOLDER))
    try:
        return vars(importlib.import_module("demonstrations"))
    finally:
        sys.path.remove(str(FOLDER))


@pytest.mark.parametrize("name", ["game", "losses", "backup"])
def test_a_drawing_is_svg_with_a_title_on_a_white_ground(name: str) -> None:
    root = ElementTree.parse(FOLDER / "figures" / f"{name}.svg").getroot()
    space = "{http://www.w3.org/2000/svg}"
    assert root.get("role") == "img" and root.findtext(f"{space}title")
    [ground] = [r for r in root.findall(f"{space}rect") if r.get("fill") == "white"][:1]
    assert ground.get("width") == root.get("width")


def test_the_world_beside_the_notebook_is_the_one_of_the_picture(shown: Mapping[str, Any]) -> None:
    file = np.load(FOLDER / "world.npz")
    held = [torch.from_numpy(file[name]) for name in ("next_state", "reward", "done")]
    for one, made in zip(held, shown["tables"](), strict=True):
        assert torch.equal(one, made)
    there, reward, done = held
    assert there.shape == (16, 4) and int(done.sum()) > 0
    assert torch.equal(done, reward != 0), "what ends the game is what is worth something"
    assert (there[:, 0] // 4 <= torch.arange(16) // 4).all(), "move 0 goes up"


def test_the_picture_of_the_world_says_what_the_text_says(shown: Mapping[str, Any]) -> None:
    picture = shown["worlds"]()
    assert "5: the best move at the start is worth 0.00" in picture.alt
    assert "50: the best move at the start is worth 0.59" in picture.alt  # 0.9 to the fifth
    assert "lead (3, 0) (2, 0) (1, 0) (0, 0) (0, 1) (0, 2) (0, 3)." in picture.alt


def test_the_tree_is_of_a_position_with_one_move_that_wins(shown: Mapping[str, Any]) -> None:
    game, board = shown["TicTacToe"](), shown["BOARD"]
    worth = worths(game, board)
    assert minimax(game, board) == 1
    assert [action for action, value in worth.items() if value == 1] == [2]
    assert sorted(worth.values()) == [-1, -1, -1, -1, 1]
    picture = shown["board_tree"]()
    assert "1: 2 (-0.50), 2: 19 (+0.68), 3: 3 (-0.33), 6: 3 (-0.33), 7: 3 (-0.33)" in picture.alt


@pytest.mark.slow
def test_one_duel_finds_all_modes_and_one_collapses(shown: Mapping[str, Any]) -> None:
    alt = shown["duels"]().alt
    assert "0.006 : 0.002, after 300 steps: 4 of 4 are hit" in alt
    assert "0.0005 : 0.006, after 300 steps: 1 of 4 are hit" in alt
