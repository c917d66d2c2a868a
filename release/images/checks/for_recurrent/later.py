"""Whether outputs of the Diagonal BiLSTM change with what comes later."""

import torch
from torch import Tensor

from autograder.checking.student import Failed, Student
from autograder.text.i18n import said

STILL = 1e-6


def require_no_later(student: Student, inputs: Tensor, changed: Tensor, weight: Tensor) -> None:
    """Raise Failed where an output changes with inputs (2, 1, 4n, H, W) at later pixels.

    `changed` holds other inputs. Image p of the batch has them at all pixels after pixel p.
    """
    height, width = inputs.shape[3:]
    number = torch.arange(height * width)
    later = (number > number.unsqueeze(1)).view(1, -1, 1, height, width)
    asked = torch.where(later, changed, inputs)
    sizes = (weight.shape[2], height, width)
    before = student.call("diagonal_bilstm", inputs, weight).should_have_shape(1, *sizes)
    after = student.call("diagonal_bilstm", asked, weight).should_have_shape(len(number), *sizes)
    moved = ((after - before).abs().amax(1) > STILL) | ~after.isfinite().all(1)
    leaks = (moved & ~later[0, :, 0]).nonzero().tolist()
    if not leaks:
        return
    # Of the last row no later row could tell: what moves there moves with its own row.
    if any(image // width == height - 1 for image, *_ in leaks):
        raise Failed(
            said("Direction 1 is moved down one row: before that it sees what lies to the right.")
        )
    raise Failed(said("An output changes with a later pixel: in raster order none may."))
