# expect: generator_step_errors
# says: ValueError
# kind: case
"""No error for an unknown kind."""

import torch.nn.functional as F


def generator_step(generator, discriminator, optimizer, noise, kind="non_saturating"):
    logits = discriminator(generator(noise))
    loss = -F.softplus(logits).mean() if kind == "saturating" else F.softplus(-logits).mean()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss.item()
