"""How the two models of `pixelcnn/stack` are built, and where to look when one leaks."""
from collections.abc import Mapping
from typing import Any
from autograder.checking.check import Context
from autograder.checking.models.asked import ModelClass, Plan
from autograder.checking.models.layout import ImageLayout
from autograder.checking.models.leaks import Leak
from autograder.probes.order import Grid
from autograder.text.i18n import said
HINTS = {Leak.COLUMNS_FIRST: said('Height and width are swapped in a mask.'), Leak.CHANNELS_FIRST: said('Look at how the mask treats pairs of different channels.'), Leak.CHANNELS_BACKWARDS: said("The mask's channel blocks, or the channels of the logits, are turned round."), Leak.BACKWARDS: said('The mask is upside down.'), Leak.WHOLE: said('Either something is computed over all pixels at once (a mean, a sum, a layer normalisation over height and width), or no layer has a mask.'), Leak.ROWS_BELOW: said('Some layer has no mask there, or its padding or a shift moves the image the wrong way.'), Leak.OWN_ROW: said('Either a mask shows columns right of the centre; or a vertical stack, which shows its own row, is not shifted down by one row before it feeds the horizontal one; or the horizontal stack feeds back into the vertical one.'), Leak.OWN: said('The centre of the first layer is shown, type "B" where "A" is needed.'), Leak.OWN_CHANNEL: said('At the centre of the first layer a block of channels sees its own colour, type "B" where "A" is needed.'), Leak.LATER_CHANNEL: said("Look at the channel blocks at the centre of every layer, 1x1 convolutions and both halves of a gate too, and at how the last layer's channels are split into values and colours.")}
TWO_STACKS = said('A vertical stack that sees whole rows, and feeds every horizontal layer, has none.')

def _arguments(plan: Plan) -> Mapping[str, Any]:
    return {'in_channels': plan.layout.grid.channels, 'hidden_channels': plan.hidden, 'num_layers': plan.layers, 'num_values': plan.layout.grid.num_values}
PIXELCNN, GATED = (ModelClass(name, _arguments, hints=HINTS) for name in ('PixelCNN', 'GatedPixelCNN'))
CLASSES = {kind.name: kind for kind in (PIXELCNN, GATED)}

def whole(ctx: Context, parameter: str) -> int:
    """Return a parameter of the assignment that is a whole number."""
    return int(ctx.parameters[parameter])

def course_grid(ctx: Context) -> Grid:
    """Return the grid of the course's own images."""
    side = whole(ctx, 'image_size')
    return Grid(int(ctx.parameters.get('channels', 1)), side, side, whole(ctx, 'num_values'))

def larger(ctx: Context) -> list[Grid]:
    """Return the course's grid where it is another one than models have by default."""
    grid = course_grid(ctx)
    return [] if ImageLayout(grid).proof.grid == grid else [grid]
