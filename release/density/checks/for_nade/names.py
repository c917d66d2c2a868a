"""Whether a NADE holds its four parameters under their names, in their shapes."""

import torch

from autograder.checking.student import Failed, Handle, NoGradient, StudentCrashed
from autograder.text.i18n import said

UNDER_NAMES = said(
    "The parameters are called `in_weight`, `in_bias`, `out_weight` and `out_bias`. Weights must "
    "be an nn.Parameter each: no optimiser finds a plain tensor."
)


def require_named(model: Handle, num_dims: int, hidden: int) -> None:
    """Raise Failed unless a NADE has its parameters (H, D), (H,), (D, H) and (D,) by name."""
    shapes = {
        "in_weight": (hidden, num_dims),
        "in_bias": (hidden,),
        "out_weight": (num_dims, hidden),
        "out_bias": (num_dims,),
    }
    state = model.state_dict()
    if not set(shapes) <= set(state) or not set(shapes) <= _learnt(model, num_dims, set(state)):
        raise Failed(UNDER_NAMES)
    for name, shape in shapes.items():
        found = tuple(getattr(state[name], "shape", ()))
        if found == shape:
            continue
        what = said("`{name}` should have shape {shape}.", name=name, shape=str(shape))
        if found == _with_other_units(shape, hidden, found):
            what = said(
                "There must be the hidden units that were asked for: `{name}` should have shape "
                "{shape}.",
                name=name,
                shape=str(shape),
            )
        raise Failed(what, detail=said("Its shape is {shape}.", shape=str(found)))


def _learnt(model: Handle, num_dims: int, otherwise: set[str]) -> set[str]:
    """Return the names of parameters; `otherwise` where `log_prob` cannot tell them."""
    try:
        return set(model.parameter_gradients("log_prob", torch.zeros(2, num_dims)))
    except NoGradient:
        return otherwise
    except StudentCrashed as crash:
        if crash.cause != "exception":
            raise
        return otherwise


def _with_other_units(
    shape: tuple[int, ...], hidden: int, found: tuple[int, ...]
) -> tuple[int, ...]:
    """Return the shape with as many hidden units as there are."""
    units = [have for have, due in zip(found, shape, strict=False) if due == hidden]
    return tuple((units or [hidden])[0] if due == hidden else due for due in shape)
