"""A student's layers: made, run forward and backward, and their gradients read."""
import torch
from torch import Tensor
from autograder.checking.reply import Expect, expected_tensor
from autograder.checking.slips import Slips
from autograder.checking.student import Handle, Student
from autograder.checking.transport import WrongForm, WrongShape
from autograder.text.i18n import listed, quoted, said
from ..shared.parts import require_parts

def gradient_of(layer: Handle, name: str, like: Tensor) -> Tensor:
    """Return an attribute such as `grad_weight`; raises Failed unless it has the form of `like`."""
    value = layer.call_plain('__getattribute__', name)
    try:
        return expected_tensor(value, Expect(tuple(like.shape), like.dtype), quoted(f'`{name}`'))
    except WrongShape as failed:
        shaped = said('It has the shape of the parameter: weight is (O, I), bias is (O,).')
        raise WrongForm(listed([failed.message, shaped]), detail=failed.detail) from None

def require_gradient(layer: Handle, name: str, want: Tensor, dtype: torch.dtype, slips: Slips | None=None) -> None:
    """Raise Failed unless an attribute such as `grad_weight` is `want`."""
    got = gradient_of(layer, name, want.to(dtype))
    told = said('`{name}` is another gradient.', name=name)
    require_parts([got], want.flatten(), told, flat(slips))

def flat(slips: Slips | None) -> Slips | None:
    """Return a table of answers with each of them in one row."""
    if not isinstance(slips, dict):
        return slips
    return {text: slip.flatten() for text, slip in slips.items()}

def made(student: Student, name: str, *given: Tensor) -> Handle:
    """Return a layer of this class."""
    return student.construct(name, *given)
