"""What models cost on two sets of data, and published figures in a panel of their own.

It holds names, digits and marks alone, so it is right in every language: the words are its caption.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from autograder.pictures.canvas import GREY, INK, WRONG, figure, png
from autograder.records.verdict import Picture
from autograder.text.i18n import listed, said

TRAIN, TEST = "#E69F00", "#0072B2"


@dataclass(frozen=True)
class Bar:
    """A model's cost on its training data and on others, and how many free numbers it has."""

    name: str
    train: float
    test: float
    size: int
    wrong: bool = False


@dataclass(frozen=True)
class Published:
    """A figure from a paper; `bound` where it is an upper bound on the cost."""

    name: str
    nats: float
    bound: bool = False


@dataclass(frozen=True)
class Units:
    """The short names of both scales: "bits/dim" of ours, "nats, MNIST" of the published ones."""

    ours: str
    published: str


def bars(
    found: Sequence[Bar], papers: Sequence[Published], units: Units, title: str, sentence: str
) -> Picture:
    """Draw train beside test for each model, and published figures on their own scale."""
    with figure(7.4, 3.9) as paper:
        _ours(paper.add_axes((0.16, 0.13, 0.41, 0.71)), found, units.ours)
        _theirs(paper.add_axes((0.76, 0.13, 0.22, 0.71)), papers, units.published)
        paper.text(0.03, 0.97, title, size=13, va="top", color=INK, family="monospace")
        return Picture(
            png(paper), _in_words(found, papers, units, title, sentence), _caption(found, sentence)
        )


def _ours(ax: Any, found: Sequence[Bar], unit: str) -> None:
    costs = [cost for bar in found for cost in (bar.train, bar.test)]
    # Costs that are wrong may be zero throughout, or below it.
    least, most = min(0.0, *costs), max(0.0, *costs) or 1.0
    for place, bar in enumerate(found):
        pale: dict[str, Any] = {"color": "white", "edgecolor": TRAIN, "hatch": "////"}
        ax.barh(place - 0.19, bar.train, 0.34, **pale)
        ax.barh(place + 0.19, bar.test, 0.34, color=TEST)
        for shift, number in ((-0.19, bar.train), (0.19, bar.test)):
            words = f"{number:.3f}" + (" ×" if bar.wrong else "")
            colour = WRONG if bar.wrong else GREY
            ax.text(
                max(number, 0) + 0.01 * most,
                place + shift,
                words,
                va="center",
                size=7.5,
                color=colour,
            )
    names = [f"{bar.name}\n{bar.size:,}" for bar in found]
    ax.set_yticks(range(len(found)), names, size=8.5, color=INK)
    ax.set(xlim=(1.18 * least, 1.18 * most), ylim=(len(found) - 0.5, -0.5))
    _plain(ax, unit)


def _theirs(ax: Any, papers: Sequence[Published], unit: str) -> None:
    """Draw points, since their scale does not begin at 0; a bound is hollow, with an arrow."""
    for place, one in enumerate(papers):
        ax.plot(one.nats, place, "o", ms=7, mec=INK, mfc="white" if one.bound else INK)
        if one.bound:
            ax.annotate(
                "",
                (one.nats - 2.6, place),
                (one.nats - 0.4, place),
                arrowprops={"arrowstyle": "->"},
            )
        sign = "≤ " if one.bound else ""
        ax.text(one.nats + 0.9, place, f"{sign}{one.nats:.2f}", va="center", size=7.5, color=GREY)
    ax.set_yticks(range(len(papers)), [one.name for one in papers], size=8.5, color=INK)
    nats = [one.nats for one in papers]
    ax.set(xlim=(min(nats) - 3, max(nats) + 6), ylim=(len(papers) - 0.5, -0.5))
    ax.grid(axis="y", color="#E3E3E3")
    ax.set_axisbelow(True)
    _plain(ax, unit)


def _plain(ax: Any, unit: str) -> None:
    ax.set_xlabel(unit, size=9, color=GREY)
    ax.tick_params(axis="x", labelsize=8, colors=GREY)
    ax.tick_params(axis="y", length=0)
    ax.spines[["top", "right", "left"]].set_visible(False)


def _caption(found: Sequence[Bar], sentence: str) -> str:
    return listed(
        [
            said(
                "Left: each model with its free numbers; hatched, training data, plain, test data."
            ),
            said("A cross marks numbers that are not what is due.")
            if any(bar.wrong for bar in found)
            else "",
            said(
                "Right: published figures, of other data and on another scale; a hollow point with "
                "≤ is an upper bound, and the model may be better than it says."
            ),
            sentence,
        ]
    )


def _in_words(
    found: Sequence[Bar], papers: Sequence[Published], units: Units, title: str, sentence: str
) -> str:
    """Say all figures, and the conclusion."""
    ours = [
        said(
            "{name} with {size} free numbers: {train} on training data, {test} on test data.",
            name=bar.name,
            size=f"{bar.size:,}",
            train=f"{bar.train:.3f}",
            test=f"{bar.test:.3f}",
        )
        for bar in found
    ]
    theirs = ", ".join(f"{one.name} {'≤ ' if one.bound else ''}{one.nats:.2f}" for one in papers)
    apart = said("Apart, {unit}: {figures}.", unit=units.published, figures=theirs)
    lead = said("{title}, in {unit}.", title=title, unit=units.ours)
    return listed([lead, sentence, *ours, apart])
