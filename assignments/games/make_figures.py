"""Write world.npz, and the handout's static figures: SVG by hand, PNG as feedback draws them.

    python assignments/games/make_figures.py

`final.png`, `duel.png`, `worlds.png` and `tree.png` need the reference solutions and some seconds
of training. Colours are those of Okabe and Ito, told apart in every common kind of colour vision;
each also has a shape or a word.
"""

import math
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent.parent))
FIGURES = HERE / "figures"
BLUE, ORANGE, RED, GREY, INK = "#0072B2", "#B26A00", "#D55E00", "#E3E3E3", "#1B1B1B"
PALE_BLUE, PALE_ORANGE = "#D6E8F4", "#FBE3B5"
LEFT, RIGHT = 'text-anchor="start"', 'text-anchor="end"'


def text(x: float, y: float, words: str, size: float = 14, more: str = "") -> str:
    """Words centred at (x, y); `more` holds SVG attributes."""
    anchor = "" if "text-anchor" in more else 'text-anchor="middle" '
    fill = "" if "fill" in more else f'fill="{INK}" '
    return (
        f'<text x="{x:g}" y="{y:g}" font-size="{size:g}" {anchor}dominant-baseline="central"'
        f" {fill}{more}>{words}</text>"
    )


def box(x: float, y: float, w: float, h: float, fill: str = "white", round_by: int = 4) -> str:
    """A rectangle with its centre at (x, y)."""
    return (
        f'<rect x="{x - w / 2:g}" y="{y - h / 2:g}" width="{w:g}" height="{h:g}" rx="{round_by}"'
        f' fill="{fill}" stroke="{INK}" stroke-width="1.2"/>'
    )


def arrow(points: Sequence[tuple[float, float]], colour: str = INK, dash: str = "") -> str:
    """An arrow along straight lines; `dash` as SVG has it."""
    way = "L".join(f"{x:g} {y:g}" for x, y in points)
    dashed = f' stroke-dasharray="{dash}"' if dash else ""
    return (
        f'<path d="M{way}" stroke="{colour}" stroke-width="1.8"{dashed}'
        f' fill="none" marker-end="url(#{colour.strip("#")})"/>'
    )


def curve(
    points: Iterable[tuple[float, float]], colour: str, dash: str = "", width: float = 2.4
) -> str:
    """A line through points."""
    way = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    dashed = f' stroke-dasharray="{dash}"' if dash else ""
    return (
        f'<polyline points="{way}" fill="none" stroke="{colour}" stroke-width="{width:g}"{dashed}/>'
    )


def save(name: str, width: int, height: int, title: str, parts: Iterable[str]) -> None:
    """Write one SVG on a white ground, so that it can be read in dark themes too."""
    heads = "".join(
        f'<marker id="{c.strip("#")}" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="6"'
        f' markerHeight="6" orient="auto-start-reverse"><path d="M0 0L10 5L0 10z" fill="{c}"/>'
        f"</marker>"
        for c in (INK, BLUE, RED)
    )
    hatch = (
        '<pattern id="hatch" width="7" height="7" patternTransform="rotate(45)"'
        ' patternUnits="userSpaceOnUse"><path d="M0 0V7" stroke="#9A9A9A" stroke-width="1.4"/>'
        "</pattern>"
    )
    body = "\n".join(parts)
    (FIGURES / name).write_text(
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}"'
        f' height="{height}" role="img" font-family="Helvetica, Arial, sans-serif">\n'
        f"<title>{title}</title>\n<defs>{heads}{hatch}</defs>\n"
        f'<rect width="{width}" height="{height}" rx="8" fill="white"/>\n{body}\n</svg>\n',
        encoding="utf-8",
    )


def game() -> None:
    """Noise, generator, fakes; data; the discriminator, its logits; the slope's way back."""
    parts = [
        box(70, 70, 92, 38),
        text(70, 70, "noise"),
        box(225, 70, 120, 50, PALE_BLUE, 10),
        text(225, 70, "generator", 15),
        box(380, 70, 92, 38),
        text(380, 70, "fakes"),
        box(380, 160, 92, 38),
        text(380, 160, "data"),
        box(555, 115, 140, 56, PALE_ORANGE, 10),
        text(555, 115, "discriminator", 15),
        box(715, 115, 84, 38),
        text(715, 115, "logit"),
        arrow([(117, 70), (163, 70)]),
        arrow([(286, 70), (332, 70)]),
        arrow([(427, 76), (483, 100)]),
        arrow([(427, 154), (483, 130)]),
        arrow([(626, 115), (671, 115)]),
        arrow([(715, 92), (715, 22), (225, 22), (225, 43)], RED, "7 5"),
        text(470, 36, "the slope: all that the generator learns from", 13.5),
        text(715, 152, "P(real) = sigmoid(logit)", 13),
        text(225, 160, "never sees the data", 13.5),
    ]
    save("game.svg", 810, 200, "A generator and a discriminator", parts)


