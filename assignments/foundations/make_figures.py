"""Draw the handout's static figures: final.png, neuron.svg, backprop.svg, window.svg, code.svg.

    python assignments/foundations/make_figures.py

`final.png` needs the reference solutions and some seconds of training; `digits16.npz` is made by
`make_digits16.py`. Colours are those of Okabe and Ito, told apart in every common kind of colour
vision; each also has a shape or a word.
"""

import sys
from collections.abc import Iterable
from itertools import pairwise
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


def arrow(x1: float, y1: float, x2: float, y2: float, colour: str = INK) -> str:
    """A straight arrow from (x1, y1) to (x2, y2)."""
    return (
        f'<path d="M{x1:g} {y1:g}L{x2:g} {y2:g}" stroke="{colour}" stroke-width="1.8"'
        f' fill="none" marker-end="url(#{colour.strip("#")})"/>'
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
        f'<rect width="{width}" height="{height}" rx="8" fill="white"/>\n{body}\n</svg>\n',
        encoding="utf-8",
    )


def neuron() -> None:
    """Two inputs, two weights, a bias, one answer."""
    parts = []
    for y, name, value, weight in ((60, "x₁", "2", "w₁ = 3"), (150, "x₂", "1", "w₂ = −4")):
        parts += [box(70, y, 90, 36), text(70, y, f"{name} = {value}", 15)]
        parts += [
            arrow(116, y, 298, 105 + (y - 105) / 4),
            text(200, y - (y < 105) * 12 + 4, weight),
        ]
    parts += [box(350, 105, 96, 56, PALE_BLUE, 28), text(350, 105, "add", 16)]
    parts += [box(350, 195, 90, 34, PALE_ORANGE), text(350, 195, "b = 5", 15)]
    parts += [arrow(350, 178, 350, 136), arrow(400, 105, 508, 105)]
    parts += [box(580, 105, 140, 40), text(580, 105, "prediction 7", 15)]
    parts.append(text(580, 150, "3 · 2 − 4 · 1 + 5 = 7", 13.5))
    save("neuron.svg", 690, 228, "A neuron: inputs times weights, plus a bias", parts)


def backprop() -> None:
    """Numbers on their way forward above the boxes, derivatives on their way back below."""
    parts, xs = [], (60, 210, 390, 550, 700)
    forward, backward = ("2", "5", "5", "1"), ("6", "2", "2", "1")
    for x, name in ((210, "3 x − 1"), (390, "ReLU"), (550, "(z − 4)²")):
        parts += [box(x, 110, 100, 46, PALE_BLUE), text(x, 110, name, 16)]
    parts += [text(60, 110, "x", 18), text(700, 110, "loss", 18)]
    for n, (left, right) in enumerate(pairwise(xs)):
        a, b = left + (20 if n == 0 else 52), right - (24 if n == 3 else 52)
        middle = (a + b) / 2
        parts += [arrow(a, 98, b, 98, BLUE), arrow(b, 124, a, 124, RED)]
        parts += [text(middle, 76, forward[n], 16), text(middle, 148, backward[n], 16)]
    left = 'text-anchor="start"'
    parts += [
        text(22, 30, "forward: values", 13.5, left),
        text(22, 196, "backward: d loss / d value", 13.5, left),
        text(210, 172, "d loss / d weight = 2 · 2 = 4", 13),
        text(560, 196, "times 2 (z − 4) = 2 · 1", 13),
        text(390, 172, "passes: 5 &gt; 0", 13),
    ]
    save("backprop.svg", 750, 220, "Values forward, derivatives backward", parts)


def window() -> None:
    """A 4x4 image, its 3x3 window, a kernel, nine products and their sum."""
    image = [[1, 2, 0, 1], [0, 3, 1, 2], [2, 1, 0, 0], [1, 0, 2, 1]]
    kernel = [[1, 0, -1], [2, 0, -2], [1, 0, -1]]
    parts = []
    for i, row in enumerate(image):
        for j, value in enumerate(row):
            inside = i < 3 and j > 0
            parts += [box(50 + 38 * j, 60 + 38 * i, 38, 38, PALE_BLUE if inside else "white", 0)]
            parts.append(text(50 + 38 * j, 60 + 38 * i, str(value), 15))
    total = 0
    for i, row in enumerate(kernel):
        for j, weight in enumerate(row):
            value = image[i][j + 1]
            total += weight * value
            parts += [box(260 + 38 * j, 72 + 38 * i, 38, 38, PALE_ORANGE, 0)]
            parts += [box(450 + 66 * j, 72 + 38 * i, 66, 38, GREY, 0)]
            parts.append(text(260 + 38 * j, 72 + 38 * i, str(weight).replace("-", "−"), 15))
            product = f"{value} · {weight}" if weight >= 0 else f"{value} · (−{-weight})"
            parts.append(text(450 + 66 * j, 72 + 38 * i, product, 13))
    parts += [text(217, 110, "×", 20), text(386, 110, "=", 20), text(640, 110, "→", 20)]
    parts += [box(690, 110, 56, 44, PALE_BLUE), text(690, 110, f"{total}".replace("-", "−"), 18)]
    for x, words in ((107, "image, window"), (298, "kernel"), (516, "nine products"), (690, "sum")):
        parts.append(text(x, 22, words, 13.5))
    save("window.svg", 750, 210, "One window: products, and their sum", parts)


