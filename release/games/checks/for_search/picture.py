"""The tree of a search, and the visits of one that are others."""

import torch
from torch import Tensor

from autograder.checking.student import Student
from autograder.pictures.curves import Chart, Curve, curves
from autograder.pictures.search_tree import Position, tree
from autograder.records.verdict import Picture
from autograder.text.i18n import said

from .asked import found
from .by_hand import BOARD, SEARCHES, TREE, VISITS_DUE
from .games import moved

PLACE = 1  # of the search that is drawn, among those by hand


def drawn_search(student: Student) -> Picture:
    """Draw the tree if the visits are right, else the visits beside those that are due."""
    visits = found(student, SEARCHES[PLACE], by_name=False).visits
    due = torch.split(VISITS_DUE, [case.rules.actions for case in SEARCHES])[PLACE]
    title = f'search(TicTacToe(), "{BOARD}", …, 30)'
    return _tree(visits, title) if visits.equal(due) else _beside(visits, due, title)


def _tree(visits: Tensor, title: str) -> Picture:
    """Draw the moves with the visits that came, and replies to some of them."""
    moves = []
    for move, (_, value, replies) in TREE.items():
        after = moved(BOARD, move)
        below = [
            Position(_rows(moved(after, reply)), count, worth, reply, wins)
            for reply, (count, worth, wins) in replies.items()
        ]
        moves.append(Position(_rows(after), int(visits[move]), value, move, children=below))
    told = said("All moves look alike at first; the one that wins has taken most of the visits.")
    return tree(Position(_rows(BOARD), int(visits.sum()), children=moves), title, told)


def _beside(visits: Tensor, due: Tensor, title: str) -> Picture:
    """Draw visits by move, as points beside the steps that are due."""
    places, top = range(len(due)), float(max(visits.max(), due.max())) + 1
    drawn = [
        Curve("due", places, due.tolist(), "points"),
        Curve("search", places, visits.tolist(), "points", visits.ne(due).tolist()),
    ]
    told = said("Field 2 makes two threats at once: a search that is right finds it.")
    caption = said("Visits of each field: ○ is due, □ is yours, × is yours where it is wrong.")
    return curves(Chart(title, "action", "visits", -1.0, top), drawn, told, caption)


def _rows(board: str) -> tuple[str, ...]:
    return board[:3], board[3:6], board[6:]
