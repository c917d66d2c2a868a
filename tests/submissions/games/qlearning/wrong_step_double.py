# expect: dqn_step_by_hand
# says: its own best action
# kind: wrong
"""Double Q-learning: the online network chooses, the target network evaluates."""

import torch


def dqn_step(net, target_net, optimizer, batch, gamma):
    state, action, reward, next_state, done = batch
    with torch.no_grad():
        best = net(next_state).argmax(1, keepdim=True)
        target = td_target(reward, done, target_net(next_state).gather(1, best), gamma)
    loss = td_loss(net(state), action, target)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss.item()
