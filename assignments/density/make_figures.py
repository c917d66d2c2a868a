"""Draw the handout's static figures: final.png, pasts.svg, paths.svg and states.svg.

    python assignments/density/make_figures.py

`final.png` needs the reference solutions (a few seconds of training). `digits.npz` is the same file
as that of `pixelcnn`, whose `make_digits.py` makes it. Colours are those of Okabe and Ito, told
apart in every common kind of colour vision; each also has a shape or a word.
"""

import sys
from collections.abc import Iterable
from pathlib import Path

HERE = Path(__file__).resolve().parent
FIGURES = HERE / "figures"
BLUE, ORANGE, RED, GREY, INK = "#0072B2", "#E69F00", "#D55E00", "#E3E3E3", "#1B1B1B"
PALE_BLUE, PALE_ORANGE = "#D6E8F4", "#FBE3B5"


def text(x: float, y: float, words: str, size: float = 14, more: str = "") -> str:
    """Words centred at (x, y); `more` holds SVG attributes."""
    anchor = "" if "text-anchor" in more else 'text-anchor="middle" '
    return (
        f'<text x="{x:g}" y="{y:g}" font-size="{size:g}" {anchor}dominant-baseline="central"'
        f' fill="{INK}" {more}>{words}</text>'
    )


def box(x: float, y: float, w: float, h: float, fill: str = "white", round_by: int = 4) -> str:
    """A rectangle with its centre at (x, y)."""
    return (
        f'<rect x="{x - w / 2:g}" y="{y - h / 2:g}" width="{w:g}" height="{h:g}" rx="{round_by}"'
        f' fill="{fill}" stroke="{INK}" stroke-width="1.2"/>'
    )


def arrow(
    x1: float, y1: float, x2: float, y2: float, colour: str = INK, dashed: bool = False
) -> str:
    """A straight arrow from (x1, y1) to (x2, y2)."""
    dash = ' stroke-dasharray="7 5"' if dashed else ""
    wide = 2.6 if colour == RED else 1.6
    return (
        f'<path d="M{x1:g} {y1:g}L{x2:g} {y2:g}" stroke="{colour}" stroke-width="{wide}"'
        f' fill="none" marker-end="url(#{colour.strip("#")})"{dash}/>'
    )


def save(name: str, width: int, height: int, title: str, parts: Iterable[str]) -> None:
    """Write one SVG on a white ground, so that it can be read in dark themes too."""
    heads = "".join(
        f'<marker id="{c.strip("#")}" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="6"'
        f' markerHeight="6" orient="auto-start-reverse"><path d="M0 0L10 5L0 10z" fill="{c}"/>'
        f"</marker>"
        for c in (INK, BLUE, RED)
    )
    body = "\n".join(parts)
    (FIGURES / name).write_text(
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}"'
        f' height="{height}" role="img" font-family="Helvetica, Arial, sans-serif">\n'
        f"<title>{title}</title>\n<defs>{heads}</defs>\n"
        f'<rect width="{width}" height="{height}" rx="8" fill="white"/>\n{body}\n</svg>\n'
    )


def pasts() -> None:
    """One coin for x1, two for x2, four for x3: seven numbers."""
    columns, parts = (110, 330, 550), []
    places: list[list[float]] = [[150], [90, 210], [60, 120, 180, 240]]
    labels = [["no past"], ["x₁ = 0", "x₁ = 1"], ["00", "01", "10", "11"]]
    for step in (0, 1):
        for n, y in enumerate(places[step]):
            for m in (2 * n, 2 * n + 1):
                parts.append(
                    arrow(columns[step] + 42, y, columns[step + 1] - 44, places[step + 1][m])
                )
    for step, x in enumerate(columns):
        parts.append(text(x, 24, f"P(x{'₁₂₃'[step]} = 1 | past)", 14, 'font-weight="bold"'))
        for y, label in zip(places[step], labels[step], strict=True):
            parts += [box(x, y, 80, 34, PALE_BLUE, 17), text(x, y, label, 13)]
        number = 2**step
        parts.append(text(x, 284, f"{number} number{'s' if step else ''}", 14))
    parts.append(text(680, 284, "= 7 = 2³ − 1", 14, 'font-weight="bold"'))
    for x in (220, 440):
        parts.append(text(x, 284, "+", 16))
    save("pasts.svg", 760, 310, "A coin for each past: one, two and four", parts)


def paths() -> None:
    """Three inputs, four hidden units, three outputs; one weight that would complete a leak."""
    inputs, hidden = (
        [(200, 270, 1), (380, 270, 2), (560, 270, 3)],
        [
            (155, 160, 1),
            (305, 160, 2),
            (455, 160, 1),
            (605, 160, 2),
        ],
    )
    outputs, parts = [(x, 50, degree) for x, _, degree in inputs], []
    for below, above, least in ((inputs, hidden, 0), (hidden, outputs, 1)):
        for x1, y1, a in below:
            for x2, y2, b in above:
                if b - a >= least:
                    parts.append(arrow(x1, y1 - 20, x2, y2 + 21, BLUE))
    parts.append(arrow(305, 140, 376, 72, RED, dashed=True))
    parts.append(arrow(376, 250, 309, 182, RED))
    for x, y, degree in hidden:
        parts += [box(x, y, 40, 40, PALE_BLUE, 20), text(x, y, str(degree), 15)]
    for n, (x, y, degree) in enumerate(inputs):
        parts += [box(x, y, 74, 36), text(x, y, f"x{'₁₂₃'[n]}: {degree}", 14)]
    for n, (x, y, degree) in enumerate(outputs):
        parts += [box(x, y, 92, 36), text(x, y, f"logit {n + 1}: {degree}", 14)]
    left = 'text-anchor="start"'
    parts += [
        text(22, 50, "outputs: >", 13, left),
        text(22, 160, "hidden: ≥", 13, left),
        text(22, 270, "inputs", 13, left),
        text(656, 92, "dashed: one", 12.5, left),
        text(656, 110, "weight too many,", 12.5, left),
        text(656, 128, "x₂ sees itself", 12.5, left),
    ]
    save("paths.svg", 770, 310, "Which weights a MADE keeps, and one that would leak", parts)


