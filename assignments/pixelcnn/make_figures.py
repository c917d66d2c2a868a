"""Draw the handout's static figures: final.png, order.svg, layers.svg and gated.svg.

    python assignments/pixelcnn/make_figures.py

`final.png` needs the reference solutions (about ten seconds of training). Colours are those of
Okabe and Ito, told apart in every common kind of colour vision; each also has a shape or a word.
"""

import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

HERE = Path(__file__).resolve().parent
FIGURES = HERE / "figures"
BLUE, ORANGE, RED, GREY, INK = "#0072B2", "#E69F00", "#D55E00", "#E3E3E3", "#1B1B1B"
PALE_BLUE, PALE_ORANGE = "#D6E8F4", "#FBE3B5"


def attributes(options: Mapping[str, str]) -> str:
    """SVG attributes; in their names "_" stands for "-"."""
    return " ".join(f'{name.replace("_", "-")}="{value}"' for name, value in options.items())


def text(x: float, y: float, words: str, size: float = 14, **options: str) -> str:
    """Words centred at (x, y); options are SVG attributes."""
    usual = {"text_anchor": "middle", "dominant_baseline": "central", "fill": INK}
    written = attributes({**usual, **options})
    return f'<text x="{x:g}" y="{y:g}" font-size="{size:g}" {written}>{words}</text>'


def box(x: float, y: float, w: float, h: float, fill: str = "white", **options: str) -> str:
    """A rectangle with its upper left corner at (x, y)."""
    written = attributes({"stroke": INK, "stroke_width": "1.2", "rx": "4", **options})
    return f'<rect x="{x:g}" y="{y:g}" width="{w:g}" height="{h:g}" fill="{fill}" {written}/>'


def arrow(x1: float, y1: float, x2: float, y2: float, colour: str = INK, dash: str = "") -> str:
    """A straight arrow from (x1, y1) to (x2, y2)."""
    dashed = f' stroke-dasharray="{dash}"' if dash else ""
    return (
        f'<path d="M{x1:g} {y1:g}L{x2:g} {y2:g}" stroke="{colour}" stroke-width="1.8" fill="none"'
        f' marker-end="url(#{colour.strip("#")})"{dashed}/>'
    )


def bend(path: str, colour: str = INK) -> str:
    """An arrow along any SVG path."""
    return (
        f'<path d="{path}" stroke="{colour}" stroke-width="1.8" fill="none"'
        f' marker-end="url(#{colour.strip("#")})"/>'
    )


def save(name: str, width: int, height: int, title: str, parts: Iterable[str]) -> None:
    """Write one SVG on a white ground, so that it can be read in dark themes too."""
    heads = "".join(
        f'<marker id="{c.strip("#")}" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="6"'
        f' markerHeight="6" orient="auto-start-reverse">'
        f'<path d="M0 0L10 5L0 10z" fill="{c}"/></marker>'
        for c in (INK, BLUE, RED)
    )
    body = "\n".join(parts)
    (FIGURES / name).write_text(
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}"'
        f' height="{height}" role="img" font-family="Helvetica, Arial, sans-serif">\n'
        f"<title>{title}</title>\n<defs>{heads}</defs>\n"
        f'<rect width="{width}" height="{height}" rx="8" fill="white"/>\n{body}\n</svg>\n'
    )


def order() -> None:
    """Raster order on 4 x 4, and two pixels in a cycle."""
    parts, cell = [], 46
    for n in range(16):
        x, y = 40 + n % 4 * cell, 46 + n // 4 * cell
        fill = PALE_BLUE if n < 6 else "white" if n == 6 else GREY
        parts.append(box(x, y, cell - 3, cell - 3, fill, stroke_width="3" if n == 6 else "0.8"))
        words = "7 ?" if n == 6 else str(n + 1)
        bold = "bold" if n <= 6 else "normal"
        parts.append(text(x + 21, y + 21, words, font_weight=bold))
    parts += [
        text(132, 24, "raster order: row by row", 15, font_weight="bold"),
        box(262, 60, 18, 18, PALE_BLUE),
        text(290, 69, "the past of pixel 7: given", 14, text_anchor="start"),
        box(262, 94, 18, 18, "white", stroke_width="3"),
        text(290, 103, "pixel 7: to be predicted", 14, text_anchor="start"),
        box(262, 128, 18, 18, GREY),
        text(290, 137, "not yet there", 14, text_anchor="start"),
        text(262, 178, "pixel 3 is directly above,", 14, text_anchor="start"),
        text(262, 198, "yet four steps back (one row)", 14, text_anchor="start"),
    ]
    left, right, y = 570, 690, 128
    parts += [
        text(630, 24, "a cycle: no order", 15, font_weight="bold"),
        f'<circle cx="{left}" cy="{y}" r="28" fill="white" stroke="{INK}" stroke-width="1.5"/>',
        f'<circle cx="{right}" cy="{y}" r="28" fill="white" stroke="{INK}" stroke-width="1.5"/>',
        text(left, y, "x₁", 17),
        text(right, y, "x₂", 17),
        bend(f"M{left + 20} {y - 24}Q{(left + right) / 2} {y - 62} {right - 20} {y - 24}", RED),
        bend(f"M{right - 20} {y + 24}Q{(left + right) / 2} {y + 62} {left + 20} {y + 24}", RED),
        text(630, y - 62, "copies", 13),
        text(630, y + 64, "copies", 13),
        text(630, y, "first?", 14, font_style="italic"),
    ]
    save("order.svg", 760, 240, "Raster order, and a cycle of two pixels", parts)


