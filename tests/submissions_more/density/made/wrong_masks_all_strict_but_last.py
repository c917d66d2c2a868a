# expect: masks_by_hand
# says: into the outputs degree(out) > degree(in)
# kind: wrong
""">= into the outputs and > into hidden layers, and all masks are float32."""

import torch
import torch.nn.functional as F
from torch import nn


def made_masks(degrees):
    pairs = zip(degrees[:-1], degrees[1:])
    masks = [(out[:, None] > into).float() for into, out in pairs]
    return [*masks, (degrees[0][:, None] >= degrees[-1]).float()]
