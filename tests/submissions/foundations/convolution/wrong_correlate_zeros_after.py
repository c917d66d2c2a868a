# expect: correlate_values
# says: below and to the right
# kind: wrong
"""All zeros are put after the image."""
import torch, torch.nn.functional as F
def correlate(x, weight, bias, stride=1, padding=0):
    h, w = weight.shape[2:]
    v = F.pad(x, (0, 2 * padding, 0, 2 * padding)).unfold(2, h, stride).unfold(3, w, stride)
    return torch.einsum("bcijpq,ocpq->boij", v, weight) + bias[:, None, None]
