# expect: visit_policy_by_hand
# says: sum to one
# kind: unit
"""Powers, not probabilities."""

import torch


def visit_policy(visits, temperature):
    if temperature < 0:
        raise ValueError("temperature")
    if temperature == 0:
        return (visits == visits.max()).double()
    return (visits.double() / visits.max()) ** (1 / temperature)
