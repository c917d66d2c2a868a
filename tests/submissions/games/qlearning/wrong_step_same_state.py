# expect: dqn_step_by_hand
# says: of the next state
# kind: wrong
"""The target from the state itself."""

import torch


def dqn_step(net, target_net, optimizer, batch, gamma):
    state, action, reward, next_state, done = batch
    with torch.no_grad():
        target = td_target(reward, done, target_net(state), gamma)
    loss = td_loss(net(state), action, target)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss.item()
