"""Draw the handout's static figures: final.png, fields.svg and channels.svg.

    python assignments/images/make_figures.py

`final.png` needs the reference solutions (some seconds of training). Colours are those of Okabe and
Ito, told apart in every common kind of colour vision; each also has a shape or a word.
"""

import sys
from collections.abc import Callable
from pathlib import Path

HERE = Path(__file__).resolve().parent
FIGURES = HERE / "figures"
BLUE, ORANGE, INK, PALE = "#0072B2", "#E69F00", "#1B1B1B", "#D6E8F4"
CELL = 30


def words(x: float, y: float, said: str, size: int = 14, bold: bool = False) -> str:
    """Words centred at (x, y)."""
    weight = ' font-weight="bold"' if bold else ""
    return (
        f'<text x="{x:g}" y="{y:g}" font-size="{size}" text-anchor="middle"'
        f' dominant-baseline="central" fill="{INK}"{weight}>{said}</text>'
    )


def cell(x: float, y: float, fill: str, sign: str) -> str:
    """One pixel with its upper left corner at (x, y), and the sign in it."""
    square = (
        f'<rect x="{x:g}" y="{y:g}" width="{CELL}" height="{CELL}" fill="{fill}"'
        f' stroke="{INK}" stroke-width="0.8"/>'
    )
    return square + words(x + CELL / 2, y + CELL / 2, sign, 15)


def save(name: str, width: int, height: int, title: str, parts: list[str]) -> None:
    """Write one SVG on a white ground, so that it can be read in dark themes too."""
    body = "\n".join(parts)
    (FIGURES / name).write_text(
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}"'
        f' height="{height}" role="img" font-family="Helvetica, Arial, sans-serif">\n'
        f"<title>{title}</title>\n"
        f'<rect width="{width}" height="{height}" rx="8" fill="white"/>\n{body}\n</svg>\n',
        encoding="utf-8",
    )


def fields() -> None:
    """The pixels that each layer of PixelRNN sees, from one place of a 4 x 6 image."""
    at, kinds = (3, 2), ("Row LSTM", "one direction", "both directions")
    sees: tuple[Callable[[int, int], bool], ...] = (
        lambda h, w: abs(w - at[1]) <= at[0] - h,
        lambda h, w: h <= at[0] and w <= at[1],
        lambda h, w: (h, w) <= at,
    )
    parts = []
    for number, (kind, seen) in enumerate(zip(kinds, sees, strict=True)):
        left = 20 + number * 215
        parts.append(words(left + 3 * CELL, 22, kind, bold=True))
        for h in range(4):
            for w in range(6):
                sign = "×" if (h, w) == at else "●" if seen(h, w) else "○"
                fill = ORANGE if sign == "×" else PALE if sign == "●" else "white"
                parts.append(cell(left + w * CELL, 42 + h * CELL, fill, sign))
    parts.append(words(325, 182, "● seen   ○ not seen   × where the output stands", 13))
    save("fields.svg", 650, 204, "What each layer of PixelRNN sees", parts)


def channels() -> None:
    """Which channel sees which at its own pixel, for the right model and three mistakes."""
    names = ("right", "sees itself", "B, G, R", "blind")
    tables = ("000100110", "100110111", "011001000", "000000000")
    parts = []
    for number, (name, table) in enumerate(zip(names, tables, strict=True)):
        left = 60 + number * 160
        parts.append(words(left + 1.5 * CELL, 20, name, bold=True))
        for n, sees in enumerate(table):
            out, into = divmod(n, 3)
            right = (sees == "1") == (into < out)
            sign = ("●" if sees == "1" else "·") if right else "✗" if sees == "1" else "○"
            fill = PALE if sign == "●" else "white" if sign == "·" else ORANGE
            parts.append(cell(left + into * CELL, 62 + out * CELL, fill, sign))
        for n, colour in enumerate("RGB"):
            parts.append(words(left + (n + 0.5) * CELL, 48, colour))
            parts.append(words(left - 14, 62 + (n + 0.5) * CELL, colour))
    legend = "row predicts, column is seen   ● may and does   ✗ must not   ○ may, but does not"
    parts.append(words(330, 174, legend, 12))
    save("channels.svg", 660, 196, "Channels at their own pixel", parts)


def final() -> None:
    """Digits of the data, and digits drawn by the reference's colour model."""
    sys.path.insert(0, str(HERE.parents[1]))
    import matplotlib
    import numpy as np
    import torch

    matplotlib.use("Agg")
    import matplotlib.pyplot as plt

    from solutions.images.colour import ColourPixelCNN, coarsen, nll_by_channel

    x = coarsen(torch.from_numpy(np.load(HERE / "colour.npz")["images"]).long(), 8)
    torch.manual_seed(0)
    model, random = ColourPixelCNN(48, (1, 2, 1, 2)), torch.Generator().manual_seed(0)
    optimiser = torch.optim.Adam(model.parameters(), lr=0.01)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, 0.01, total_steps=1500)
    for _ in range(1500):
        batch = x[torch.randint(1500, (64,), generator=random)]
        optimiser.zero_grad()
        nll_by_channel(model(batch / 7), batch).sum(1).mean().backward()
        optimiser.step()
        schedule.step()
    drawn = torch.zeros(10, 3, 8, 8)
    with torch.no_grad():
        for n in range(192):
            i, j, c = n // 24, n // 3 % 8, n % 3
            law = model(drawn)[:, :, c, i, j].softmax(1)
            drawn[:, c, i, j] = torch.multinomial(law, 1, generator=random)[:, 0] / 7
    figure, grid = plt.subplots(2, 10, figsize=(10, 2.2))
    rows = {"data": x[1500:1510] / 7, "drawn": drawn}
    for axes, (label, images) in zip(grid, rows.items(), strict=True):
        for ax, image in zip(axes, images, strict=True):
            ax.imshow(image.permute(1, 2, 0))
            ax.set(xticks=[], yticks=[])
        axes[0].set_ylabel(label, rotation=0, ha="right", va="center")
    figure.savefig(FIGURES / "final.png", dpi=110, bbox_inches="tight", facecolor="white")


if __name__ == "__main__":
    FIGURES.mkdir(exist_ok=True)
    fields()
    channels()
    final()
