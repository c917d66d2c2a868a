"""Asking for a mask, and naming what is wrong with it."""

from dataclasses import dataclass
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


@dataclass(frozen=True)
class Swap:
    """The mask of the other type, and a causal mask of that type, NaN where it does not count."""

    other: Tensor
    causal: Tensor


@dataclass(frozen=True)
class Due:
    """The right mask, what the usual slips make of it, and what it is with its types swapped."""

    mask: Tensor
    slips: Slips
    swap: Swap | None = None


def shares_the_swap(student: Student, name: str, size: int, kind: str, swap: Swap | None) -> bool:
    """Say whether a vertical or horizontal mask has A and B swapped, as `causal_mask` has them.

    That is one misunderstanding: it is told there, and costs there alone. No other mistake counts,
    so that nobody earns anything by making the same one everywhere.
    """
    if swap is None:
        return False
    try:
        got = asked(student, name, size, kind).should_have_shape(*swap.other.shape)
        if not torch.equal(got, swap.other.to(got)):
            return False
        theirs = asked(student, "causal_mask", size, kind).should_have_shape(size, size)
    except (Failed, StudentCrashed):
        return False
    known = ~swap.causal.isnan()
    return torch.equal(theirs[known], swap.causal[known].to(theirs))


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
