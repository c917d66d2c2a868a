# expect: dqn_step_by_hand
# says: nothing is clipped
# kind: wrong
"""Gradients are clipped, as in the tutorial."""

import torch


def dqn_step(net, target_net, optimizer, batch, gamma):
    state, action, reward, next_state, done = batch
    with torch.no_grad():
        target = td_target(reward, done, target_net(next_state), gamma)
    loss = td_loss(net(state), action, target)
    optimizer.zero_grad()
    loss.backward()
    torch.nn.utils.clip_grad_value_(net.parameters(), 0.01)
    optimizer.step()
    return loss.item()
