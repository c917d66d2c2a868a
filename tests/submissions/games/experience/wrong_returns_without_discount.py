# expect: discounted_returns_by_hand
# says: The discount is missing
# kind: wrong
"""gamma is not used."""


def discounted_returns(reward, gamma):
    return reward.flip(0).cumsum(0).flip(0)
