# expect: discounted_returns_values
# says: changes its argument
# kind: form
"""Rewards become returns."""


def discounted_returns(reward, gamma):
    for t in range(len(reward) - 2, -1, -1):
        reward[t] += gamma * reward[t + 1]
    return reward
