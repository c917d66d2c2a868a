"""How close answers must be, by the dtype of what they are made from."""
import torch
from autograder.text.i18n import said
DTYPE = said('The result has the dtype of what it is computed from.')

def tolerance(dtype: torch.dtype) -> float:
    """Return how far an answer may be off, relative to 1 and to its largest entry."""
    return 1e-09 if dtype == torch.float64 else 1e-05