def states() -> None:
    """A chain of states: read upwards, update to the right."""
    xs, parts = (120, 300, 480, 660), []
    for n, x in enumerate(xs):
        name = "start" if n == 0 else f"s{'₀₁₂₃'[n]}"
        parts += [box(x, 140, 84, 40, PALE_BLUE, 20), text(x, 140, name, 15)]
        parts += [arrow(x, 119, x, 68), text(x + 26, 94, "read", 12.5)]
        parts += [box(x, 48, 104, 34), text(x, 48, f"logit of x{'₁₂₃₄'[n]}", 14)]
        if n == len(xs) - 1:
            continue
        parts += [arrow(x + 43, 140, xs[n + 1] - 44, 140), text(x + 90, 124, "update", 12.5)]
        parts += [box(x + 90, 226, 50, 34, PALE_ORANGE), text(x + 90, 226, f"x{'₁₂₃'[n]}", 15)]
        parts.append(arrow(x + 90, 208, x + 90, 146))
    parts.append(text(390, 270, "what is read at a step has not seen that step's bit", 13))
    save("states.svg", 780, 292, "States that carry the past: read first, then update", parts)


def final() -> None:
    """Samples of three models, and one sample of NADE on its way."""
    import matplotlib.pyplot as plt
    import numpy as np
    import torch

    sys.path.insert(0, str(HERE.parent.parent))
    from solutions.density.fvsbn import FVSBN
    from solutions.density.nade import NADE

    digits = torch.from_numpy(np.load(HERE / "digits.npz")["images"]).float().flatten(1)[:1500]

    def trained(model: torch.nn.Module, steps: int) -> torch.nn.Module:
        draw = torch.Generator().manual_seed(0)
        optimiser = torch.optim.Adam(model.parameters(), lr=1e-2)
        for _ in range(steps):
            rows = digits[torch.randint(len(digits), (64,), generator=draw)]
            optimiser.zero_grad()
            (-model.log_prob(rows).mean()).backward()
            optimiser.step()
        return model

    torch.manual_seed(0)
    fvsbn, nade = trained(FVSBN(64), 400), trained(NADE(64), 1200)
    draw = torch.Generator().manual_seed(3)
    coins = torch.bernoulli(digits.mean(0).expand(8, -1), generator=draw)
    rows = [coins, fvsbn.sample(8, draw), nade.sample(8, draw)]
    stops = [8, 16, 32, 40, 48, 64]
    bits = torch.stack([torch.where(torch.arange(64) < n, rows[2][5], 0.0) for n in stops])
    with torch.no_grad():
        hopes = nade(bits).sigmoid()

    plt.rcParams.update({"font.size": 10, "hatch.linewidth": 0.7})
    figure = plt.figure(figsize=(9.2, 2.1))
    left, right = figure.add_gridspec(
        1, 2, width_ratios=(8, 6.2), wspace=0.25, left=0.13, right=0.99, bottom=0.03, top=0.86
    )
    grid = left.subgridspec(3, 8, wspace=0.12, hspace=0.12).subplots()
    for images, label, axes in zip(rows, ("independent", "FVSBN", "NADE"), grid, strict=True):
        for image, ax in zip(images, axes, strict=True):
            ax.imshow(image.view(8, 8), cmap="gray_r", vmin=0, vmax=1)
            ax.set(xticks=[], yticks=[])
        axes[0].set_ylabel(label, rotation=0, ha="right", va="center", labelpad=6)
    grid[0][4].set_title("new digits by three models", loc="center")
    strip = right.subgridspec(2, 6, wspace=0.12, hspace=0.12).subplots()
    for n, stop in enumerate(stops):
        strip[0][n].imshow(bits[n].view(8, 8), cmap="gray_r", vmin=0, vmax=1)
        strip[1][n].imshow(hopes[n].view(8, 8), cmap="gray_r", vmin=0, vmax=1)
        future = plt.Rectangle(
            (-0.5, stop // 8 - 0.5), 8, 8, facecolor="#F1F1F1", edgecolor="#8A8A8A", hatch="////"
        )
        if stop < 64:
            strip[0][n].add_patch(future)
        for ax in strip[:, n]:
            ax.set(xticks=[], yticks=[])
    strip[0][0].set_ylabel("drawn", rotation=0, ha="right", va="center", labelpad=4)
    strip[1][0].set_ylabel("P(ink)", rotation=0, ha="right", va="center", labelpad=4)
    strip[0][2].set_title("one digit on its way", loc="left")
    figure.savefig(FIGURES / "final.png", dpi=100)
    plt.close(figure)


if __name__ == "__main__":
    FIGURES.mkdir(exist_ok=True)
    pasts()
    paths()
    states()
    final()
