# expect: dqn_step_touches
# says: mode
# kind: case
"""The target network is put into eval mode."""

import torch


def dqn_step(net, target_net, optimizer, batch, gamma):
    state, action, reward, next_state, done = batch
    target_net.eval()
    with torch.no_grad():
        target = td_target(reward, done, target_net(next_state), gamma)
    loss = td_loss(net(state), action, target)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss.item()
