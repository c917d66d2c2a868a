# expect: discriminator_step_old_gradients
# says: What .grad held before
# kind: wrong
"""No zero_grad in the discriminator's step."""

import torch.nn.functional as F


def discriminator_step(generator, discriminator, optimizer, real, noise):
    fake = generator(noise).detach()
    loss = F.softplus(-discriminator(real)).mean() + F.softplus(discriminator(fake)).mean()
    loss.backward()
    optimizer.step()
    return loss.item()
