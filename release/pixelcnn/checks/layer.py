"""Questions on one masked convolution: whether its values are those of its own masked weight."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor

from autograder.checking.student import Expect, Failed, Handle, Student, StudentCrashed
from autograder.text.i18n import listed, said

# Of the sum of absolute products behind the largest output: a transform (FFT) rounds so, too.
ROUNDING = {torch.float64: 1e-11, torch.float32: 3e-5}
# When a layer is asked: a sentence begins so.
CONSTRUCTED = said("Just constructed")
TRAINED = said("After 3 optimiser steps on this layer alone")
LOADED = said("After load_state_dict with another weight")
IN_FLOAT32 = said("In float32")
# What kernels of a size and type show, row by row: those that students see asked.
SHOWN = {
    (3, "A"): "111/100/000",
    (3, "B"): "111/110/000",
    (5, "A"): "11111/11111/11000/00000/00000",
}


@dataclass(frozen=True)
class Layer:
    """A MaskedConv2d to construct, and the size of the images that it is shown.

    `shown` are the rows of its mask, "111/100/000", where its values are asked for.
    """

    inputs: int
    outputs: int
    kernel_size: int
    mask_type: str
    dilation: int = 1
    height: int = 5
    width: int = 6
    shown: str = ""

    @property
    def title(self) -> str:
        """Name it as a student would write it."""
        more = f", dilation={self.dilation}" if self.dilation > 1 else ""
        given = f"{self.inputs}, {self.outputs}, {self.kernel_size}"
        return f'`MaskedConv2d({given}, "{self.mask_type}"{more})`'

    def construct(
        self, student: Student, dtype: torch.dtype = torch.float32, *, named: bool = False
    ) -> Handle:
        """Build it in the student's process, the dilation by its name; `named`, all of them."""
        given = (self.inputs, self.outputs, self.kernel_size, self.mask_type)
        more = {"dilation": self.dilation} if self.dilation > 1 or named else {}
        if named:
            names = ("in_channels", "out_channels", "kernel_size", "mask_type")
            handle = student.construct(
                "MaskedConv2d", **dict(zip(names, given, strict=True)), **more
            )
        else:
            handle = student.construct("MaskedConv2d", *given, **more)
        handle.mode(dtype=dtype)
        return handle

    def answer(self, handle: Handle, x: Tensor, dtype: torch.dtype | None = None) -> Tensor:
        """Ask for x (B, inputs, H, W) → (B, outputs, H, W); dtype None means any floating one."""
        expect = Expect((len(x), self.outputs, self.height, self.width), dtype)
        try:
            return handle.forward(x, expect)
        except Failed as failed:
            keeps = said(
                "{layer} keeps batch, height, width and dtype: its padding is of size dilation · "
                "(kernel_size - 1) / 2 on each side.",
                layer=self.title,
            )
            raise Failed(listed([failed.message, keeps]), detail=failed.detail) from None

    def mask(self) -> Tensor:
        """Return the kernel's mask, float64 (k, k)."""
        return torch.tensor(
            [[float(digit) for digit in row] for row in self.shown.split("/")]
        ).double()

    def placed(self, kernel: Tensor) -> Tensor:
        """Return by which entry of a kernel (…, k, k) a pixel moves another, (…, H·W, H·W).

        Rows are pixels of the answer, columns those of the image; zeros where none does.
        """
        rows = torch.arange(self.height).repeat_interleave(self.width)
        columns = torch.arange(self.width).repeat(self.height)
        down, right = rows - rows.unsqueeze(1), columns - columns.unsqueeze(1)
        k, step = self.kernel_size, self.dilation
        on_grid = (down % step == 0) & (right % step == 0)
        down, right = down // step + k // 2, right // step + k // 2
        inside = on_grid & (down >= 0) & (down < k) & (right >= 0) & (right < k)
        entry = torch.where(inside, down * k + right, 0)
        return torch.where(inside, kernel.flatten(-2)[..., entry], 0)

    def convolved(self, x: Tensor, weight: Tensor, bias: Tensor) -> Tensor:
        """Return what x (B, inputs, H, W) gives in float64 by the weight's visible entries."""
        moved = self.placed(weight.double() * self.mask())
        found = torch.einsum("oipq,biq->bop", moved, x.double().flatten(2))
        return found.view(len(x), -1, *x.shape[2:]) + bias.double().view(-1, 1, 1)

    def dense(self, generator: torch.Generator) -> Tensor:
        """Draw images of every kind, float64 (9, inputs, H, W), in a random order.

        Black, white, one bright entry, binary, grey, and normal ones that are large and small.
        """
        shape = (self.inputs, self.height, self.width)
        one = torch.zeros(shape, dtype=torch.float64)
        one.view(-1)[torch.randint(one.numel(), (), generator=generator)] = 1
        normal = torch.randn((4, *shape), generator=generator, dtype=torch.float64)
        grey = torch.rand((2, *shape), generator=generator, dtype=torch.float64)
        scales = torch.tensor([0.01, 1, 1, 100]).view(-1, 1, 1, 1)
        images = [0 * one, 0 * one + 1, one, grey[0].round(), grey[1], *(normal * scales)]
        return torch.stack(images)[torch.randperm(len(images), generator=generator)]

    def visible(self) -> Tensor:
        """Return which input pixel an output pixel may see, bool (H·W out, H·W in)."""
        return self.placed(self.mask()) > 0


