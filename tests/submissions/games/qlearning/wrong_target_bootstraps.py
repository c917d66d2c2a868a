# expect: td_target_by_hand
# says: After the end nothing comes
# kind: wrong
"""done is not used."""

def td_target(reward, done, next_q, gamma):
    return (reward + gamma * next_q.max(1).values).detach()
