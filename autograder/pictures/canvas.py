"""From a matplotlib figure to a small PNG, the same bytes at every run."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import matplotlib
import matplotlib.style
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from PIL import Image

COLOURS = 96  # of the palette: enough for text with soft edges, a third of the bytes of full RGB

# Okabe and Ito's palette, told apart by all common kinds of colour blindness; symbols and
# hatching say the same once more.
INK = "#222222"
GREY = "#555555"
WRONG = "#B3261E"
RIGHT = "#1B7F3B"


@contextmanager
def figure(width: float, height: float) -> Iterator[Figure]:
    """Return an empty figure of a size in inches, drawn in matplotlib's default style.

    The caller's own style (a student's notebook may be dark) neither matters nor changes;
    pyplot, which keeps global state, is never loaded.
    """
    with matplotlib.style.context("default"):
        drawn = Figure(figsize=(width, height), dpi=110, facecolor="white")
        FigureCanvasAgg(drawn)  # it makes itself the figure's canvas
        yield drawn


def png(drawn: Figure) -> bytes:
    """Render a figure as PNG with a palette and without date or version."""
    canvas: Any = drawn.canvas  # the library leaves these calls untyped
    canvas.draw()
    whole = Image.frombuffer("RGBA", canvas.get_width_height(), bytes(canvas.buffer_rgba()))
    small = whole.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    out = io.BytesIO()
    small.save(out, format="png", compress_level=7)
    return out.getvalue()
