"""Draw the handout's static figures, six SVG files; `make_final.py` makes final.png.

    python assignments/sequences/make_figures.py

Colours are those of Okabe and Ito, told apart in every common kind of colour
vision; each also has a shape or a word.
"""

from collections.abc import Iterable, Sequence
from pathlib import Path

FIGURES = Path(__file__).resolve().parent / "figures"
BLUE, ORANGE, RED, GREY, INK = "#0072B2", "#E69F00", "#D55E00", "#E3E3E3", "#1B1B1B"
PALE_BLUE, PALE_ORANGE = "#D6E8F4", "#FBE3B5"
LEFT = 'text-anchor="start"'


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


def line(points: Sequence[tuple[float, float]], width: float = 1.6, head: bool = True) -> str:
    """Straight pieces from point to point, with a head at the end."""
    path = "L".join(f"{x:g} {y:g}" for x, y in points)
    marker = ' marker-end="url(#head)"' if head else ""
    return f'<path d="M{path}" stroke="{INK}" stroke-width="{width:g}" fill="none"{marker}/>'


def named(x: float, y: float, w: float, words: str, fill: str = "white", h: float = 34) -> str:
    """A box with words in it."""
    return box(x, y, w, h, fill) + text(x, y, words)


def save(name: str, width: int, height: int, title: str, parts: Iterable[str]) -> None:
    """Write one SVG on a white ground, so that it can be read in dark themes too."""
    head = (
        '<marker id="head" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="6" markerHeight="6"'
        f' orient="auto"><path d="M0 0L10 5L0 10z" fill="{INK}"/></marker>'
    )
    body = "\n".join(parts)
    (FIGURES / name).write_text(
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}"'
        f' height="{height}" role="img" font-family="Helvetica, Arial, sans-serif">\n'
        f"<title>{title}</title>\n<defs>{head}</defs>\n"
        f'<rect width="{width}" height="{height}" rx="8" fill="white"/>\n{body}\n</svg>\n',
        encoding="utf-8",
    )


def shift() -> None:
    """Logits t are for token t here, for token t + 1 in libraries."""
    tale, parts = ("the", "old", "king", "hides"), []
    for top, words in (
        (30, "here: logits t predict token t"),
        (250, "most libraries: token t + 1"),
    ):
        parts.append(text(20, top, words, 15, LEFT))
    for n, word in enumerate(tale):
        x = 190 + 140 * n
        for y, name in ((84, "token"), (304, "token")):
            parts += [named(x, y, 92, word, PALE_BLUE), text(x, y - 27, f"{name} {n}", 12)]
        for y in (184, 404):
            parts.append(named(x, y, 92, f"logits {n}", PALE_ORANGE))
        parts += [text(x, 213, f"predict <tspan font-weight='bold'>{word}</tspan>", 13)]
        after = (*tale, "…")[n + 1]
        parts += [text(x, 433, f"predict <tspan font-weight='bold'>{after}</tspan>", 13)]
        parts += [line([(190 + 140 * s, 102), (x, 165)]) for s in range(n)]
        parts += [line([(190 + 140 * s, 322), (x, 385)]) for s in range(n + 1)]
    parts += [named(62, 84, 72, "start"), line([(66, 102), (150, 165)])]
    save("shift.svg", 690, 456, "Which token the logits at t are for", parts)


def attention() -> None:
    """One query, three keys: scores, weights, values, context."""
    rows = (("2", "0.665", "10"), ("1", "0.245", "20"), ("0", "0.090", "40"))
    heads = ((210, "keys"), (330, "query · key"), (460, "weights"), (590, "values"))
    parts = [text(x, 24, words) for x, words in heads]
    parts += [named(70, 120, 90, "query", PALE_ORANGE), text(395, 206, "softmax over the keys", 13)]
    for n, (score, weight, value) in enumerate(rows):
        y = 66 + 54 * n
        parts += [named(210, y, 80, f"key {n + 1}", PALE_BLUE), line([(116, 120), (168, y)])]
        parts += [text(330, y, score, 16), line([(252, y), (310, y)]), line([(350, y), (426, y)])]
        parts += [box(460, y, 64, 34), text(460, y, weight, 16)]
        parts += [text(525, y, "×", 16), named(590, y, 80, value, PALE_BLUE)]
        parts.append(line([(632, y), (688, 120)], 1 + 5 * float(weight)))
    parts += [named(740, 120, 96, "context", PALE_ORANGE, 54), text(740, 166, "15.1", 16)]
    save(
        "attention.svg", 810, 228, "Attention: an average, by weights that the query decides", parts
    )


