"""Values of the game: −∞ is compared apart, since any number is near it."""
import torch
from torch import Tensor
from autograder.text.i18n import said
NEVER_NAN = said('It is NaN: 0·log 0 is 0 here. Put a harmless logit where there is no mass, before you take the logarithm.')
NO_CONTRIBUTION = said('It is infinite, though no mass meets log 0: where there is no mass, there is no contribution.')

def told_of_mass(got: Tensor) -> str:
    """Return what is said of a wrong number where laws hold zeros; nothing of finite ones."""
    if got.isnan().any():
        return NEVER_NAN
    return '' if torch.isfinite(got).all() else NO_CONTRIBUTION
