"""What the usual slips make of masks, and which ones follow from swapped types."""

from collections.abc import Callable

import torch
from torch import Tensor

from .mask_answers import Swap
from .mask_words import (
    AFTER,
    ALL_AT_CENTRE,
    ALL_OF_IT,
    AT_CENTRE_ONLY,
    BELOW,
    CAUSAL,
    CENTRE_ALONE,
    ELSEWHERE_OPEN,
    FIRST_MAPS,
    IN_INTERLEAVED,
    INTERLEAVED,
    INVERTED,
    NO_ABOVE,
    NO_ABOVE_RIGHT,
    NO_EDGE,
    NO_LEFT,
    NONE_AT_CENTRE,
    ONE_COLUMN,
    ONE_TOO_MANY,
    OUT_INTERLEAVED,
    REVERSED,
    RIGHT,
    RIGHT_OF_CENTRE,
    SINGLE_MAPS,
    TOO_FAR,
    TRANSPOSED,
    UP_TO_CENTRE,
    UPSIDE_DOWN,
    WHOLE_ROW,
    at_centre_of_type,
    of_row_type,
    of_type,
)

HIDDEN = True  # never released


def swap_of(name: str, want: Tensor) -> Swap | None:
    """Return a mask of the other type, and what `causal_mask` then is, NaN where that is all one.

    None for `causal_mask` itself, and for masks over colours.
    """
    if name not in ("vertical_mask", "horizontal_mask"):
        return None
    other, size = _of_other_type(want), want.shape[1]
    c = size // 2
    causal = torch.full((size, size), torch.nan)
    if name == "vertical_mask":
        causal = other.clone()
        causal[c] = torch.nan
        causal[c, c] = other[c, c]
    else:
        causal[c] = other[0]
    return Swap(other, causal)


def _of_other_type(want: Tensor) -> Tensor:
    """Return the vertical (k, k) or horizontal (1, k) mask of the other type."""
    other, c = want.clone(), want.shape[1] // 2
    place = (0, c) if len(want) == 1 else (c, slice(None))
    other[place] = 1 - want[place]
    return other


def causal_slips(want: Tensor) -> dict[str, Tensor]:
    """Return what the usual slips make of a causal mask (k, k)."""
    c = len(want) // 2
    kind, other = ("B", "A") if want[c, c] else ("A", "B")
    beyond = min(c + (kind == "B"), len(want) - 1)
    later, above, below = slice(c + 1, None), slice(0, c), slice(c + 1, None)
    return {
        of_type(other): (_altered(want, (c, c), 1 - float(want[c, c]))),
        TRANSPOSED: want.T,
        INVERTED: 1 - want,
        UPSIDE_DOWN: want.flip(0),
        RIGHT_OF_CENTRE: (want.flip(1)),
        AFTER: want.flip(0, 1),
        TOO_FAR: (_altered(want, (c, beyond), 1)),
        NO_LEFT: (_altered(want, (c,), 0)),
        NO_ABOVE: _altered(want, (above,), 0),
        WHOLE_ROW: (_altered(want, (c, later), 1)),
        BELOW: _altered(want, (below,), 1),
        NO_EDGE: _altered(want, (c, slice(0, 1)), 0),
        NO_ABOVE_RIGHT: (_altered(want, (max(c - 1, 0), later), 0)),
    }


def _altered(mask: Tensor, place: tuple[int | slice, ...], value: float) -> Tensor:
    """Return a copy of a mask with other entries at a place."""
    other = mask.clone()
    other[place] = value
    return other


def vertical_slips(want: Tensor) -> dict[str, Tensor]:
    """Return what the usual slips make of a vertical mask (k, k)."""
    c = len(want) // 2
    toggled, centre, left, causal, column = (want.clone() for _ in range(5))
    kind, other = ("B", "A") if want[c, c] else ("A", "B")
    toggled[c] = 1 - want[c]
    centre[c] = 0
    centre[c, c] = 1
    left[c] = 0
    left[c, : c + (kind == "B")] = 1
    causal[c, c + 1 :] = 0
    column[:, :c] = 0
    column[:, c + 1 :] = 0
    return {
        of_row_type(other): (toggled),
        CENTRE_ALONE: centre,
        CAUSAL: left,
        UP_TO_CENTRE: causal,
        TRANSPOSED: want.T,
        INVERTED: 1 - want,
        UPSIDE_DOWN: want.flip(0),
        ONE_COLUMN: column,
    }


def horizontal_slips(want: Tensor) -> dict[str, Tensor]:
    """Return what the usual slips make of a horizontal mask (1, k)."""
    size = want.shape[1]
    c = size // 2
    other = "A" if want[0, c] else "B"
    toggled, extra = want.clone(), want.clone()
    toggled[0, c] = 1 - want[0, c]
    extra[0, : c + 2] = 1
    return {
        of_type(other): toggled,
        RIGHT: want.flip(1),
        INVERTED: 1 - want,
        ONE_TOO_MANY: extra,
        ALL_OF_IT: torch.ones_like(want),
    }


def channel_slips(want: Tensor, num_colors: int = 3) -> dict[str, Tensor]:
    """Return what the usual slips make of a mask over colours (O, I, k, k)."""
    c = want.shape[-1] // 2
    slips = {}
    for name, rule in _centre_slips(want[:, :, c, c], num_colors).items():
        slips[name] = want.clone()
        slips[name][:, :, c, c] = rule
    elsewhere_open = torch.ones_like(want)
    elsewhere_open[:, :, c, c] = want[:, :, c, c]
    return {
        **slips,
        AT_CENTRE_ONLY: (want * want[:, :, c, c, None, None]),
        ELSEWHERE_OPEN: (elsewhere_open),
    }


def _centre_slips(want: Tensor, colours: int) -> dict[str, Tensor]:
    """Return what the usual slips make of the centre (O, I) of a mask over colours."""
    outs, ins = want.shape
    out, into = torch.arange(outs), torch.arange(ins)
    colour_of_out, colour_of_in = out // (outs // colours), into // (ins // colours)
    blocks = want[:: outs // colours, :: ins // colours]
    other = "A" if blocks[0, 0] else "B"
    toggled = blocks.clone().fill_diagonal_(1 - float(blocks[0, 0]))
    interleaved = blocks[out % colours]
    first_map = want.clone()
    first_map[:, into % (ins // colours) != 0] = 1
    return {
        at_centre_of_type(other): toggled[colour_of_out][:, colour_of_in],
        REVERSED: (blocks.T[colour_of_out][:, colour_of_in]),
        INTERLEAVED: (interleaved[:, into % colours]),
        OUT_INTERLEAVED: (interleaved[:, colour_of_in]),
        IN_INTERLEAVED: (blocks[colour_of_out][:, into % colours]),
        NONE_AT_CENTRE: 0 * want,
        ALL_AT_CENTRE: 0 * want + 1,
        SINGLE_MAPS: (_of_single_maps(blocks, outs, ins)),
        FIRST_MAPS: first_map,
    }


def _of_single_maps(blocks: Tensor, outs: int, ins: int) -> Tensor:
    """Return the rule of the blocks as if each feature map were a colour of its own."""
    own = bool(blocks[0, 0])
    return torch.ones(outs, ins).tril(0 if own else -1)


# Of each function: what the usual slips make of the mask that is wanted.
SLIPS: dict[str, Callable[[Tensor], dict[str, Tensor]]] = {
    "causal_mask": causal_slips,
    "vertical_mask": vertical_slips,
    "horizontal_mask": horizontal_slips,
    "channel_mask": channel_slips,
}
