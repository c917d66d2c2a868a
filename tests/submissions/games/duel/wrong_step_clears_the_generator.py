# expect: discriminator_step_touches
# says: is cleared
# kind: case
"""The generator's .grad is cleared."""

import torch.nn.functional as F


def discriminator_step(generator, discriminator, optimizer, real, noise):
    fake = generator(noise).detach()
    loss = F.softplus(-discriminator(real)).mean() + F.softplus(discriminator(fake)).mean()
    generator.zero_grad()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss.item()
