# expect: dqn_step_by_hand
# says: After the end nothing comes
# kind: wrong
"""done is not used."""

import torch


def dqn_step(net, target_net, optimizer, batch, gamma):
    state, action, reward, next_state, done = batch
    with torch.no_grad():
        target = reward + gamma * target_net(next_state).max(1).values
    loss = td_loss(net(state), action, target)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss.item()