def bridge() -> None:
    """Pixels 1 to 9, the same in one row, and the rows of all places: a triangle."""

    def cell(x: float, y: float, seen: bool, own: bool, words: str, size: float) -> str:
        fill = PALE_BLUE if seen else PALE_ORANGE if own else GREY
        return box(x, y, size, size, fill, 0) + text(x, y, words, 0.42 * size)

    parts = [
        text(96, 24, "PixelCNN: a mask"),
        text(96, 206, "5 is predicted, 1 to 4 are seen", 12.5),
    ]
    for n in range(9):
        x, y = 54 + 42 * (n % 3), 80 + 42 * (n // 3)
        parts.append(cell(x, y, n < 4, n == 4, str(n + 1) if n < 5 else "✗", 42))
        parts.append(cell(244 + 30 * n, 122, n < 4, n == 4, str(n + 1) if n < 5 else "✗", 30))
    parts += [text(364, 24, "the same, read in order: a text"), text(200, 122, "=", 20)]
    parts += [text(364, 160, "row 5 of the triangle", 12.5), text(512, 122, "→", 20)]
    parts += [text(640, 24, "all places at once: a triangle")]
    for t in range(5):
        parts += [text(552, 70 + 32 * t, str(t + 1), 12), text(580 + 32 * t, 48, str(t + 1), 12)]
        for s in range(5):
            mark = "●" if s < t else "" if s == t else "✗"
            parts.append(cell(580 + 32 * s, 70 + 32 * t, s < t, s == t, mark, 32))
    parts += [
        text(640, 226, "● may be seen   ✗ may not", 12.5),
        text(640, 250, "own place: hidden (mask A), or", 12.5),
        text(640, 268, "seen after a shift by one (mask B)", 12.5),
    ]
    save("bridge.svg", 790, 288, "From masks over pixels to causal attention", parts)


def lstm() -> None:
    """The lane of the cell, its gates, and what is shown."""
    ends = ((40, 60, 190), (226, 60, 344), (380, 60, 680), (558, 112, 582), (618, 112, 680))
    parts = [line([(a, y), (b, y)]) for a, y, b in ends]
    parts += [text(26, 60, "c", 18), text(696, 60, "c′", 18), text(696, 112, "h′", 18)]
    for x, y, sign in ((208, 60, "×"), (362, 60, "+"), (362, 112, "×"), (600, 112, "×")):
        parts += [box(x, y, 36, 36, "white", 18), text(x, y, sign, 20)]
    gates = (
        (208, "σ(f)", "keep"),
        (308, "σ(i)", "take in"),
        (416, "tanh(g)", "what"),
        (600, "σ(o)", "show"),
    )
    for x, name, words in gates:
        parts += [named(x, 180, 84, name, PALE_BLUE), text(x, 152, words, 12)]
        parts.append(line([(x, 236), (x, 199)]))
    ups = ((208, 138, 208, 80), (308, 138, 346, 122), (416, 138, 378, 122), (362, 94, 362, 80))
    parts += [line([(x, y), (to, end)]) for x, y, to, end in ups]
    parts += [named(520, 112, 76, "tanh"), line([(520, 60), (520, 93)])]
    parts += [line([(600, 142), (600, 131)]), text(60, 254, "x, h", 18)]
    blocks = (
        "W<tspan font-size='10' dy='4'>x</tspan><tspan dy='-4'> x + W</tspan>"
        "<tspan font-size='10' dy='4'>h</tspan><tspan dy='-4'> h + b, blocks i, f, g, o</tspan>"
    )
    parts += [named(404, 254, 480, blocks, PALE_ORANGE), line([(84, 254), (162, 254)])]
    save("lstm.svg", 730, 286, "An LSTM step: a lane for what should stay", parts)


def stack() -> None:
    """From tokens to logits, from the left to the right."""
    parts = [
        named(92, 70, 136, "start, x₀, x₁, x₂", PALE_BLUE),
        text(92, 38, "shifted by one", 12.5),
    ]
    parts += [
        named(246, 70, 84, "vectors"),
        box(330, 70, 30, 30, "white", 15),
        text(330, 70, "+", 18),
    ]
    parts += [named(330, 140, 100, "positions", PALE_BLUE), line([(330, 122), (330, 87)])]
    parts += [line([(a, 70), (b, 70)]) for a, b in ((161, 203), (289, 314), (346, 398))]
    parts.append(box(576, 74, 330, 118, "white", 10))
    for x, words in ((476, "causal attention"), (646, "small network")):
        parts += [named(x, 70, 128, words, PALE_ORANGE), box(x + 84, 70, 24, 24, "white", 12)]
        parts += [
            text(x + 84, 70, "+", 15),
            line([(x - 72, 70), (x - 72, 106), (x + 84, 106), (x + 84, 84)], 1.2),
        ]
    parts += [text(576, 30, "one layer, several times", 12.5)]
    parts += [line([(572, 70), (582, 70)], 1.2), line([(742, 70), (786, 70)])]
    parts += [
        named(838, 70, 100, "logits 0 … 3", PALE_BLUE),
        text(838, 38, "for x₀, x₁, x₂, x₃", 12.5),
    ]
    save("stack.svg", 906, 172, "A Transformer language model", parts)


def beam() -> None:
    """Two steps of a tree; what a beam of two keeps is thick."""
    parts = [named(60, 130, 70, "start")]
    first = ((260, 70, "a", "0.6"), (260, 190, "b", "0.4"))
    for x, y, name, p in first:
        parts += [line([(96, 130), (226, y)], 4), named(x, y, 64, name, PALE_BLUE)]
        parts.append(text(158, y + (20 if y < 130 else -20), p, 13.5))
    ends = (
        (30, "aa", "0.6 · 0.55 = 0.33", 4, "greedy", 70, "0.55"),
        (96, "ab", "0.6 · 0.45 = 0.27", 1, "", 70, "0.45"),
        (164, "ba", "0.4 · 0.9 = 0.36", 4, "the best", 190, "0.9"),
        (230, "bb", "0.4 · 0.1 = 0.04", 1, "", 190, "0.1"),
    )
    for y, name, product, width, words, parent, p in ends:
        parts += [
            line([(294, parent), (432, y)], width),
            text(360, (parent + y) / 2 + (-13 if y < parent else 14), p, 13),
        ]
        parts += [named(466, y, 64, name, PALE_BLUE if width > 1 else "white")]
        parts += [text(512, y, product, 13.5, LEFT), text(650, y, words, 13.5, LEFT)]
    parts.append(text(466, 268, "thick: kept by a beam of two", 12.5))
    save("beam.svg", 730, 288, "Greedy, and a beam of two", parts)


if __name__ == "__main__":
    FIGURES.mkdir(exist_ok=True)
    for draw_one in (shift, attention, bridge, lstm, stack, beam):
        draw_one()
