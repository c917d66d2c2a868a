"""Which pixels see which through layers of masks."""

import torch
import torch.nn.functional as F
from torch import Tensor

from autograder.checking.student import Failed, Student
from autograder.text.i18n import Said, listed, said

from .mask_answers import TYPES, asked


def reach_of(student: Student, name: str, height: int, width: int) -> Tensor:
    """Return which pixel (rows) sees which (columns) through layers A, B, B, …, bool (n, n).

    As many layers as the image has pixels in its height and width together: enough for a path of
    3 × 3 kernels from any pixel to any other.
    """
    rows = 1 if name == "horizontal_mask" else 3
    shape = (rows, 3)
    first, later = (
        asked(student, name, 3, kind).should_have_shape(*shape).float() for kind in TYPES
    )
    seen = torch.eye(height * width).view(-1, 1, height, width)
    padding = (rows // 2, 1)
    for layer in range(height + width):
        mask = later if layer else first
        seen = (F.conv2d(seen, mask.view(1, 1, *shape), padding=padding) > 0).float()
    return seen.view(height * width, -1).T > 0


def require_no_later(reach: Tensor, earlier: Tensor, names: Said, width: int) -> None:
    """Raise Failed when some pixel sees itself or a later one."""
    leak = reach & ~earlier
    if leak.any():
        message: str = said(
            "Through layers of {names} a pixel sees one that does not come before it.", names=names
        )
        if leak.diagonal().any():
            own = said("It even sees itself: the first layer has to hide the centre.")
            message = listed([message, own])
        here, there = first_wrong(leak, width)
        detail = said(
            "From pixel {pixel}, pixel {other} is seen (row, column).", pixel=here, other=there
        )
        raise Failed(message, detail=detail)


def first_wrong(wrong: Tensor, width: int) -> tuple[str, str]:
    """Return one wrong pair of pixels as rows and columns."""
    pixel, other = wrong.nonzero()[0].tolist()
    return str(divmod(pixel, width)), str(divmod(other, width))
