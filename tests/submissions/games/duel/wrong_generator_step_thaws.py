# expect: generator_step_touches
# says: requires_grad
# kind: case
"""Everything is thawed after the step, also what was frozen before."""

import torch.nn.functional as F


def generator_step(generator, discriminator, optimizer, noise, kind="non_saturating"):
    if kind not in ("saturating", "non_saturating"):
        raise ValueError(kind)
    discriminator.requires_grad_(False)
    logits = discriminator(generator(noise))
    loss = -F.softplus(logits).mean() if kind == "saturating" else F.softplus(-logits).mean()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    discriminator.requires_grad_(True)
    return loss.item()
