"""A student's RecurrentLM: how one is built, and what shapes and dtypes come back."""
from collections.abc import Mapping
from typing import Any
import torch
from autograder.checking.models.asked import ModelClass, Plan
from autograder.checking.models.leaks import Leak
from autograder.checking.student import Expect, Failed, Handle, Student, StudentCrashed
from autograder.text.i18n import listed, said
from ..shared.hints import hinted
NAME = 'RecurrentLM'
BOTH_WAYS = said('A network that reads the text from both ends, or a state that has read all of it, does that.')
AHEAD = said('Put the start in front, and shift to the right: the text is shifted to the left.')
HINTS = {Leak.WHOLE: BOTH_WAYS, Leak.LATER: AHEAD}
SHAPE = said('One logit for each token that may come, at each place: (B, T, V).')
OF_MODEL = said("The logits have the dtype of the model's own weights.")
PAIR = said('`begin` and `step` each return two things: logits (B, V), and a state.')
ANY_DTYPE = said('In float64, too: make new tensors in the dtype of the weights.')

def _arguments(plan: Plan) -> Mapping[str, Any]:
    values = plan.layout.grid.num_values
    return {'num_tokens': values, 'dim': max(2, plan.hidden // 2), 'hidden': plan.hidden}
MODEL = ModelClass(NAME, _arguments, loss='tokens', hints=HINTS)

def built(student: Student, dtype: torch.dtype, *args: int, **named: int) -> Handle:
    """Construct a RecurrentLM in eval mode and in a dtype, the global generators seeded."""
    student.seed_everything(0)
    model = student.construct(NAME, *args, **named)
    model.mode(dtype=dtype)
    return model

def require_logits(model: Handle, batch: int, length: int, values: int, dtype: torch.dtype) -> None:
    """Raise Failed unless `forward` answers texts (B, T) in the contract's form."""
    tokens = torch.arange(batch * length).view(batch, length) % values
    logits = model.call('forward', tokens).hint(shape=SHAPE, dtype=OF_MODEL)
    logits.should_have_shape(batch, length, values, dtype=dtype, finite=True)

def require_pairs(model: Handle, batch: int, values: int, dtype: torch.dtype) -> None:
    """Raise Failed unless `begin` and `step` return logits and a state, also by name."""
    token, shape = (torch.arange(batch) % values, (batch, values))
    with hinted(ANY_DTYPE):
        began = model.construct('begin', batch)
        _require_pair(began, 'begin', shape, dtype)
        state = began.construct('__getitem__', 1)
        stepped = model.construct('step', token, state)
        _require_pair(stepped, 'step', shape, dtype)
        again = stepped.construct('__getitem__', 1)
        _require_pair(model.construct('step', state=again, token=token), 'step', shape, dtype)
        _require_pair(model.construct('begin', batch=batch), 'begin', shape, dtype)

def _require_pair(returned: Handle, method: str, shape: tuple[int, int], dtype: torch.dtype) -> None:
    """Raise Failed unless a method returned logits of this shape and dtype, and a state."""
    told = said('`{method}`: logits of shape {shape}.', method=method, shape=str(shape))
    try:
        both = returned.call_plain('__len__') == 2
        if both:
            returned.construct('__getitem__', 0).call('clone', expect=Expect(shape, dtype))
    except StudentCrashed as crash:
        if crash.cause != 'exception':
            raise
        both = False
    except Failed as failed:
        raise Failed(listed([PAIR, told, OF_MODEL]), detail=failed.detail) from None
    if not both:
        raise Failed(listed([PAIR, told]))