def questioned(student: Student, layer: Layer) -> tuple[Handle, torch.dtype]:
    """Build a layer in float64 where it takes that, else in float32 (which costs points once)."""
    try:
        handle = layer.construct(student, torch.float64)
        layer.answer(handle, torch.zeros(1, layer.inputs, layer.height, layer.width).double())
    except StudentCrashed as crash:
        if crash.cause != "exception" or crash.missing:
            raise
        return layer.construct(student), torch.float32
    return handle, torch.float64


def is_convolution(
    layer: Layer,
    handle: Handle,
    x: Tensor,
    dtype: torch.dtype,
    loaded: Mapping[str, Any] | None = None,
) -> bool:
    """Compare with the convolution by the masked weight of the layer's own state_dict.

    Args: `x`, images (B, inputs, H, W), asked in one batch and the first alone; `loaded`, the
    state that the layer was given, which counts whatever it says of itself. Raises Failed where
    the state has no weight of nn.Conv2d's shape.
    """
    state = handle.state_dict() if loaded is None else loaded
    x = x.to(dtype)
    weight, bias = weight_of(layer, state).to(dtype), bias_of(layer, state).to(dtype)
    wanted = layer.convolved(x, weight, bias)
    size = layer.convolved(x.abs(), weight.abs(), bias.abs()).flatten(1).amax(1)
    asked = [layer.answer(handle, batch, dtype).double() for batch in (x, x[:1])]
    gaps = (torch.cat(asked) - torch.cat([wanted, wanted[:1]])).abs().flatten(1).amax(1)
    allowed = ROUNDING[dtype] * torch.cat([size, size[:1]])
    return bool((gaps <= allowed).all())  # NaN is not


def weight_of(layer: Layer, state: Mapping[str, Any]) -> Tensor:
    """Return a state's weight; raises Failed unless it has the shape of that of nn.Conv2d."""
    weight, k = state.get("weight"), layer.kernel_size
    if not isinstance(weight, Tensor):
        raise Failed(
            said("The state_dict of `MaskedConv2d` should have a `weight`, as nn.Conv2d has.")
        )
    if tuple(weight.shape) != (layer.outputs, layer.inputs, k, k):
        raise Failed(
            said(
                "The `weight` of {layer} should have the shape of that of nn.Conv2d: {shape}.",
                layer=layer.title,
                shape=str((layer.outputs, layer.inputs, k, k)),
            )
        )
    return weight


def bias_of(layer: Layer, state: Mapping[str, Any]) -> Tensor:
    """Return a state's bias, zeros where it has none; raises Failed when it has another shape."""
    bias = state.get("bias")
    if bias is None:
        return torch.zeros(layer.outputs)
    if not isinstance(bias, Tensor) or tuple(bias.shape) != (layer.outputs,):
        raise Failed(
            said(
                "The `bias` of {layer} should have the shape of that of nn.Conv2d: {shape}.",
                layer=layer.title,
                shape=str((layer.outputs,)),
            )
        )
    return bias


def load_noise(handle: Handle, generator: torch.Generator) -> Mapping[str, Any]:
    """Load the layer's own state with another weight and bias, nonzero everywhere; returns it."""
    state = handle.state_dict()
    for name in ("weight", "bias"):
        old = state.get(name)
        if isinstance(old, Tensor):
            noise = torch.randn(old.shape, generator=generator, dtype=torch.float64)
            state[name] = (noise + noise.sign()).to(old.dtype)  # away from zero: at least one
    handle.load_state_dict(state)
    return state


def take_steps(
    layer: Layer, handle: Handle, generator: torch.Generator, dtype: torch.dtype, steps: int = 3
) -> None:
    """Train the layer alone: optimiser steps that make its outputs smaller."""
    shape = (4, layer.inputs, layer.height, layer.width)
    images = torch.rand(shape, generator=generator, dtype=torch.float64).to(dtype)
    handle.train(images, loss="squares", steps=steps)


def require_biased(layer: Layer, state: Mapping[str, Any]) -> None:
    """Raise Failed unless a state has a bias: without one, comparing values tells nothing."""
    if state.get("bias") is None:
        raise Failed(
            said("{layer} should have a `bias`, one number for each output map.", layer=layer.title)
        )
