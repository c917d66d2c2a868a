"""What is said of draws that are made in a wrong order, or that do not follow the model."""

ORDER_SENTENCES = {
    "never": "Nothing that is drawn is ever written into the image that the model sees: every "
    "call gets the same image. Write each draw before the next call.",
    "all at once": "The model is called once, and all entries are drawn from that one answer. "
    "Each draw has to be written into the image before the next one is made.",
    "columns before rows": "Entries are drawn column by column. The order is row by row: the loop "
    "over rows is the outer one.",
    "right to left": "Rows are drawn from right to left. The order is from left to right.",
    "channel by channel": "A whole channel is drawn before the next one. The order is pixel by "
    "pixel: the loop over channels is the innermost.",
    "channels backwards": "Inside a pixel, channels are drawn backwards: blue before red.",
    "backwards": "Entries are drawn from the last to the first.",
    "pixel at once": "All channels of a pixel are drawn from one answer of the model. A channel "
    "depends on the channels before it: write each one and call the model again.",
    "row at once": "A whole row, or more of it than one entry, is drawn from one answer of the "
    "model. Each entry depends on those to its left: write each one and call the model again.",
    "reversed": "Values come swapped: V - 1 - v where v is due. logits[:, v] belongs to value v.",
    "other": "Several entries are drawn from one answer of the model, or in an order of their "
    "own. Draw one entry of all images, write it, and call the model again.",
    "raster": "The order of the draws is right, but they do not follow the logits at their own "
    "place. Look for logits of a neighbour (an index that is off by one), an image from an earlier "
    "step, or probabilities that are computed twice.",
    "unknown": "Each entry has to follow from the logits at its place, given the entries before "
    "it. Look at the order of the loops, and at which image the model is called with.",
}

MISTAKE_SENTENCES = {
    "softmax twice": "The draws look as if softmax had been applied twice: to logits that were "
    "probabilities already.",
    "sigmoid twice": "The draws look as if sigmoid had been applied twice.",
    "uniform": "The draws ignore the logits: every value comes equally often.",
    "reversed": "The values come swapped: value v is drawn as often as V - 1 - v should be.",
    "argmax": "The most likely value is always taken. Draw from the distribution instead.",
    "same draw": "All images of a batch are made with the same random numbers. Every image needs "
    "its own: draw a random number for each image of the batch.",
    "colder": "The draws are sharper than the model: logits are multiplied by something.",
    "tied": "The random numbers of the images of a batch are shared, mirrored (u and 1 - u), or "
    "spread out evenly over the batch. Every image needs its own, independent of all others.",
    "smoothed": "Unlikely values come too often: is a small number added to the probabilities, or "
    "a value drawn uniformly now and then?",
    "slightly colder": "The draws are a little sharper than the model: is there a temperature "
    "below one?",
    "slightly warmer": "The draws are a little less sharp than the model: is there a temperature "
    "above one?",
    "warmer": "The draws are less sharp than the model: logits are divided by something, or one "
    "draw does not look at those before it.",
    "never drawn": "Some unlikely values are never drawn, although they should come often: leave "
    "no value out.",
    "": "Draw value v of entry (c, i, j) with probability softmax(logits[:, :, c, i, j])[:, v], "
    "with fresh randomness for every image and every entry.",
}
