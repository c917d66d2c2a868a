# expect: generator_gradient_by_hand
# says: no sample is drawn
# kind: wrong
"""An estimate from a thousand samples."""

import torch
import torch.nn.functional as F


def generator_gradient(theta, logits, kind="non_saturating"):
    if kind not in ("saturating", "non_saturating"):
        raise ValueError(kind)
    l, q = logits.detach(), theta.detach().softmax(0)
    loss = F.logsigmoid(-l) if kind == "saturating" else -F.logsigmoid(l)
    drawn = torch.multinomial(q, 1000, replacement=True)
    share = torch.bincount(drawn, minlength=len(q)).to(q.dtype) / 1000
    return share * (loss - share @ loss)
