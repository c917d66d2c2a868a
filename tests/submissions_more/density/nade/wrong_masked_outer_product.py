# expect: logits_cost nade_cost
# says: carry the sum
# kind: weak
"""One einsum with a triangle: no loop, but D x D x H."""

import torch


def _steps(order, D):
    if order is None:
        return list(range(D))
    steps = order.tolist()
    if sorted(steps) != list(range(D)):
        raise ValueError("order must be a permutation of 0 ... D - 1")
    return steps


def nade_logits(x, in_weight, in_bias, out_weight, out_bias, order=None):
    D = x.shape[1]
    steps = torch.tensor(_steps(order, D))
    when = steps.argsort()
    earlier = (when[None, :] < when[:, None]).to(x.dtype)
    a = in_bias + torch.einsum("bj,ij,hj->bih", x, earlier, in_weight)
    return (a.sigmoid() * out_weight).sum(2) + out_bias