def code() -> None:
    """64 pixels, 32 units, 8 numbers, 32 units, 64 pixels: the bottleneck."""
    heights, words = (170, 110, 44, 110, 170), ("64 pixels", "32", "8 numbers", "32", "64 pixels")
    parts = []
    for n, (height, word) in enumerate(zip(heights, words, strict=True)):
        x = 90 + 140 * n
        parts.append(box(x, 110, 34, height, PALE_ORANGE if n == 2 else PALE_BLUE))
        parts.append(text(x, 212, word, 13.5))
        if n < 4:
            parts.append(arrow(x + 20, 110, x + 119, 110))
    parts += [text(160, 30, "encode", 15), text(580, 30, "decode", 15), text(370, 66, "code", 15)]
    save("code.svg", 740, 232, "An autoencoder: everything goes through eight numbers", parts)


def final() -> None:
    """Digits, the digits rebuilt from eight numbers, and what a network says of them."""
    import matplotlib.pyplot as plt
    import numpy as np
    import torch
    import torch.nn.functional as F

    sys.path.insert(0, str(HERE.parent.parent))
    from solutions.foundations.autoencoder import Autoencoder
    from solutions.foundations.classify import CNN, softmax

    file = np.load(HERE / "digits16.npz")
    images, labels = torch.from_numpy(file["images"]).float()[:, None] / 16, file["labels"]
    labels = torch.from_numpy(labels)
    held_back = torch.arange(len(images)) % 6 == 5
    torch.manual_seed(0)
    nets = ((CNN(), 200, F.cross_entropy), (Autoencoder(), 400, F.mse_loss))
    for model, steps, loss in nets:
        x = images[~held_back] if steps == 200 else images[~held_back].flatten(1)
        target = labels[~held_back] if steps == 200 else x
        optimiser, draw = torch.optim.Adam(model.parameters(), lr=0.01), torch.Generator()
        draw.manual_seed(0)
        for _ in range(steps):
            batch = torch.randint(len(x), (64,), generator=draw)
            optimiser.zero_grad()
            loss(model(x[batch]), target[batch]).backward()
            optimiser.step()
    some = images[held_back][[*range(12, 20)]]
    with torch.no_grad():
        codes = nets[1][0].encode(some.flatten(1))
        rebuilt, said = nets[1][0].decode(codes), softmax(nets[0][0](some))
    figure, axes = plt.subplots(4, 8, figsize=(8.4, 4.2))
    for n in range(8):
        rows = (some[n, 0], codes[n], rebuilt[n].view(8, 8), said[n])
        for ax, values in zip(axes[:, n], rows, strict=True):
            if values.dim() == 2:
                ax.imshow(values, cmap="gray_r", vmin=0, vmax=1)
                ax.set(xticks=[], yticks=[])
            else:
                ax.bar(range(len(values)), values, color=ORANGE if len(values) == 8 else BLUE)
                ax.set(xticks=[0, 5] if len(values) == 10 else [], yticks=[])
                ax.axhline(0, color=INK, linewidth=0.8)
    for ax, word in zip(
        axes[:, 0], ("digit", "eight numbers", "rebuilt", "P(0) … P(9)"), strict=True
    ):
        ax.set_ylabel(word, rotation=0, ha="right", va="center", labelpad=8)
    figure.subplots_adjust(wspace=0.15, hspace=0.2)
    figure.savefig(FIGURES / "final.png", dpi=110, bbox_inches="tight", facecolor="white")


if __name__ == "__main__":
    FIGURES.mkdir(exist_ok=True)
    for draw_one in (neuron, backprop, window, code, final):
        draw_one()
