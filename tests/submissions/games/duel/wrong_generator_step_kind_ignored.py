# expect: generator_step_by_hand
# says: kind is not used
# kind: wrong
"""Always non-saturating."""

import torch.nn.functional as F


def generator_step(generator, discriminator, optimizer, noise, kind="non_saturating"):
    if kind not in ("saturating", "non_saturating"):
        raise ValueError(kind)
    loss = F.softplus(-discriminator(generator(noise))).mean()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss.item()
