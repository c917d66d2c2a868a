"""From a map of what a model looks at to the sentence that a student can act on."""

import torch
from torch import Tensor

from autograder.probes.causality import Interventions
from autograder.probes.order import Grid
from autograder.probes.sampling import ORDERS

WHOLE = 0.85  # of all that is forbidden: single images leave some of it unseen

WRONG_ORDER = "It is autoregressive, but in the wrong order"
OTHER_ORDERS = {
    "columns before rows": "columns before rows. Height and width are swapped in a mask",
    "channel by channel": "a whole channel before the next one, where a pixel's channels belong "
    "together. Look at how the mask treats pairs of different channels",
    "channels backwards": "blue before red inside a pixel. The mask's channel blocks, or the "
    "channels of the logits, are turned round",
    "backwards": "from the last pixel to the first. The mask is upside down",
}


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


def leak_sentence(seen: Tensor, grid: Grid) -> str:
    """Say what a model that is not causal does, and where to look; `seen` bool (n, n)."""
    for name, sentence in OTHER_ORDERS.items():
        if _strict_in(seen, grid, name):
            return f"{WRONG_ORDER}: {sentence}."
    leaks = seen & forbidden(grid)
    if leaks.sum() > WHOLE * forbidden(grid).sum():
        return (
            "It sees the whole image, all later pixels too. Either something is computed over "
            "all pixels at once (a mean, a sum, a layer normalisation over height and width), or "
            "no layer has a mask."
        )
    own, inside, right, below = _where(leaks, grid)
    if below and not leaks[grid.width * grid.channels :].any():
        return (
            "Only the first row sees later pixels, from the rows at the bottom: a shift by one "
            "row wraps around the edge, as torch.roll does. Fill the first row with zeros."
        )
    if below:
        return (
            "It sees later pixels, in rows below its own. Some layer has no mask there, or its "
            "padding or a shift moves the image the wrong way."
        )
    if right:
        return (
            "It sees later pixels, to the right in its own row. Either a mask shows columns right "
            "of the centre; or a vertical stack, which shows its own row, is not shifted down by "
            "one row before it feeds the horizontal one; or the horizontal stack feeds back into "
            "the vertical one."
        )
    if grid.channels == 1:
        return (
            "It sees its own pixel, the very one that it predicts, and no later one: the centre "
            'of the first layer is shown, type "B" where "A" is needed.'
        )
    return _inside_sentence(own, inside)


def _inside_sentence(own: bool, later: bool) -> str:
    if own and not later:
        return (
            "Every channel sees its own value, and no later one: at the centre of the first layer "
            'a block of channels sees its own colour, type "B" where "A" is needed.'
        )
    return (
        "Inside a pixel it sees channels that come later. Look at the channel blocks at the "
        "centre of every layer, 1x1 convolutions and both halves of a gate too, and at how the "
        "last layer's channels are split into values and colours."
    )


def _strict_in(seen: Tensor, grid: Grid, order: str) -> bool:
    """Say whether every output looks only at what comes strictly before it in another order."""
    key = ORDERS[order]
    ranks = sorted(range(grid.size), key=lambda entry: key(*grid.place(entry)))
    return bool(seen.any()) and not bool(seen[ranks][:, ranks].triu().any())


def _where(leaks: Tensor, grid: Grid) -> tuple[bool, bool, bool, bool]:
    """Say whether leaks come from the entry itself, its pixel, its row, rows below."""
    own = inside = right = below = False
    for s, t in leaks.nonzero().tolist():
        (i, j, c), (row, column, channel) = grid.place(s), grid.place(t)
        below |= row > i
        right |= row == i and column > j
        inside |= row == i and column == j and channel > c
        own |= s == t
    return own, inside, right, below


def pixel_named(grid: Grid, entry: int) -> str:
    """Name an entry as a student would: row and column from 0, and the channel if there are any."""
    i, j, c = grid.place(entry)
    return f"row {i}, column {j}" + (f", channel {c}" if grid.channels > 1 else "")
