# expect: visit_policy_by_hand
# says: most visited moves share
# kind: case
"""T = 0 is refused."""

import torch


def visit_policy(visits, temperature):
    if temperature <= 0:
        raise ValueError("temperature")
    logs = visits.double().log()
    return ((logs - logs.max()) / temperature).softmax(0)
