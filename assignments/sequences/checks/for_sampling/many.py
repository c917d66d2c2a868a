"""Laws of many texts, with temperatures and cuts, to be drawn from."""

from autograder.checking.check import Context
from autograder.probes.texts import Texts

from .drawn_texts import Drawing
from .laws import Adjusting, drawn_table

HIDDEN = True  # never released

# V, P, length, temperature, top_k: from nothing or a prefix, colder, warmer, and few tokens.
CASES: tuple[tuple[int, int, int, float, int | None], ...] = (
    (3, 0, 4, 1.0, None),
    (4, 2, 4, 0.5, None),
    (3, 1, 4, 2.0, None),
    (4, 0, 3, 1.0, 2),
    (5, 1, 3, 2.0, 3),
    (4, 1, 4, 0.5, 9),
    (150, 0, 1, 1.0, None),  # rare ones come, and no count is too near its mean
)


def drawn_drawings(ctx: Context) -> list[Drawing]:
    """Draw a law for each case."""
    found = []
    for values, prefix, length, temperature, top_k in CASES:
        layout = Texts(length, values)
        table = drawn_table(ctx.stream, layout)
        found.append(Drawing(layout, table, Adjusting(temperature, top_k), prefix))
    return found
