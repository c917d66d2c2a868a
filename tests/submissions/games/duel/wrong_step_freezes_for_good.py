# expect: discriminator_step_touches
# says: requires_grad
# kind: wrong
"""The generator stays frozen after the step."""

import torch.nn.functional as F


def discriminator_step(generator, discriminator, optimizer, real, noise):
    generator.requires_grad_(False)
    loss = F.softplus(-discriminator(real)).mean() + F.softplus(discriminator(generator(noise))).mean()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss.item()
