# expect: generator_step_touches
# says: weights of `discriminator` have changed
# kind: wrong
"""The discriminator takes a step of its own, too."""

import torch
import torch.nn.functional as F


def generator_step(generator, discriminator, optimizer, noise, kind="non_saturating"):
    if kind not in ("saturating", "non_saturating"):
        raise ValueError(kind)
    logits = discriminator(generator(noise))
    loss = -F.softplus(logits).mean() if kind == "saturating" else F.softplus(-logits).mean()
    optimizer.zero_grad()
    discriminator.zero_grad()
    loss.backward()
    optimizer.step()
    with torch.no_grad():
        for p in discriminator.parameters():
            if p.grad is not None:
                p -= optimizer.param_groups[0]["lr"] * p.grad
    return loss.item()
