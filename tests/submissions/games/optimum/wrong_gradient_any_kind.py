# expect: generator_gradient_errors
# says: ValueError
# kind: case
"""Any other kind counts as non-saturating."""

import torch.nn.functional as F


def generator_gradient(theta, logits, kind="non_saturating"):
    l, q = logits.detach().double(), theta.detach().double().softmax(0)
    loss = F.logsigmoid(-l) if kind == "saturating" else -F.logsigmoid(l)
    return (q * (loss - q @ loss)).to(theta.dtype)
