"""The linear map of a masked convolution, which says where its values go wrong."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor

from autograder.checking.student import Failed, Handle
from autograder.text.i18n import Said, listed, said, said_many

from .layer import LOADED, TRAINED, Layer, bias_of, load_noise, weight_of

NOTHING = 1e-12  # of the largest response in float64, 1e-6 in float32: below, a pixel is not seen


@dataclass(frozen=True)
class Map:
    """A layer's linear map: float64 (inputs, H·W in, outputs, H·W out), and what black gives."""

    moved: Tensor
    black: Tensor
    least: float

    @property
    def seen(self) -> Tensor:
        """Return for every pair of channels what sees what, bool (inputs, outputs, out, in)."""
        return (self.moved.abs() > self.least).permute(0, 2, 3, 1)


def linear_map(layer: Layer, handle: Handle, dtype: torch.dtype) -> Map:
    """Read off the whole map from one call: black, and one image for each input entry."""
    pixels = layer.height * layer.width
    size = layer.inputs * pixels
    x = torch.cat([torch.zeros(1, size), torch.eye(size)]).to(dtype)
    answers = layer.answer(handle, x.view(-1, layer.inputs, layer.height, layer.width)).double()
    moved = (answers[1:] - answers[:1]).view(layer.inputs, pixels, layer.outputs, pixels)
    share = NOTHING if answers.dtype == dtype == torch.float64 else 1e-6
    return Map(moved, answers[0], share * answers.abs().max().item())


def require_hidden(layer: Layer, found: Map, when: Said) -> None:
    """Raise Failed when an output pixel sees an input pixel that the mask hides.

    `when` begins the sentence; where the layer was right before, what has undone a mask is blamed.
    """
    wrong = found.seen & ~layer.visible()
    if not wrong.any():
        return
    if not wrong.any(3).any(2).all():
        remedy = said("Some pairs of channels are right: mask every pair of input and output maps.")
    elif when in (TRAINED, LOADED):
        remedy = said(
            "Multiply weight and mask in every forward pass: neither an optimiser nor "
            "load_state_dict knows of a mask that was applied once."
        )
    else:
        remedy = said("Look at the mask itself, and whether it is used.")
    sees = said(
        "{when}, an output of {layer} sees {pixel}, which is hidden.",
        when=when,
        layer=layer.title,
        pixel=_offset(layer, wrong.any(0).any(0)),
    )
    raise Failed(listed([sees, remedy]))


def explain(
    layer: Layer, handle: Handle, when: Said, generator: torch.Generator, dtype: torch.dtype
) -> Failed:
    """Say what is wrong with a layer that is not its convolution: of single bright pixels first."""
    require_hidden(layer, linear_map(layer, handle, dtype), when)
    loaded = load_noise(handle, generator)
    found = linear_map(layer, handle, dtype)
    require_hidden(layer, found, LOADED)
    require_used(layer, found)
    require_bias(layer, found)
    x = layer.dense(generator).to(dtype)
    answer = layer.answer(handle, x, dtype).double()
    other = said(
        "{when}, {layer} answers something else than nn.Conv2d with its own `weight`, multiplied "
        "by the mask, and its own `bias`.",
        when=when,
        layer=layer.title,
    )
    return Failed(listed([other, _slip(layer, answer, x, loaded)]))


def _slip(layer: Layer, answer: Tensor, x: Tensor, state: Mapping[str, Any]) -> str:
    """Say which mistake in the use of a weight gives this answer, or where to look."""
    weight, bias = weight_of(layer, state), bias_of(layer, state)
    for slip, used in (
        (said("Rows and columns of the weight are swapped."), weight.mT),
        (said("The kernel is turned round: nn.Conv2d does not flip it."), weight.flip(2, 3)),
    ):
        if torch.allclose(answer, layer.convolved(x, used, bias), rtol=1e-3, atol=1e-3):
            return slip
    return said(
        "A convolution is linear in the image, with the same weights at every pixel, in every "
        "image and in every mode: Σ weight · pixel + bias, over the pixels that the mask shows. "
        "Look for a nonlinearity, for weights that change from place to place, and for a mask or a "
        "dtype that depends on the image."
    )


def require_used(layer: Layer, found: Map) -> None:
    """Raise Failed when a pixel that the mask shows does not matter for some pair of channels."""
    missing = layer.visible() & ~found.seen.all(0).all(0)
    if missing.any():
        raise Failed(
            said(
                "An output of {layer} does not see {pixel}, which the mask shows for every pair of "
                "channels. Look for rows and columns swapped, a range that ends one too early, or "
                "the two types exchanged.",
                layer=layer.title,
                pixel=_offset(layer, missing),
            )
        )


def require_bias(layer: Layer, found: Map) -> None:
    """Raise Failed unless black gives the same nonzero number at every place of a map.

    After `load_noise`, which loads a bias of at least one if there is any.
    """
    flat = found.black.flatten(1)
    uneven = (flat - flat[:, :1]).abs().max().item() > max(found.least, 1e-6)
    if uneven or flat.abs().min().item() < 0.5:
        raise Failed(
            said(
                "{layer} should add its bias, one number for each output map, at every pixel. To "
                "an image of zeros it answers something else.",
                layer=layer.title,
            )
        )


def _offset(layer: Layer, wrong: Tensor) -> str:
    """Say where the first wrong input pixel lies, seen from the output pixel."""
    out, into = wrong.nonzero()[0].tolist()
    down = into // layer.width - out // layer.width
    right = into % layer.width - out % layer.width
    if down == right == 0:
        return said("the pixel at its own place")
    if not right:
        return said("the pixel {way}", way=_vertical(down))
    if not down:
        return said("the pixel {way}", way=_horizontal(right))
    return said("the pixel {way} and {other}", way=_vertical(down), other=_horizontal(right))


def _vertical(down: int) -> str:
    if down < 0:
        return said_many("{number} row up", "{number} rows up", -down)
    return said_many("{number} row down", "{number} rows down", down)


def _horizontal(right: int) -> str:
    if right < 0:
        return said_many("{number} column to the left", "{number} columns to the left", -right)
    return said_many("{number} column to the right", "{number} columns to the right", right)
