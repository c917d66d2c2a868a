# expect: discriminator_step_values
# says: no factor ½
# kind: unit
"""Half the loss."""

import torch.nn.functional as F


def discriminator_step(generator, discriminator, optimizer, real, noise):
    fake = generator(noise).detach()
    loss = (F.softplus(-discriminator(real)).mean() + F.softplus(discriminator(fake)).mean()) / 2
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss.item()
