# expect: dqn_step_by_hand
# says: this is the one after it
# kind: unit
"""The loss after the step."""

import torch


def dqn_step(net, target_net, optimizer, batch, gamma):
    state, action, reward, next_state, done = batch
    with torch.no_grad():
        target = td_target(reward, done, target_net(next_state), gamma)
    optimizer.zero_grad()
    td_loss(net(state), action, target).backward()
    optimizer.step()
    with torch.no_grad():
        return td_loss(net(state), action, target).item()
