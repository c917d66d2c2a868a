# expect: discriminator_step_touches
# says: .grad of `generator` has changed
# kind: wrong
"""The fakes keep their graph: the generator's .grad is filled."""

import torch.nn.functional as F


def discriminator_step(generator, discriminator, optimizer, real, noise):
    loss = F.softplus(-discriminator(real)).mean() + F.softplus(discriminator(generator(noise))).mean()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss.item()
