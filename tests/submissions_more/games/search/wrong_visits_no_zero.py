# expect: visit_policy_by_hand
# says: T = 0
# kind: case
"""T = 0 divides by zero."""

def visit_policy(visits, temperature):
    if temperature < 0:
        raise ValueError(temperature)
    logs = visits.double().log()
    return ((logs - logs.max()) / temperature).softmax(0)
