# expect: generator_step_values
# says: uphill
# kind: wrong
"""The sign of the loss is turned around for backward."""

import torch.nn.functional as F


def generator_step(generator, discriminator, optimizer, noise, kind="non_saturating"):
    if kind not in ("saturating", "non_saturating"):
        raise ValueError(kind)
    logits = discriminator(generator(noise))
    loss = -F.softplus(logits).mean() if kind == "saturating" else F.softplus(-logits).mean()
    optimizer.zero_grad()
    (-loss).backward()
    optimizer.step()
    return loss.item()
