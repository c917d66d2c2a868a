"""A layer that the grader plays for images of one shape."""

from collections.abc import Callable

from torch import Tensor

from autograder.checking.student import Failed, Oracle
from autograder.text.i18n import said

Layer = Callable[[Tensor], Tensor]
OTHER = said("`layer` takes images (B, C, H, W), as many channels, rows and columns as x has.")


def played(layer: Layer, x: Tensor) -> Oracle:
    """Return a layer as the student's code meets it: for images like `x`, any number."""

    def forward(images: Tensor) -> Tensor:
        if not isinstance(images, Tensor) or images.shape[1:] != x.shape[1:] or not len(images):
            raise Failed(OTHER)
        return layer(images.to(x.dtype))

    return Oracle({"forward": forward})
