# expect: discriminator_step_by_hand
# says: Python
# kind: form
"""The loss as a tensor."""

import torch.nn.functional as F


def discriminator_step(generator, discriminator, optimizer, real, noise):
    fake = generator(noise).detach()
    loss = F.softplus(-discriminator(real)).mean() + F.softplus(discriminator(fake)).mean()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss.detach()
