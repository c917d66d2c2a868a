# expect: td_target_by_hand
# says: NaN times 0 is NaN
# kind: case
"""Finished rows are multiplied by 0."""

def td_target(reward, done, next_q, gamma):
    return (reward + gamma * (1 - done.to(reward.dtype)) * next_q.max(1).values).detach()