@dataclass(frozen=True)
class Panel:
    """A frame of curves over logits from -6 to 6, `left` on the page; `ticks` are on its side."""

    left: float
    low: float
    high: float
    ticks: tuple[float, ...]

    def at(self, t: float, y: float) -> tuple[float, float]:
        """Where a point stands on the page."""
        return self.left + (t + 6) * 25, 40 + (self.high - y) / (self.high - self.low) * 190

    def frame(self, title: str) -> list[str]:
        """The axes, the start of training hatched, and the words around them."""
        x, top = self.at(-6, self.high)
        ends = (self.at(-6, self.low), self.at(6, self.low), (x, top))
        return [
            f'<rect x="{x:g}" y="{top:g}" width="75" height="190" fill="url(#hatch)"/>',
            curve([ends[0], ends[1]], INK, width=1.2),
            curve([ends[0], ends[2]], INK, width=1.2),
            curve([self.at(-6, 0), self.at(6, 0)], "#9A9A9A", "2 3", 1.2),
            text(self.left + 150, 22, title, 14.5),
            text(self.left + 150, 268, "logit of a fake", 13),
            *(text(self.at(t, 0)[0], 246, minus(t), 12) for t in (-6, -3, 0, 3, 6)),
            *(text(x - 8, self.at(0, y)[1], minus(y), 12, RIGHT) for y in self.ticks),
        ]

    def line(self, of: Callable[[float], float], colour: str, dash: str = "") -> str:
        """A curve, where it lies within the frame."""
        points = [(t / 10, of(t / 10)) for t in range(-60, 61)]
        return curve([self.at(*p) for p in points if self.low <= p[1] <= self.high], colour, dash)


def minus(number: float) -> str:
    """A number with a true minus sign."""
    return f"{number:g}".replace("-", "−")


def losses() -> None:
    """Both losses of a generator, and their slopes, against the logit."""
    loss, slope = Panel(60, -5, 5, (-5, 0, 5)), Panel(470, -1.1, 0.1, (-1, 0))
    halo = 'style="paint-order:stroke" stroke="white" stroke-width="5"'
    parts = [
        *loss.frame("loss of one sample"),
        loss.line(lambda t: softplus(-t), BLUE),
        loss.line(lambda t: -softplus(t), ORANGE, "8 4"),
        *slope.frame("its slope"),
        slope.line(lambda t: -sigmoid(-t), BLUE),
        slope.line(lambda t: -sigmoid(t), ORANGE, "8 4"),
        text(168, 76, "−log D", 14, f'{LEFT} fill="{BLUE}"'),
        text(278, 158, "log (1 − D)", 14, f'{LEFT} fill="{ORANGE}"'),
        text(700, 78, "D − 1", 14, f'{LEFT} fill="{BLUE}"'),
        text(700, 192, "−D", 14, f'{LEFT} fill="{ORANGE}"'),
        text(97, 210, "start", 13, halo),
        text(507, 140, "start", 13, halo),
    ]
    save("losses.svg", 800, 286, "Two losses of a generator, and their slopes", parts)


def sigmoid(t: float) -> float:
    """D, for a logit."""
    return 1 / (1 + math.exp(-t))


def softplus(t: float) -> float:
    """−log (1 − D), for a logit."""
    return math.log1p(math.exp(t))


def backup() -> None:
    """Three moves, and the value on its way back: a sign for each move."""
    parts = []
    states = (("you", "to move"), ("opponent", "to move"), ("you", "to move"), ("opponent", "lost"))
    for n, (who, does) in enumerate(states):
        x = 90 + 200 * n
        fill = PALE_BLUE if who == "you" else PALE_ORANGE
        parts += [box(x, 70, 104, 58, fill, 12), text(x, 60, who, 14), text(x, 80, does, 13)]
        if n < 3:
            parts.append(arrow([(x + 54, 58), (x + 146, 58)]))
            parts.append(text(x + 100, 42, f"move {n + 1}", 13))
            parts.append(arrow([(x + 146, 88), (x + 54, 88)], RED, "7 5"))
            mark = ("+1", "−1", "+1")[n]
            parts.append(text(x + 100, 106, mark, 16, 'font-weight="bold"'))
    parts += [
        text(690, 122, "value −1", 14),
        text(390, 140, "added to the total of the move, for the player who chose it", 13.5),
    ]
    save("backup.svg", 780, 162, "A value on its way back to the root", parts)


def drawn() -> None:
    """Everything that needs the references: `final.png`, `duel.png`, `worlds.png`, `tree.png`."""
    from demonstrations import board_tree, duels, worlds

    pictures = {"duel": duels(), "worlds": worlds(), "tree": board_tree()}
    for name, picture in pictures.items():
        (FIGURES / f"{name}.png").write_bytes(picture.png)
        print(f"{name}.png: {picture.alt}\n")
    final()


def world() -> None:
    """The tables of the grid world, which lie beside the notebook."""
    import numpy as np
    from demonstrations import tables

    names = ("next_state", "reward", "done")
    np.savez_compressed(
        HERE / "world.npz", **{n: t.numpy() for n, t in zip(names, tables(), strict=True)}
    )


def final() -> None:
    """What is learned in the three parts, side by side."""
    import io

    from demonstrations import board_tree, duels, worlds
    from PIL import Image

    made = (duels(last=True), worlds(last=True), board_tree(short=True))
    images = [Image.open(io.BytesIO(one.png)).convert("RGB") for one in made]
    height = 330
    scaled = [
        image.resize((round(image.width * height / image.height), height)) for image in images
    ]
    across = sum(image.width for image in scaled) + 40
    whole, left = Image.new("RGB", (across, height), "white"), 0
    for image in scaled:
        whole.paste(image, (left, 0))
        left += image.width + 20
    whole.quantize(128, dither=Image.Dither.NONE).save(FIGURES / "final.png", optimize=True)


if __name__ == "__main__":
    FIGURES.mkdir(exist_ok=True)
    sys.path.insert(0, str(HERE))
    for draw_one in (world, game, losses, backup, drawn):
        draw_one()
