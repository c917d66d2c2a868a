# expect: dqn_step_touches
# says: .grad
# kind: gradient
"""Residual gradients: the loss goes into the target network, too."""

import torch
import torch.nn.functional as F


def dqn_step(net, target_net, optimizer, batch, gamma):
    state, action, reward, next_state, done = batch
    target = torch.where(done, reward, reward + gamma * target_net(next_state).max(1).values)
    loss = F.huber_loss(net(state).gather(1, action[:, None]).squeeze(1), target)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss.item()
