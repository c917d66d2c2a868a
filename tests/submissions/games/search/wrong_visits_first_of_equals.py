# expect: visit_policy_by_hand
# says: equals share
# kind: case
"""At T = 0 the first of the most visited has all."""

import torch


def visit_policy(visits, temperature):
    if temperature < 0:
        raise ValueError(temperature)
    if temperature == 0:
        policy = torch.zeros(len(visits), dtype=torch.float64)
        policy[visits.argmax()] = 1.0
        return policy
    logs = visits.double().log()
    return ((logs - logs.max()) / temperature).softmax(0)
