"""What texts look like, whatever their law, and whether they begin with their prefix."""

import torch
from torch import Tensor

from autograder.checking.compare import detail_of, named_mistake
from autograder.checking.models.drawn import require_grid
from autograder.checking.models.sampler import Drawn
from autograder.checking.slips import Slips, evaluated
from autograder.checking.student import Failed
from autograder.text.i18n import listed, said


def require_begun(drawn: Drawn, prefix: Tensor) -> None:
    """Raise Failed unless texts begin with their prefixes (B, P)."""
    if not torch.equal(drawn.samples[:, : prefix.shape[1]], prefix):
        raise Failed(
            said(
                "The texts of `{name}` start with their prefix, each with its own, and `length` "
                "counts it.",
                name=drawn.name,
            )
        )


def require_grown(drawn: Drawn, want: Tensor, slips: Slips) -> None:
    """Raise Failed unless texts are those that are due; says which mistake grows them."""
    require_grid(drawn)
    got = drawn.samples
    if torch.equal(got, want):
        return
    named = evaluated(slips, got, want, (), {})
    begun = named_mistake(got, want, named, 0.01)
    lead, some = said("`{name}` grows other texts.", name=drawn.name), (got == want).all(1).any()
    # Where some texts are right, the place that is read is, too.
    other = drawn.words.mistakes["smoothed"] if some else drawn.words.orders["unknown"]
    told = begun or listed([lead, other])
    raise Failed(told, detail=detail_of(got, want, 0.01))
