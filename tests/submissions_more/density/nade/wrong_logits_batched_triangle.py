# expect: logits_cost
# says: carry the sum
# kind: weak
"""One product with a triangular matrix for all steps at once."""

import torch


def nade_logits(x, in_weight, in_bias, out_weight, out_bias, order=None):
    D = x.shape[1]
    if order is None:
        order = torch.arange(D)
    if sorted(order.tolist()) != list(range(D)):
        raise ValueError("order must be a permutation")
    place = torch.argsort(order)
    earlier = (place[:, None] > place[None, :]).to(x.dtype)  # [d, j]: j comes before d
    seen = x[:, None, :] * earlier
    h = torch.sigmoid(seen @ in_weight.T + in_bias)
    return (h * out_weight).sum(2) + out_bias
