# expect: correlate_values
# says: first pixel
# kind: case
"""The stride is applied to the answers of stride 1, from the second one on."""
import torch, torch.nn.functional as F
def correlate(x, weight, bias, stride=1, padding=0):
    h, w = weight.shape[2:]
    windows = F.pad(x, (padding,) * 4).unfold(2, h, 1).unfold(3, w, 1)
    out = torch.einsum("bcijpq,ocpq->boij", windows, weight) + bias[:, None, None]
    return out if stride == 1 else out[:, :, 1::stride, 1::stride]