def layers() -> None:
    """Type A, then type B, in one dimension with kernels of three."""
    xs, parts = [190 + 92 * n for n in range(5)], []
    rows = {"input": 250, "one": 178, "two": 106, "out": 34}
    # what reaches prediction 4 (index 3) under A, B, B with kernel size 3: one step left or none
    needed = {"out": {3}, "two": {2, 3}, "one": {1, 2, 3}, "input": {0, 1, 2}}
    for below, above, reach in (
        ("input", "one", (1,)),
        ("one", "two", (0, 1)),
        ("two", "out", (0, 1)),
    ):
        for n in range(5):
            for back in reach:
                if n - back < 0:
                    continue
                used = n in needed[above] and n - back in needed[below]
                line = arrow(
                    xs[n - back], rows[below] - 17, xs[n], rows[above] + 18, BLUE if used else INK
                )
                parts.append(line if used else f'<g opacity="0.18">{line}</g>')
    for name, y in rows.items():
        for n, x in enumerate(xs):
            used = n in needed[name]
            fill = PALE_BLUE if used else "white"
            shape = {"input": "3", "out": "3"}.get(name, "16")
            thick = "3" if name == "out" and n == 3 else "1.8" if used else "0.8"
            words = (
                f"x{'₁₂₃₄₅'[n]}"
                if name == "input"
                else f"p(x{'₁₂₃₄₅'[n]})"
                if name == "out"
                else ""
            )
            wide = 58 if name == "out" else 40
            parts.append(box(x - wide / 2, y - 16, wide, 32, fill, rx=shape, stroke_width=thick))
            parts.append(text(x, y, words, 13))
    for name, words in (
        ("input", "pixels"),
        ("one", "features 1"),
        ("two", "features 2"),
        ("out", "predictions"),
    ):
        parts.append(text(20, rows[name], words, 13, text_anchor="start"))
    for y, kind, words in (
        (214, "A", "earlier only"),
        (142, "B", "earlier and same place"),
        (70, "B", "earlier and same place"),
    ):
        parts.append(box(596, y - 12, 24, 24, PALE_ORANGE))
        parts.append(text(608, y, kind, 14, font_weight="bold"))
        parts.append(text(628, y, words, 12.5, text_anchor="start"))
    parts.append(text(xs[3] + 2, 284, "x₄ itself is never reached", 12.5, font_style="italic"))
    save("layers.svg", 772, 300, "A first layer of type A and later layers of type B", parts)


