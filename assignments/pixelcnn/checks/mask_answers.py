"""Asking for a mask, and naming what is wrong with it."""

from typing import Any

import torch
from torch import Tensor

from autograder.checking.answer import Answer, Wrong
from autograder.checking.slips import Slips
from autograder.checking.student import Failed, Student, StudentCrashed
from autograder.pictures.mask import mask_picture
from autograder.records.verdict import Picture
from autograder.text.i18n import capitalised, quoted, said

TYPES = ("A", "B")


def asked(student: Student, name: str, *args: Any, **named: Any) -> Answer:
    """Ask for a mask; which floating dtype it has costs only the check that asks for float32."""
    call: Answer = student.call(name, *args, **named)
    return call.hint(dtype=said("Masks are float32."))


def require_mask(answer: Answer, want: Tensor, slips: Slips, *, show: bool = False) -> None:
    """Raise Failed, naming the slip, unless the two masks are equal; `show` adds the picture."""
    picture = _picture if show else None
    answer.should_equal(want, slips=slips, wrong=_fault, rtol=0, atol=0, show=picture)


def shares_the_swap(student: Student, name: str, size: int, kind: str, want: Tensor) -> bool:
    """Say whether a vertical or horizontal mask has A and B swapped, as `causal_mask` has them.

    That is one misunderstanding: it is told there, and costs there alone. No other mistake counts,
    so that nobody earns anything by making the same one everywhere.
    """
    other = _of_other_type(want)
    try:
        got = asked(student, name, size, kind).should_have_shape(*want.shape)
        if name == "causal_mask" or not torch.equal(got, other.to(got)):
            return False
        theirs = asked(student, "causal_mask", size, kind).should_have_shape(size, size)
    except (Failed, StudentCrashed):
        return False
    rows = theirs if name == "vertical_mask" else theirs[size // 2 : size // 2 + 1]
    expected = rows.clone()
    if name == "vertical_mask":
        expected[size // 2] = theirs[size // 2, size // 2]
    return torch.equal(expected, other.to(expected))


def _of_other_type(want: Tensor) -> Tensor:
    """Return the vertical (k, k) or horizontal (1, k) mask of the other type."""
    other, c = want.clone(), want.shape[1] // 2
    place = (0, c) if len(want) == 1 else (c, slice(None))
    other[place] = 1 - want[place]
    return other


def _fault(got: Tensor) -> str:
    """Return what is wrong with a mask that is none of the usual mistakes."""
    if ((got == 0) | (got == 1)).all():
        return said("it shows and hides the wrong entries.")
    return said("it holds other numbers than 0 and 1.")


def _picture(wrong: Wrong) -> Picture:
    """Draw a kernel, or for four dimensions what output maps see of input maps at the centre."""
    got, want, sentence = wrong.got, wrong.want, capitalised(wrong.mistake)
    if want.ndim == 2:
        centre = (want.shape[0] // 2, want.shape[1] // 2)
        title = quoted(wrong.call)
        return mask_picture(got, want, title=title, sentence=sentence, centre=centre)
    i, j = want.shape[2] // 2, want.shape[3] // 2
    rows, columns = ([_label(map_, maps) for map_ in range(maps)] for maps in want.shape[:2])
    return mask_picture(
        got[:, :, i, j],
        want[:, :, i, j],
        title=quoted(wrong.call),
        subject=said("{call}, at the centre", call=wrong.call),
        sentence=sentence,
        rows=rows,
        columns=columns,
        axes=said("Rows are output maps, columns are input maps, all at the centre of the kernel."),
    )


def _label(map_: int, maps: int) -> str:
    """Name a feature map by its colour of three, and by its number when there are several."""
    each = maps // 3
    return "RGB"[map_ // each] + (str(map_ % each + 1) if each > 1 else "")


def causal_slips(want: Tensor) -> dict[str, Tensor]:
    """Return what the usual slips make of a causal mask (k, k)."""
    c = len(want) // 2
    kind, other = ("B", "A") if want[c, c] else ("A", "B")
    beyond = min(c + (kind == "B"), len(want) - 1)
    later, above, below = slice(c + 1, None), slice(0, c), slice(c + 1, None)
    return {
        said(
            'this is the mask of type "{other}": "A" hides the centre, "B" shows it.', other=other
        ): (_altered(want, (c, c), 1 - float(want[c, c]))),
        said("it is transposed: the first index is the row, the second the column."): want.T,
        said("shown and hidden are swapped: 1 is shown."): 1 - want,
        said("it is upside down: what is earlier lies above, not below."): want.flip(0),
        said(
            "it shows what lies to the right of the centre: in a row, what is earlier lies left."
        ): (want.flip(1)),
        said("it shows what comes after the centre instead of what comes before."): want.flip(0, 1),
        said("it shows one column too many: the slice of the centre's row ends too far right."): (
            _altered(want, (c, beyond), 1)
        ),
        said("it hides the whole row of the centre: what lies to the left is earlier."): (
            _altered(want, (c,), 0)
        ),
        said("it hides the rows above, which are earlier."): _altered(want, (above,), 0),
        said("it shows the whole row of the centre: what lies to the right is later."): (
            _altered(want, (c, later), 1)
        ),
        said("it shows the rows below, which are later."): _altered(want, (below,), 1),
        said("it leaves out the left edge of the centre's row."): _altered(
            want, (c, slice(0, 1)), 0
        ),
        said("it hides what lies above and to the right: whole rows above are earlier."): (
            _altered(want, (max(c - 1, 0), later), 0)
        ),
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
        said(
            'this is the mask of type "{other}": "A" hides the row of the centre, "B" shows it.',
            other=other,
        ): (toggled),
        said('type "B" shows the whole row of the centre, not the centre alone.'): centre,
        said(
            "this is the causal mask: the vertical stack sees a row in its full width, or not."
        ): left,
        said("it shows the centre's row only up to the centre: here it is shown whole."): causal,
        said("it is transposed: the first index is the row, the second the column."): want.T,
        said("shown and hidden are swapped: 1 is shown."): 1 - want,
        said("it is upside down: what is earlier lies above, not below."): want.flip(0),
        said("it shows one column only: the vertical stack sees the full width."): column,
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
        said(
            'this is the mask of type "{other}": "A" hides the centre, "B" shows it.', other=other
        ): toggled,
        said(
            "it shows what lies to the right of the centre: what is earlier lies left."
        ): want.flip(1),
        said("shown and hidden are swapped: 1 is shown."): 1 - want,
        said("it shows one column too many."): extra,
        said("it shows the whole row: what lies to the right is later."): torch.ones_like(want),
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
        said("the order of the colours holds at the centre only: of a neighbour all are seen."): (
            want * want[:, :, c, c, None, None]
        ),
        said("away from the centre it should be as `causal_mask`: later pixels are shown."): (
            elsewhere_open
        ),
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
        said(
            'at the centre this is the mask of type "{other}": "A" sees earlier blocks only, "B" '
            "its own block too.",
            other=other,
        ): toggled[colour_of_out][:, colour_of_in],
        said(
            "the order of the colours is reversed (B, G, R), or outputs and inputs are swapped: "
            "dimension 0 is the output, and earlier blocks are seen by later ones."
        ): (blocks.T[colour_of_out][:, colour_of_in]),
        said("the maps are interleaved: each colour has one contiguous block of them."): (
            interleaved[:, into % colours]
        ),
        said("the blocks of the output maps are interleaved, those of the input maps are not."): (
            interleaved[:, colour_of_in]
        ),
        said("the blocks of the input maps are interleaved, those of the output maps are not."): (
            blocks[colour_of_out][:, into % colours]
        ),
        said("at the centre all colours are hidden: earlier colours are seen there."): 0 * want,
        said("at the centre all colours are shown: later colours are hidden there."): 0 * want + 1,
        said("at the centre the order of single maps counts, not that of their blocks."): (
            _of_single_maps(blocks, outs, ins)
        ),
        said(
            "the order holds for the first map of each block only: it holds for every map."
        ): first_map,
    }


def _of_single_maps(blocks: Tensor, outs: int, ins: int) -> Tensor:
    """Return the rule of the blocks as if each feature map were a colour of its own."""
    own = bool(blocks[0, 0])
    return torch.ones(outs, ins).tril(0 if own else -1)


# Of each function: what the usual slips make of the mask that is wanted.
SLIPS: dict[str, Slips] = {
    "causal_mask": causal_slips,
    "vertical_mask": vertical_slips,
    "horizontal_mask": horizontal_slips,
    "channel_mask": channel_slips,
}
