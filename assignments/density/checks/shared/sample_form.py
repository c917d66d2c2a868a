"""What samples look like, whatever their law: their dtype, and that they require no grad."""

import torch

from autograder.checking.models.sampler import Sampler
from autograder.checking.transport import WrongDtype, WrongForm
from autograder.text.i18n import said

from .hints import hinted

HIDDEN = True  # never released

ANY_DTYPE = said("Rows are made in the dtype of the parameters, which may be float64.")


def require_sample_form(sampler: Sampler, dtype: torch.dtype) -> None:
    """Raise WrongForm unless samples have the dtype of the parameters and require no grad."""
    with hinted(ANY_DTYPE):
        drawn = sampler.draw(3, num_samples=3)
    if drawn.samples.dtype != dtype:
        raise WrongDtype(
            said(
                "`{name}` gives rows in another dtype than that of the parameters.", name=drawn.name
            )
        )
    if sampler.requires_grad(num_samples=3):
        raise WrongForm(said("A sample requires grad: draw under `torch.no_grad()`."))
