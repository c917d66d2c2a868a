# expect: generator_step_by_hand
# says: have not moved
# kind: meaningless
"""The samples are detached: the generator never learns."""

import torch.nn.functional as F


def generator_step(generator, discriminator, optimizer, noise, kind="non_saturating"):
    if kind not in ("saturating", "non_saturating"):
        raise ValueError(kind)
    logits = discriminator(generator(noise).detach().requires_grad_())
    loss = -F.softplus(logits).mean() if kind == "saturating" else F.softplus(-logits).mean()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss.item()
