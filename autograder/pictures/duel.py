"""A generator against its discriminator, in frames: samples over the map of who is believed.

It holds digits, marks and code alone, so it is right in every language: the words are its caption.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from matplotlib.colors import LinearSegmentedColormap
from torch import Tensor

from autograder.pictures.canvas import GREY, INK, WRONG, figure, png
from autograder.records.verdict import Picture
from autograder.text.i18n import listed, said

# From what is taken for a fake, by white at one half, to what is taken for real.
BELIEF = LinearSegmentedColormap.from_list("belief", ["#E8B98A", "#FFFFFF", "#8FBCDD"])
SAMPLE = "#123F63"
SIDE, BESIDE, LEFT = 1.72, 0.1, 0.12  # inches: of a frame, between two, and at the left
TOP, ABOVE, BOTTOM = 0.42, 0.5, 0.12  # for the title, for a run's name and numbers, at the bottom
SHOWN = 400  # samples at most: more would be a blot


@dataclass(frozen=True)
class Frame:
    """A moment: after so many steps, what is believed where, and what is made.

    `real` (H, W) is the probability of "real" on a grid whose first row is the lowest; `samples`
    (N, 2); `modes`, how many centres they hit.
    """

    step: int
    real: Tensor
    samples: Tensor
    modes: int


@dataclass(frozen=True)
class Run:
    """One training, under a name, which is code."""

    name: str
    frames: Sequence[Frame]


def duel(runs: Sequence[Run], centres: Tensor, reach: float, title: str, sentence: str) -> Picture:
    """Draw a row of frames for each run, from -`reach` to `reach` on both axes.

    Args: `centres` (K, 2), where the data are; `title`, code; `sentence`, the conclusion.
    """
    count = max(len(run.frames) for run in runs)
    wide = 2 * LEFT + count * SIDE + (count - 1) * BESIDE
    tall = TOP + len(runs) * (ABOVE + SIDE) + BOTTOM
    with figure(wide, tall) as paper:
        for row, run in enumerate(runs):
            low = tall - TOP - (row + 1) * (ABOVE + SIDE)
            look: dict[str, Any] = {"size": 10, "color": INK, "family": "monospace"}
            paper.text(LEFT / wide, (low + SIDE + 0.25) / tall, run.name, **look)
            for place, frame in enumerate(run.frames):
                left = LEFT + place * (SIDE + BESIDE)
                box = (left / wide, low / tall, SIDE / wide, SIDE / tall)
                _frame(paper.add_axes(box), frame, centres, reach)
        top = 1 - 0.1 / tall
        paper.text(LEFT / wide, top, title, size=13, va="top", color=INK, family="monospace")
        return Picture(
            png(paper), _in_words(runs, len(centres), title, sentence), _caption(sentence)
        )


def _frame(ax: Any, frame: Frame, centres: Tensor, reach: float) -> None:
    bounds = (-reach, reach, -reach, reach)
    ground: dict[str, Any] = {"origin": "lower", "extent": bounds, "interpolation": "bilinear"}
    ax.imshow(frame.real.numpy(), cmap=BELIEF, vmin=0, vmax=1, **ground)
    if frame.real.min() < 0.5 < frame.real.max():
        ax.contour(frame.real.numpy(), [0.5], extent=bounds, colors=GREY, linewidths=0.9)
    some = frame.samples[:SHOWN].clamp(-reach, reach)
    ax.plot(some[:, 0].tolist(), some[:, 1].tolist(), ".", ms=2.4, color=SAMPLE, alpha=0.55)
    ax.plot(centres[:, 0].tolist(), centres[:, 1].tolist(), "+", ms=11, mew=2, color=WRONG)
    ax.set(xlim=(-reach, reach), ylim=(-reach, reach), xticks=[], yticks=[])
    ax.spines[:].set_color("#CCCCCC")
    ax.set_title(str(frame.step), size=8.5, color=GREY, loc="left", pad=3)
    ax.set_title(f"{frame.modes}/{len(centres)} +", size=8.5, color=GREY, loc="right", pad=3)


def _caption(sentence: str) -> str:
    drawn = said(
        "Dots: what the generator makes. +: where the data are. Blue: the discriminator believes "
        "it is real, orange: a fake; the line is where it does not know."
    )
    numbers = said("Above each frame: the number of steps, and how many + are hit.")
    return listed([drawn, numbers, sentence])


def _in_words(runs: Sequence[Run], centres: int, title: str, sentence: str) -> str:
    """Say of each run after how many steps it hits how many centres."""
    parts = [said("{title}.", title=title), sentence]
    for run in runs:
        for frame in run.frames:
            told = said(
                "{run}, after {step} steps: {hit} of {all} are hit; the samples spread by "
                "{across} across and {up} up.",
                run=run.name,
                step=frame.step,
                hit=frame.modes,
                all=centres,
                across=f"{float(frame.samples[:, 0].std(correction=0)):.1f}",
                up=f"{float(frame.samples[:, 1].std(correction=0)):.1f}",
            )
            parts.append(told)
    return listed(parts)
