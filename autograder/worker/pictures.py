"""What a cell draws with matplotlib, kept as PNG pictures instead of being shown."""

import io
from typing import Any

from matplotlib import pyplot
from matplotlib.backend_bases import FigureManagerBase

MOST_INCHES = 20.0
DOTS_PER_INCH = 80


class Pictures:
    """Collects figures as PNGs; those past a limit are closed unseen."""

    def __init__(self) -> None:
        self._kept: list[bytes] = []
        self._count = 0
        self._bytes = 0

    def install(self) -> None:
        """Have `plt.show()` and `fig.show()` keep figures here."""

        def show(manager: FigureManagerBase) -> None:
            self.keep(manager.canvas.figure)

        type.__setattr__(FigureManagerBase, "show", show)

    def limit(self, count: int, size: int) -> None:
        """Allow so many more pictures, of so many bytes together."""
        self._count, self._bytes = count, size

    def keep_open(self) -> None:
        """Keep every open figure, in the order in which they were made, and close it."""
        for number in pyplot.get_fignums():
            self.keep(pyplot.figure(number))

    def keep(self, figure: Any) -> None:
        """Keep one figure and close it."""
        try:
            if self._count > 0:
                self._add(_png(figure))
        finally:
            pyplot.close(figure)

    def _add(self, png: bytes) -> None:
        if len(png) <= self._bytes:
            self._count -= 1
            self._bytes -= len(png)
            self._kept.append(png)

    def take(self) -> list[bytes]:
        """Return what was kept since the last time."""
        kept, self._kept = self._kept, []
        return kept


def _png(figure: Any) -> bytes:
    width, height = figure.get_size_inches()
    shrink = min(1.0, MOST_INCHES / max(width, height, 1e-3))
    figure.set_size_inches(width * shrink, height * shrink)
    file = io.BytesIO()
    figure.savefig(file, format="png", dpi=DOTS_PER_INCH)
    return file.getvalue()
