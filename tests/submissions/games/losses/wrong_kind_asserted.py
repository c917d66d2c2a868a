# expect: generator_loss_errors
# says: ValueError
# kind: form
"""An AssertionError for an unknown kind."""

import torch.nn.functional as F


def generator_loss(fake_logits, kind="non_saturating"):
    assert kind in ("saturating", "non_saturating")
    return -F.softplus(fake_logits).mean() if kind == "saturating" else F.softplus(-fake_logits).mean()
