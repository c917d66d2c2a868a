# expect: generator_gradient_values
# says: nothing is recorded
# kind: form
"""The answer hangs on theta."""

import torch.nn.functional as F


def generator_gradient(theta, logits, kind="non_saturating"):
    if kind not in ("saturating", "non_saturating"):
        raise ValueError(kind)
    l, q = logits.double(), theta.double().softmax(0)
    loss = F.logsigmoid(-l) if kind == "saturating" else -F.logsigmoid(l)
    return (q * (loss - q @ loss)).to(theta.dtype)
