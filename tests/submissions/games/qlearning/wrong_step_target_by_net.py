# expect: dqn_step_by_hand
# says: The target comes from target_net
# kind: wrong
"""The target comes from the online network."""

import torch


def dqn_step(net, target_net, optimizer, batch, gamma):
    state, action, reward, next_state, done = batch
    with torch.no_grad():
        target = td_target(reward, done, net(next_state), gamma)
    loss = td_loss(net(state), action, target)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss.item()