def gated() -> None:
    """One layer of the gated PixelCNN."""
    v, h = 170, 520
    parts = [
        box(40, 14, 260, 392, "#F3F8FC", stroke="none"),
        box(378, 14, 342, 392, "#FDF7EA", stroke="none"),
        text(v, 36, "vertical stack", 16, font_weight="bold"),
        text(v, 56, "whole rows, both sides", 12.5),
        text(h + 24, 36, "horizontal stack", 16, font_weight="bold"),
        text(h + 24, 56, "this row, to the left", 12.5),
        text(v, 82, "v", 15, font_style="italic"),
        text(h, 82, "h", 15, font_style="italic"),
        arrow(v, 94, v, 124),
        box(v - 90, 126, 180, 40, PALE_BLUE),
        text(v, 146, "k × k, vertical mask", 14),
        arrow(h, 94, h, 124),
        box(h - 96, 126, 192, 40, PALE_ORANGE),
        text(h, 146, "1 × k, horizontal mask", 14),
        arrow(v, 166, v, 180),
        box(v - 66, 182, 132, 34),
        text(v, 199, "gate: tanh · σ", 14),
        arrow(v, 216, v, 376),
        text(v, 390, "v of the next layer", 14),
        f'<circle cx="{v}" cy="250" r="4" fill="{INK}"/>',
        arrow(v, 250, 226, 250, BLUE),
        box(228, 231, 124, 38, "white", stroke=BLUE, stroke_width="2"),
        text(290, 250, "1 row down, 1 × 1", 13.5),
        arrow(352, 250, h - 16, 250, BLUE),
        text(290, 219, "from v to h only", 12.5, font_weight="bold", fill=BLUE),
        arrow(h, 166, h, 234),
        f'<circle cx="{h}" cy="250" r="14" fill="white" stroke="{INK}" stroke-width="1.5"/>',
        text(h, 250, "+", 18),
        arrow(h, 264, h, 274),
        box(h - 66, 276, 132, 30),
        text(h, 291, "gate: tanh · σ", 14),
        arrow(h, 306, h, 314),
        box(h - 66, 316, 132, 26),
        text(h, 329, "1 × 1", 14),
        arrow(h, 342, h, 350),
        f'<circle cx="{h}" cy="363" r="11" fill="white" stroke="{INK}" stroke-width="1.5"/>',
        text(h, 363, "+", 16),
        arrow(h, 374, h, 382),
        text(h, 394, "h of the next layer", 14),
        bend(f"M{h} 104H{h + 130}V363H{h + 13}"),
        text(h + 168, 231, "residual", 12.5),
        text(h + 168, 248, "(not in the", 12.5),
        text(h + 168, 265, "first layer)", 12.5),
    ]
    save(
        "gated.svg", 760, 420, "One gated layer: the vertical stack feeds the horizontal one", parts
    )


def final() -> None:
    """Upper halves, three completions, the truth; and samples: by the trained reference."""
    import matplotlib.pyplot as plt
    import numpy as np
    import torch

    sys.path.insert(0, str(HERE.parent.parent))
    from autograder.worker.training import train_by_protocol
    from solutions.pixelcnn.sampling import complete, sample
    from solutions.pixelcnn.stack import GatedPixelCNN

    digits = torch.from_numpy(np.load(HERE / "digits.npz")["images"]).float().unsqueeze(1)
    torch.manual_seed(0)
    model = train_by_protocol(GatedPixelCNN(), digits[:1500], "categorical", 500)
    top = torch.zeros(8, 8, dtype=torch.bool)
    top[:4] = True
    asked = digits[1500:][[41, 42, 43, 47, 50, 51, 45, 48, 49]]
    generator = torch.Generator().manual_seed(1)
    ends = [complete(model, asked, top, generator=generator)[:, 0] for _ in range(3)]
    drawn = sample(model, (25, 1, 8, 8), generator=generator)[:, 0]

    plt.rcParams.update({"font.size": 10, "hatch.linewidth": 0.7})
    figure = plt.figure(figsize=(9.2, 3.2))
    left, right = figure.add_gridspec(
        1, 2, width_ratios=(9, 5.1), wspace=0.1, left=0.1, right=0.99, bottom=0.02, top=0.9
    )
    labels = ("given", "completed", "… or so", "… or so", "the truth")
    grid = left.subgridspec(5, 9, wspace=0.12, hspace=0.12).subplots()
    for row, (images, label) in enumerate(
        zip((asked[:, 0], *ends, asked[:, 0]), labels, strict=True)
    ):
        for image, axes in zip(images, grid[row], strict=True):
            axes.imshow(image, cmap="gray_r", vmin=0, vmax=1)
            axes.set(xticks=[], yticks=[])
            if row == 0:
                axes.add_patch(
                    plt.Rectangle(
                        (-0.5, 3.5), 8, 4, facecolor="#F1F1F1", edgecolor="#8A8A8A", hatch="////"
                    )
                )
            elif row < 4:
                axes.axhline(3.5, color=ORANGE, linewidth=1.2)
        grid[row][0].set_ylabel(label, rotation=0, ha="right", va="center", labelpad=6)
    grid[0][4].set_title("it finishes what it sees the upper half of")
    samples = right.subgridspec(5, 5, wspace=0.12, hspace=0.12).subplots()
    for image, axes in zip(drawn, samples.flat, strict=True):
        axes.imshow(image, cmap="gray_r", vmin=0, vmax=1)
        axes.set(xticks=[], yticks=[])
    samples[0][2].set_title("it paints new ones")
    figure.savefig(FIGURES / "final.png", dpi=100)
    plt.close(figure)


if __name__ == "__main__":
    FIGURES.mkdir(exist_ok=True)
    order()
    layers()
    gated()
    final()
