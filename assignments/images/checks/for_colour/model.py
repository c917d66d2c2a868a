"""How a `ColourPixelCNN` is built, and where to look when one leaks."""

from collections.abc import Mapping, Sequence
from typing import Any

from autograder.checking.models.asked import ModelClass, Plan
from autograder.checking.models.layout import ImageLayout
from autograder.checking.models.leaks import Leak
from autograder.probes.order import Grid
from autograder.text.i18n import said

NAME = "ColourPixelCNN"
HIDDEN = 12
DILATIONS = (1, 2, 1)
HINTS = {
    Leak.CHANNELS_FIRST: said("A pixel's channels belong together: R, G and B of one, then on."),
    Leak.CHANNELS_BACKWARDS: said(
        "Channels are in the order B, G, R: the mask's blocks at the centre are turned round."
    ),
    Leak.WHOLE: said("It sees later pixels: no layer has a mask, or all pixels are averaged."),
    Leak.ROWS_BELOW: said("It sees later pixels: a padding or a shift goes the wrong way."),
    Leak.OWN_ROW: said("It sees later pixels: a mask shows columns right of the centre."),
    Leak.OWN_CHANNEL: said(
        "A channel sees itself: at the centre of the first layer a block sees only the blocks "
        "before its own."
    ),
    Leak.LATER_CHANNEL: said(
        "A channel sees itself or a later one: look at the blocks of every layer, of 1x1 "
        "convolutions too, and at how the head's maps are split into channels and values."
    ),
}


def colour_class(dilations: Sequence[int] = DILATIONS) -> ModelClass:
    """Return the class, built with these dilations."""

    def arguments(plan: Plan) -> Mapping[str, Any]:
        return {
            "hidden_channels": plan.hidden,
            "dilations": tuple(dilations),
            "num_values": plan.layout.grid.num_values,
        }

    return ModelClass(NAME, arguments, hints=HINTS)


def plan_of(
    height: int, width: int, num_values: int, *, hidden: int = HIDDEN, steps: int = 2
) -> Plan:
    """Return a plan of images of three channels."""
    grid = Grid(3, height, width, num_values)
    return Plan(ImageLayout(grid), hidden=hidden, steps=steps)
