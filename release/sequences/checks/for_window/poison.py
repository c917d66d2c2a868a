"""NaN, infinities and −1 behind the end of a text: neither the answer nor its gradient notices."""
import torch
from torch import Tensor
from autograder.text.i18n import said
NAN = said('What stands behind the end of a text reaches the answer: NaN times zero is still NaN. Replace it (torch.where) before the softmax.')
NOTICED = said('What stands behind the end of a text changes the answer.')

def told_of_poison(got: Tensor) -> str:
    """Say what is wrong with the costs of texts that are padded with what does not count."""
    return NOTICED if torch.isfinite(got).all() else NAN
