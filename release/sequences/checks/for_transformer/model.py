"""A student's TransformerLM: how one is built, and what comes back."""
from collections.abc import Mapping
from typing import Any
import torch
from autograder.checking.models.asked import ModelClass, Plan
from autograder.checking.models.leaks import Leak
from autograder.checking.student import Handle, Student
from autograder.text.i18n import said
NAME = 'TransformerLM'
HEAD = 4
NO_MASK = said('The causal mask is missing in some layer, or laid on the wrong way round.')
LATER = said('Look for a mask that hides too little, for torch.roll, which brings the last token to the first place, and for means or norms over the places of a text.')
HINTS = {Leak.WHOLE: NO_MASK, Leak.LATER: LATER}
SHAPE = said('One logit for each token that may come, at each place: (B, T, V).')
OF_MODEL = said("The logits have the dtype of the model's own weights.")
LENGTHS = said('Texts of 1 to max_length tokens come, and any number of them. With the start in front and the last token left out they are as long as before.')

def _arguments(plan: Plan) -> Mapping[str, Any]:
    grid = plan.layout.grid
    size = {'dim': plan.hidden, 'num_heads': plan.hidden // HEAD, 'num_layers': plan.layers}
    return {'num_tokens': grid.num_values, **size, 'max_length': grid.size}
MODEL = ModelClass(NAME, _arguments, loss='tokens', hints=HINTS)

def built(student: Student, *args: int, **named: int) -> Handle:
    """Construct a TransformerLM, the global generators seeded."""
    student.seed_everything(0)
    return student.construct(NAME, *args, **named)

def require_forms(model: Handle, batch: int, length: int, values: int) -> None:
    """Raise Failed unless logits have the contract's form, in both precisions."""
    tokens = torch.arange(batch * length).view(batch, length) % values
    for dtype in (torch.float64, torch.float32):
        model.mode(dtype=dtype)
        logits = model.call('forward', tokens=tokens).hint(shape=SHAPE, dtype=OF_MODEL)
        logits.should_have_shape(batch, length, values, dtype=dtype, finite=True)
