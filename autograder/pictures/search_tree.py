"""A search tree of a board game: positions, and between them how often each move was tried.

It holds digits, marks and code alone, so it is right in every language: the words are its caption.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from matplotlib.patches import Polygon, Rectangle

from autograder.pictures.canvas import GREY, INK, RIGHT, figure, png
from autograder.records.verdict import Picture
from autograder.text.i18n import listed, quoted, said

LINK = "#7FA9C9"
# Inches: a board, which is also the width of a link that takes all visits; from level to level; for
# the title; for what is told above a board; and from a leaf to the next.
BOARD, LEVEL, TOP, TOLD, SLOT = 0.62, 1.42, 0.42, 0.36, 0.86


@dataclass(frozen=True)
class Position:
    """A node: rows of marks such as ("XO.", ".X.", "..O"), and what the search knows of it.

    `move` is the number of the move that leads here, `visits` how often it was chosen, `value` its
    mean value for the player who chose it. `wins` marks a move that ends the game in a win.
    """

    board: Sequence[str]
    visits: int
    value: float = 0.0
    move: int = 0
    wins: bool = False
    children: Sequence["Position"] = ()


@dataclass(frozen=True)
class _Placed:
    """A node at its place, in inches from the left and from the top."""

    node: Position
    x: float
    y: float
    before: "_Placed | None" = None


def tree(root: Position, title: str, sentence: str) -> Picture:
    """Draw a tree from its root downwards; the width of a link is the share of its visits.

    Args: `title`, code; `sentence`, the conclusion.
    """
    placed = _placed(root, 0, 0, None)[0]
    wide = max(0.2 + max(one.x for one in placed) + SLOT / 2 + 0.1, 4.0)
    tall = TOP + max(one.y for one in placed) + BOARD + 0.25
    with figure(wide, tall) as paper:
        ax = paper.add_axes((0, 0, 1, 1))
        ax.set(xlim=(0, wide), ylim=(tall - TOP, -TOP))
        ax.axis("off")
        for one in placed:
            _links(ax, one, [below for below in placed if below.before is one], root.visits)
            _board(ax, one)
        paper.text(
            0.1 / wide, 1 - 0.1 / tall, title, size=13, va="top", color=INK, family="monospace"
        )
        return Picture(png(paper), _in_words(root, title, sentence), _caption(placed, sentence))


def _placed(
    node: Position, depth: int, taken: int, before: _Placed | None
) -> tuple[list[_Placed], int]:
    """Return a subtree at its places, and how many slots are taken then, from the left."""
    y = 0.1 + depth * LEVEL
    width = _leaves(node)
    here = _Placed(node, 0.15 + SLOT * (taken + width / 2), y, before)
    found = [here]
    for child in node.children:
        below, taken = _placed(child, depth + 1, taken, here)
        found += below
    return found, taken if node.children else taken + 1


def _leaves(node: Position) -> int:
    return sum(map(_leaves, node.children)) or 1


def _links(ax: Any, before: _Placed, after: Sequence[_Placed], visits: int) -> None:
    """Draw the ways from a node to its moves, as bands that leave its board side by side."""
    bands = [BOARD * one.node.visits / max(visits, 1) for one in after]
    start, top = before.x - sum(bands) / 2, before.y + BOARD
    for one, band in zip(after, bands, strict=True):
        bottom, half = one.y - TOLD, band / 2
        corners = [
            (start, top),
            (start + band, top),
            (one.x + half, bottom),
            (one.x - half, bottom),
        ]
        colour = RIGHT if one.node.wins else LINK
        ax.add_patch(Polygon(corners, fc=colour, ec=colour, lw=0.9, zorder=1))
        start += band
        _told(ax, one)


def _told(ax: Any, one: _Placed) -> None:
    """Write above a board what is known of the move that leads to it."""
    look: dict[str, Any] = {"ha": "center", "va": "center", "family": "monospace", "zorder": 3}
    ax.text(one.x, one.y - 0.25, f"{one.node.visits}", size=8.5, weight="bold", color=INK, **look)
    value = f"{one.node.value:+.2f}" if one.node.visits else "–"
    ax.text(one.x, one.y - 0.1, value, size=7.5, color=GREY, **look)
    if one.node.wins:
        star: dict[str, Any] = {"ha": "center", "va": "center", "color": RIGHT}
        ax.text(one.x + 0.3, one.y - 0.25, "★", size=10, **star)


def _board(ax: Any, one: _Placed) -> None:
    rows = one.node.board
    step = BOARD / max(len(rows), max(map(len, rows)))
    left = one.x - step * len(rows[0]) / 2
    for i, row in enumerate(rows):
        for j, mark in enumerate(row):
            x, y = left + j * step, one.y + i * step
            moved = one.before is not None and i * len(row) + j == one.node.move
            ground = "#DCEBF5" if moved else "white"
            ax.add_patch(Rectangle((x, y), step, step, fc=ground, ec=GREY, lw=0.7, zorder=2))
            if mark != ".":
                look: dict[str, Any] = {"ha": "center", "va": "center", "zorder": 4}
                weight = "bold" if moved else "normal"
                middle = (x + step / 2, y + step / 2)
                ax.text(*middle, mark, size=8, color=INK, weight=weight, **look)


def _caption(placed: Sequence[_Placed], sentence: str) -> str:
    drawn = said(
        "Above each position: how often the search chose the move that leads there, which is also "
        "the width of its line, and its mean value for the player who chose it. The move is shaded."
    )
    won = said("★ wins at once.") if any(one.node.wins for one in placed) else ""
    return listed([drawn, won, sentence])


def _in_words(root: Position, title: str, sentence: str) -> str:
    """Say the root, the visits of its moves, and the answers to the most visited one."""
    parts = [
        said("{title}: {board}.", title=title, board=quoted(" / ".join(root.board))),
        said("Visits by move: {moves}.", moves=_moves(root)),
    ]
    wins = ", ".join(str(child.move) for child in root.children if child.wins)
    if wins:
        parts.append(said("These win at once: {moves}.", moves=wins))
    if root.children:
        most = max(root.children, key=lambda child: child.visits)
        if most.children:
            parts.append(said("After move {move}: {moves}.", move=most.move, moves=_moves(most)))
    return listed([*parts, sentence])


def _moves(node: Position) -> str:
    return quoted(", ".join(f"{c.move}: {c.visits} ({c.value:+.2f})" for c in node.children))
