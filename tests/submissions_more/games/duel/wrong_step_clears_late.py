# expect: discriminator_step_by_hand
# says: zero_grad, backward, then step
# kind: wrong
"""zero_grad after backward: the step has nothing to go by."""

import torch.nn.functional as F


def discriminator_step(generator, discriminator, optimizer, real, noise):
    fake = generator(noise).detach()
    loss = F.softplus(-discriminator(real)).mean() + F.softplus(discriminator(fake)).mean()
    loss.backward()
    optimizer.zero_grad()
    optimizer.step()
    return loss.item()
