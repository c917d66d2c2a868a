# expect: dqn_step_old_gradients
# says: What .grad held before
# kind: wrong
"""No zero_grad."""

import torch


def dqn_step(net, target_net, optimizer, batch, gamma):
    state, action, reward, next_state, done = batch
    with torch.no_grad():
        target = td_target(reward, done, target_net(next_state), gamma)
    loss = td_loss(net(state), action, target)
    loss.backward()
    optimizer.step()
    return loss.item()
