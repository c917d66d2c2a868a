"""From a map of what a model looks at to the kind of leak that it is."""

from collections.abc import Callable, Iterable, Sequence
from enum import Enum, auto

import torch
from torch import Tensor

from autograder.probes.causality import Interventions
from autograder.probes.order import Grid
from autograder.probes.sampling import ORDERS

FEW = 8  # entries at least, before "all of them" is said
WHOLE = 0.85  # of all that is forbidden: single images leave some of it unseen


class Leak(Enum):
    """What a model that is not causal does: the keys of a model class's `hints`."""

    # It is autoregressive, in another order than the one asked for.
    COLUMNS_FIRST = auto()
    CHANNELS_FIRST = auto()
    CHANNELS_BACKWARDS = auto()
    BACKWARDS = auto()
    ORDER_IGNORED = auto()
    ORDER_INVERTED = auto()
    # It is not, and sees what this says.
    WHOLE = auto()
    WRAPPED = auto()
    ROWS_BELOW = auto()
    OWN_ROW = auto()
    LATER = auto()
    OWN = auto()
    OWN_CHANNEL = auto()
    LATER_CHANNEL = auto()

    @property
    def is_order(self) -> bool:
        """Say whether it is autoregressive nevertheless, in another order."""
        return self in _ORDERS


_IN_IMAGES = {
    "columns before rows": Leak.COLUMNS_FIRST,
    "channel by channel": Leak.CHANNELS_FIRST,
    "channels backwards": Leak.CHANNELS_BACKWARDS,
    "backwards": Leak.BACKWARDS,
}
_ORDERS = {*_IN_IMAGES.values(), Leak.ORDER_IGNORED, Leak.ORDER_INVERTED}


def depends(slopes: Tensor | None, flips: Tensor, found: Interventions) -> Tensor:
    """Unite what gradients, single flips and interventions show, bool (n, n), row s.

    Gradients count above 1e-11 of the largest in float64 (tolerance 1e-9), else above 1e-6. If s
    moves when all from t on is changed, but not from t + 1 on, it looks at t.
    """
    seen = flips > found.tolerance
    if slopes is not None:
        seen = seen | (slopes > (1e-11 if found.tolerance <= 1e-9 else 1e-6))
    moved = found.moved > found.tolerance
    beyond = torch.cat([moved[1:], torch.zeros_like(moved[:1])])
    return seen | (moved & ~beyond).T


def forbidden(grid: Grid) -> Tensor:
    """Return what no output may look at: itself and all later entries, bool (n, n)."""
    return torch.ones(grid.size, grid.size, dtype=torch.bool).triu()


def leak_in_images(seen: Tensor, grid: Grid) -> Leak:
    """Name the leak of a model of images; `seen`, bool (n, n), is what looks at what."""
    for name, leak in _IN_IMAGES.items():
        key = ORDERS[name]
        if _strict_by(seen, lambda entry, key=key: key(*grid.place(entry))):  # type: ignore[misc]
            return leak
    leaks = seen & forbidden(grid)
    if _is_whole(leaks, grid):
        return Leak.WHOLE
    own, inside, right, below = _where(leaks.nonzero().tolist(), grid)
    if below and not leaks[grid.width * grid.channels :].any():
        return Leak.WRAPPED  # only the first row leaks, from the rows at the bottom
    if below:
        return Leak.ROWS_BELOW
    if right:
        return Leak.OWN_ROW
    return _inside(own, inside, grid)


def leak_at_in_rows(output: int, leaks: Tensor, judged: Tensor) -> Leak:
    """Name a leak by what one step of a model of rows looks at; see `leak_at`."""
    if _is_nearly_all(leaks, judged):
        return Leak.WHOLE
    return Leak.LATER if leaks[output + 1 :].any() else Leak.OWN


def leak_in_rows(seen: Tensor, order: Sequence[int]) -> Leak:
    """Name the leak of a model of rows; `seen`, bool (D, D), is by steps: step t is order[t]."""
    others: dict[Leak, Callable[[int], int]] = {
        Leak.ORDER_IGNORED: lambda step: order[step],
        # By the inverse, order[d] is the step of dimension d, which here is order[step].
        Leak.ORDER_INVERTED: lambda step: order[order[step]],
        Leak.BACKWARDS: lambda step: -step,
    }
    for leak, key in others.items():
        if _strict_by(seen, key):
            return leak
    grid = Grid(1, 1, len(order))
    leaks = seen & forbidden(grid)
    if _is_whole(leaks, grid):
        return Leak.WHOLE
    return Leak.LATER if leaks.triu(1).any() else Leak.OWN


def leak_in_texts(seen: Tensor) -> Leak:
    """Name the leak of a language model; `seen`, bool (T, T), is which token saw which."""
    if _strict_by(seen, lambda token: -token):
        return Leak.BACKWARDS
    leaks = seen & forbidden(Grid(1, 1, len(seen)))
    # What shifts its text and then sees all of it has not seen the last token.
    inside = leaks[:-1, :-1]
    if len(inside) and _is_whole(inside, Grid(1, 1, len(inside))):
        return Leak.WHOLE
    return Leak.LATER if leaks.triu(1).any() else Leak.OWN


def leak_at(output: int, leaks: Tensor, judged: Tensor, grid: Grid) -> Leak:
    """Name a leak by what one output alone, s, looks at, where not all outputs can be asked.

    `leaks` and `judged`, bool (n,): which entries that are not earlier it looks at, of those that
    were asked about. Orders are not named: they show on small data, which are asked first.
    """
    if _is_nearly_all(leaks, judged):
        return Leak.WHOLE
    entries = leaks.nonzero().flatten().tolist()
    own, inside, right, below = _where([(output, entry) for entry in entries], grid)
    if below:
        return Leak.ROWS_BELOW
    if right:
        return Leak.OWN_ROW
    return _inside(own, inside, grid)


def _is_nearly_all(leaks: Tensor, judged: Tensor) -> bool:
    return int(judged.sum()) >= FEW and int(leaks.sum()) > WHOLE * int(judged.sum())


def _inside(own: bool, inside: bool, grid: Grid) -> Leak:
    if grid.channels == 1:
        return Leak.OWN
    return Leak.OWN_CHANNEL if own and not inside else Leak.LATER_CHANNEL


def _is_whole(leaks: Tensor, grid: Grid) -> bool:
    return int(leaks.sum()) > WHOLE * int(forbidden(grid).sum())


def _strict_by(seen: Tensor, key: Callable[[int], object]) -> bool:
    """Say whether every output looks only at what comes strictly before it, sorted by a key."""
    ranks = sorted(range(len(seen)), key=key)  # type: ignore[arg-type]
    return bool(seen.any()) and not bool(seen[ranks][:, ranks].triu().any())


def _where(pairs: Iterable[Sequence[int]], grid: Grid) -> tuple[bool, bool, bool, bool]:
    """Say whether leaks (s, t) come from the entry itself, its pixel, its row, rows below."""
    own = inside = right = below = False
    for s, t in pairs:
        (i, j, c), (row, column, channel) = grid.place(s), grid.place(t)
        below |= row > i
        right |= row == i and column > j
        inside |= row == i and column == j and channel > c
        own |= s == t
    return own, inside, right, below
