"""A layer that the grader plays for images of one shape."""

from collections.abc import Callable

from torch import Tensor

from autograder.checking.student import Failed, Oracle
from autograder.text.i18n import said

Layer = Callable[[Tensor], Tensor]
OTHER = said("`layer` is asked for images of the shape of x, (B, C, H, W), the whole batch.")


def played(layer: Layer, x: Tensor) -> Oracle:
    """Return a layer as the student's code meets it: for images like `x`, in their dtype."""

    def forward(images: Tensor) -> Tensor:
        if not isinstance(images, Tensor) or images.shape != x.shape:
            raise Failed(OTHER)
        return layer(images.to(x.dtype))

    return Oracle({"forward": forward})
