# expect: dqn_step_by_hand
# says: straight line
# kind: wrong
"""Mean squared errors."""

import torch
import torch.nn.functional as F


def dqn_step(net, target_net, optimizer, batch, gamma):
    state, action, reward, next_state, done = batch
    with torch.no_grad():
        target = td_target(reward, done, target_net(next_state), gamma)
    loss = F.mse_loss(net(state).gather(1, action[:, None]).squeeze(1), target)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss.item()
