# expect: generator_step_old_gradients
# says: What .grad held before
# kind: wrong
"""No zero_grad in the generator's step."""

import torch.nn.functional as F


def generator_step(generator, discriminator, optimizer, noise, kind="non_saturating"):
    if kind not in ("saturating", "non_saturating"):
        raise ValueError(kind)
    logits = discriminator(generator(noise))
    loss = -F.softplus(logits).mean() if kind == "saturating" else F.softplus(-logits).mean()
    loss.backward()
    optimizer.step()
    return loss.item()
