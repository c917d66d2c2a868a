"""Places for the nodes of a graph in rows, and ways for its edges around them (Sugiyama's method).

An edge over several rows gets a place of its own in each row that it crosses, so that it runs
between the boxes. Orders within rows are by the mean of neighbours, kept where edges cross least.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise
from typing import NamedTuple

Edge = tuple[str, str]
Node = str  # a box's name, or `one>other@row` for the place of an edge in a row

SWEEPS = 40
GAP, LANE = 26, 14  # between two nodes; what an edge takes of a row


class Point(NamedTuple):
    """A place in the picture, in its units from the upper left."""

    x: float
    y: float

    def __str__(self) -> str:
        """Return it as SVG has it."""
        return f"{self.x:.0f} {self.y:.0f}"


@dataclass(frozen=True)
class Layout:
    """The middle of each box, the points of each edge, and how wide it all is."""

    places: Mapping[str, Point]
    paths: Mapping[Edge, Sequence[Point]]
    width: float


def arranged(
    rows: Sequence[Sequence[str]], edges: Iterable[Edge], box: float, step: float
) -> Layout:
    """Lay out boxes of one width in their rows, `step` below one another; edges lead down."""
    row_of = {name: number for number, row in enumerate(rows) for name in row}
    chains = {edge: _chain(edge, row_of) for edge in sorted(edges)}
    filled = [list(row) for row in rows]
    for edge, chain in chains.items():
        for number, node in enumerate(chain[1:-1], row_of[edge[0]] + 1):
            filled[number].append(node)
    links = [link for chain in chains.values() for link in pairwise(chain)]
    ordered = _ordered(filled, links)
    widths = {node: float(box) if node in row_of else float(LANE) for row in filled for node in row}
    across = _spread(ordered, links, widths)
    height = {node: number * step + step / 4 for number, row in enumerate(ordered) for node in row}
    left = min(across[node] - widths[node] / 2 for row in filled for node in row)
    places = {node: Point(round(across[node] - left), height[node]) for node in across}
    paths = _with_ports(
        {edge: [places[node] for node in chain] for edge, chain in chains.items()}, box
    )
    right = max(point.x for path in paths.values() for point in path)
    right = max(right, *(places[name].x + box / 2 for name in row_of))
    return Layout({name: places[name] for name in row_of}, paths, right)


def _chain(edge: Edge, row_of: Mapping[str, int]) -> list[Node]:
    one, other = edge
    between = range(row_of[one] + 1, row_of[other])
    return [one, *(f"{one}>{other}@{number}" for number in between), other]


def _ordered(rows: list[list[Node]], links: Sequence[Edge]) -> list[list[Node]]:
    """Order the nodes of each row by the mean place of those they are linked with."""
    linked = _beside(links)
    best, fewest = [list(row) for row in rows], _crossings(rows, links)
    for sweep in range(SWEEPS):
        down = sweep % 2 == 0
        numbers = range(1, len(rows)) if down else range(len(rows) - 2, -1, -1)
        for number in numbers:
            place = _shares(rows[number - 1 if down else number + 1])
            wanted = _shares(rows[number])
            for node in rows[number]:
                near = [place[other] for other in linked.get(node, ()) if other in place]
                wanted[node] = _mean(near, wanted[node])
            rows[number].sort(key=wanted.__getitem__)
        crossings = _crossings(rows, links)
        if crossings < fewest:
            best, fewest = [list(row) for row in rows], crossings
    return best


def _shares(row: Sequence[Node]) -> dict[Node, float]:
    """Return how far to the right each node of a row is, from 0 to 1."""
    return {node: index / max(1, len(row) - 1) for index, node in enumerate(row)}


def _beside(links: Iterable[Edge]) -> dict[Node, list[Node]]:
    """Return by node the nodes that it is linked with, above and below."""
    found: dict[Node, list[Node]] = {}
    for one, other in links:
        found.setdefault(one, []).append(other)
        found.setdefault(other, []).append(one)
    return found


def _mean(values: Sequence[float], default: float) -> float:
    return sum(values) / len(values) if values else default


def _crossings(rows: Sequence[Sequence[Node]], links: Sequence[Edge]) -> int:
    place = {node: index for row in rows for index, node in enumerate(row)}
    below: dict[Node, list[Node]] = {}
    for one, other in links:
        below.setdefault(one, []).append(other)
    count = 0
    for row in rows:
        ends = [
            end for node in row for end in sorted(place[other] for other in below.get(node, ()))
        ]
        count += sum(one > other for one, other in combinations(ends, 2))
    return count


def _spread(
    rows: Sequence[Sequence[Node]], links: Sequence[Edge], widths: Mapping[Node, float]
) -> dict[Node, float]:
    """Move nodes towards those they are linked with, as far as order and widths let them."""
    across: dict[Node, float] = {}
    for row in rows:
        across |= _apart(row, dict.fromkeys(row, 0.0), widths)
    linked = _beside(links)
    for sweep in range(SWEEPS):
        for row in rows if sweep % 2 == 0 else reversed(rows):
            wanted = {
                node: _mean([across[other] for other in linked.get(node, ())], across[node])
                for node in row
            }
            across |= _apart(row, wanted, widths)
    return across


def _apart(
    row: Sequence[Node], wanted: Mapping[Node, float], widths: Mapping[Node, float]
) -> dict[Node, float]:
    """Return places as near to the wanted ones as nodes that do not overlap can be."""
    groups: list[tuple[list[Node], list[float], float]] = []  # nodes, their offsets, the place
    for node in row:
        nodes, offsets, place = [node], [0.0], wanted[node]
        while groups:
            others, before, other = groups[-1]
            need = before[-1] + (widths[others[-1]] + widths[nodes[0]]) / 2 + GAP
            if other + need <= place:
                break
            groups.pop()
            nodes, offsets = others + nodes, before + [need + offset for offset in offsets]
            place = _mean([wanted[n] - o for n, o in zip(nodes, offsets, strict=True)], 0.0)
        groups.append((nodes, offsets, place))
    return {
        n: place + o
        for nodes, offsets, place in groups
        for n, o in zip(nodes, offsets, strict=True)
    }


def _with_ports(paths: dict[Edge, list[Point]], box: float) -> dict[Edge, list[Point]]:
    """Let the edges of one box leave and reach it side by side, in the order of where they lead."""
    for end, inner in ((0, 1), (-1, -2)):
        for name in {edge[end] for edge in paths}:
            own = sorted((e for e in paths if e[end] == name), key=lambda e: paths[e][inner].x)
            room = min(22.0, (box - 30) / len(own))
            for index, edge in enumerate(own):
                x, y = paths[edge][end]
                paths[edge][end] = Point(x + room * (index - (len(own) - 1) / 2), y)
    return paths
