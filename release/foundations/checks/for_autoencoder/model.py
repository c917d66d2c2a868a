"""An autoencoder of a submission: built, and asked."""
import torch
from torch import Tensor
from autograder.checking.student import Handle
from autograder.text.i18n import said
NAME = 'Autoencoder'
CODE = said('A code has `code` numbers.')
IMAGE = said('An image has `num_pixels` numbers.')

def encoded(model: Handle, x: Tensor, code: int, dtype: torch.dtype | None=None) -> Tensor:
    """Return the codes of images; raises Failed when they have another shape or dtype."""
    return model.call('encode', x).hint(shape=CODE).should_have_shape(len(x), code, dtype=dtype)

def decoded(model: Handle, z: Tensor, pixels: int, dtype: torch.dtype | None=None) -> Tensor:
    """Return the images of codes; raises Failed when they have another shape or dtype."""
    return model.call('decode', z).hint(shape=IMAGE).should_have_shape(len(z), pixels, dtype=dtype)

def rebuilt(model: Handle, x: Tensor, dtype: torch.dtype | None=None) -> Tensor:
    """Return what the model itself makes of images, in their shape."""
    return model.call('__call__', x).hint(shape=IMAGE).should_have_shape(*x.shape, dtype=dtype)
