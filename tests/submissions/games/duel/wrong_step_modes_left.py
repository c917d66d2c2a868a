# expect: discriminator_step_touches
# says: mode
# kind: case
"""Both networks are left in train mode."""

import torch.nn.functional as F


def discriminator_step(generator, discriminator, optimizer, real, noise):
    generator.train()
    discriminator.train()
    fake = generator(noise).detach()
    loss = F.softplus(-discriminator(real)).mean() + F.softplus(discriminator(fake)).mean()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss.item()
