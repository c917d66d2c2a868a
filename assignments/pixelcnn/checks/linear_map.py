"""The linear map of a masked convolution, which says where its values go wrong."""

from dataclasses import dataclass

import torch
from torch import Tensor

from autograder.checking.student import Failed, Handle

from .layer import LOADED, Layer, bias_of, load_noise, weight_of

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


def require_hidden(layer: Layer, found: Map, when: str) -> None:
    """Raise Failed when an output pixel sees an input pixel that the mask hides.

    `when` begins the sentence; all but "Just constructed" blame what has undone a mask.
    """
    wrong = found.seen & ~layer.visible()
    if not wrong.any():
        return
    where = _offset(layer, wrong.any(0).any(0))
    if not wrong.any(3).any(2).all():
        remedy = "Some pairs of channels are right: mask every pair of input and output maps."
    elif when.startswith("After"):
        remedy = (
            "Multiply weight and mask in every forward pass: neither an optimiser nor "
            "load_state_dict knows of a mask that was applied once."
        )
    else:
        remedy = "Look at the mask itself, and whether it is used."
    raise Failed(f"{when}, an output of {layer.title} sees {where}, which is hidden. {remedy}")


def explain(
    layer: Layer, handle: Handle, when: str, generator: torch.Generator, dtype: torch.dtype
) -> Failed:
    """Say what is wrong with a layer that is not its convolution: of single bright pixels first."""
    require_hidden(layer, linear_map(layer, handle, dtype), when)
    loaded = load_noise(handle, generator)
    found = linear_map(layer, handle, dtype)
    require_hidden(layer, found, LOADED)
    require_used(layer, found)
    require_bias(layer, found)
    x = layer.dense(generator).to(dtype)
    answer, weight = layer.answer(handle, x, dtype), weight_of(layer, loaded)
    remedy = (
        "A convolution is linear in the image, with the same weights at every pixel, in every "
        "image and in every mode: Σ weight · pixel + bias, over the pixels that the mask shows. "
        "Look for a nonlinearity, for weights that change from place to place, and for a mask or "
        "a dtype that depends on the image."
    )
    for slip, other in (
        ("The kernel is turned round: nn.Conv2d does not flip it.", weight.flip(2, 3)),
        ("Rows and columns of the weight are swapped.", weight.mT),
    ):
        wanted = layer.convolved(x, other, bias_of(layer, loaded))
        if torch.allclose(answer.double(), wanted, rtol=1e-3, atol=1e-3):
            remedy = slip
    return Failed(
        f"{when}, {layer.title} answers something else than nn.Conv2d with its own `weight`, "
        f"multiplied by the mask, and its own `bias`. {remedy}"
    )


def require_used(layer: Layer, found: Map) -> None:
    """Raise Failed when a pixel that the mask shows does not matter for some pair of channels."""
    missing = layer.visible() & ~found.seen.all(0).all(0)
    if missing.any():
        raise Failed(
            f"An output of {layer.title} does not see {_offset(layer, missing)}, which the mask "
            f"shows for every pair of channels. Look for rows and columns swapped, a range that "
            f"ends one too early, or the two types exchanged."
        )


def require_bias(layer: Layer, found: Map) -> None:
    """Raise Failed unless black gives the same nonzero number at every place of a map.

    After `load_noise`, which loads a bias of at least one if there is any.
    """
    flat = found.black.flatten(1)
    uneven = (flat - flat[:, :1]).abs().max().item() > max(found.least, 1e-6)
    if uneven or flat.abs().min().item() < 0.5:
        raise Failed(
            f"{layer.title} should add its bias, one number for each output map, at every pixel. "
            f"To an image of zeros it answers something else."
        )


def _offset(layer: Layer, wrong: Tensor) -> str:
    """Say where the first wrong input pixel lies, seen from the output pixel."""
    out, into = wrong.nonzero()[0].tolist()
    down = into // layer.width - out // layer.width
    right = into % layer.width - out % layer.width
    if down == right == 0:
        return "the pixel at its own place"
    words = [
        f"{abs(steps)} {'row' if axis == 'row' else 'column'}{'s' * (abs(steps) > 1)} {name}"
        for axis, steps, name in (
            ("row", down, "up" if down < 0 else "down"),
            ("column", right, "to the left" if right < 0 else "to the right"),
        )
        if steps
    ]
    return "the pixel " + " and ".join(words)
