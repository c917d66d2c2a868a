# expect: dqn_step_touches
# says: target_net
# kind: wrong
"""The target network is renewed in each step."""

import torch


def dqn_step(net, target_net, optimizer, batch, gamma):
    state, action, reward, next_state, done = batch
    with torch.no_grad():
        target = td_target(reward, done, target_net(next_state), gamma)
    loss = td_loss(net(state), action, target)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    target_net.load_state_dict(net.state_dict())
    return loss.item()
