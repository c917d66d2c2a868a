"""Paths through a masked network, and what its outputs depend on.

It holds digits, marks and code alone, so it is right in every language: the words are its caption.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Any

from torch import Tensor

from autograder.pictures.canvas import INK, WRONG, figure, png
from autograder.pictures.order_map import draw_map, leaks_of, missed_of
from autograder.records.verdict import Picture
from autograder.text.i18n import listed, said

KEPT = "#0b5a9d"
UNIT = "#D6E8F4"
NAMED = 4  # leaks in words


@dataclass(frozen=True)
class Network:
    """Masks (out, in) of zeros and ones from D inputs to D outputs, and the units' labels.

    `labels` has a tuple for each layer of units, inputs first and outputs last; inputs and
    outputs stand in the order of prediction.
    """

    masks: Sequence[Tensor]
    labels: Sequence[Sequence[str]]

    def counts(self) -> Tensor:
        """Return how many paths lead from input j to output i, (D, D) at [i, j]."""
        return _product(self.masks)

    def leak(self) -> tuple[int, ...]:
        """Return the units of one path that leaks, inputs first; () where there is none.

        One that leads from an input to its own output, if there is any.
        """
        places = leaks_of(self.counts()).nonzero().tolist()
        places.sort(key=lambda place: place[1] - place[0])
        return self._path(*places[0]) if places else ()

    def _path(self, output: int, start: int) -> tuple[int, ...]:
        """Return the units of the first path from an input to an output."""
        unit, walked = output, [output]
        for depth in range(len(self.masks) - 1, 0, -1):
            reached = _product(self.masks[:depth])[:, start] != 0
            unit = int((reached & (self.masks[depth][unit] != 0)).nonzero()[0])
            walked.append(unit)
        return (start, *reversed(walked))


def _product(masks: Sequence[Tensor]) -> Tensor:
    """Return the product of masks, the first of which takes the inputs."""
    return reduce(lambda found, mask: mask @ found, masks)


def paths(network: Network, title: str, sentence: str) -> Picture:
    """Draw how many paths lead where, beside the network; a leak is marked, its path drawn."""
    counts = network.counts()
    with figure(7.4, 3.3) as paper:
        draw_map(paper.add_axes((0.06, 0.08, 0.34, 0.74)), counts, network.labels[0], numbers=True)
        _network(paper.add_axes((0.44, 0.02, 0.55, 0.86)), network)
        paper.text(0.03, 0.965, title, size=13, va="top", color=INK, family="monospace")
        alt = listed(
            [said("{subject}.", subject=title), sentence, told_of(counts, network.labels[0])]
        )
        return Picture(png(paper), alt, _caption(counts, sentence))


def dependence(
    counts: Tensor, seen: Tensor, labels: Sequence[str], title: str, sentence: str
) -> Picture:
    """Draw how many paths are due, beside what was seen to matter; a leak is marked.

    Args: `counts` and `seen` (D, D), [i, j] from input j to output i, both sorted by the order.
    """
    with figure(7.4, 3.3) as paper:
        draw_map(paper.add_axes((0.06, 0.08, 0.4, 0.74)), counts, labels, numbers=True)
        draw_map(paper.add_axes((0.56, 0.08, 0.4, 0.74)), seen, labels, numbers=False)
        paper.text(0.03, 0.965, title, size=13, va="top", color=INK, family="monospace")
        alt = listed([said("{subject}.", subject=title), sentence, told_of(seen, labels)])
        both = listed(
            [
                said(
                    "Left: how many paths the masks should leave open from each input (column) to "
                    "each output (row)."
                ),
                said("Right: which inputs were seen to move which outputs, when flipped."),
                _marks(seen),
                sentence,
            ]
        )
        return Picture(png(paper), alt, both)


def told_of(reached: Tensor, labels: Sequence[str]) -> str:
    """Say which outputs are reached from where they must not be, or not from where they may.

    An empty text where there are none.
    """
    leaks, missed = leaks_of(reached).nonzero().tolist(), missed_of(reached).nonzero().tolist()
    if not leaks and not missed:
        return ""
    named = [
        said("output {output} is reached by input {input}", output=labels[i], input=labels[j])
        for i, j in leaks[:NAMED]
    ]
    lost = [
        said("output {output} is not reached by input {input}", output=labels[i], input=labels[j])
        for i, j in missed[:NAMED]
    ]
    more = len(leaks) > NAMED or len(missed) > NAMED
    return said(
        "Wrong: {places}.", places=listed([*named, *lost, *(["…"] if more else [])], between="; ")
    )


def _network(ax: Any, network: Network) -> None:
    """Draw units from below to above, each weight that is kept, and the path of a leak."""
    layers = [[(k + 0.5) / len(row) for k in range(len(row))] for row in network.labels]
    for depth, mask in enumerate(network.masks):
        for out, into in (mask != 0).nonzero().tolist():
            ends = (layers[depth][into], layers[depth + 1][out]), (depth, depth + 1)
            ax.plot(*ends, color=KEPT, lw=1.1, alpha=0.55, zorder=1)
    walked = network.leak()
    if walked:
        xs = [layers[depth][unit] for depth, unit in enumerate(walked)]
        ax.plot(xs, range(len(xs)), color=WRONG, lw=3, ls=(0, (4, 1.5)), zorder=2)
    for depth, row in enumerate(network.labels):
        for x, label in zip(layers[depth], row, strict=True):
            inner = 0 < depth < len(network.labels) - 1
            box = {"boxstyle": "circle,pad=0.35" if inner else "square,pad=0.4", "edgecolor": INK}
            box |= {"facecolor": UNIT if inner else "white"}
            ax.text(
                x, depth, label, ha="center", va="center", size=9, color=INK, bbox=box, zorder=3
            )
    ax.set(xlim=(0, 1), ylim=(-0.35, len(network.labels) - 0.65))
    ax.axis("off")


def _caption(counts: Tensor, sentence: str) -> str:
    return listed(
        [
            said(
                "Left: how many paths your masks leave open from each input (column) to each "
                "output (row)."
            ),
            said(
                "Right: the weights that they keep, inputs below, outputs above, a unit's degree "
                "inside it."
            ),
            said("The dashed line is a path that leaks.") if leaks_of(counts).any() else "",
            _marks(counts),
            sentence,
        ]
    )


def _marks(reached: Tensor) -> str:
    """Explain the marks of a map that occur."""
    leak = said("A frame with × marks what an output must not see.")
    lost = said("Hatched: what an output may see, and does not.")
    return listed(
        [leak if leaks_of(reached).any() else "", lost if missed_of(reached).any() else ""]
    )
