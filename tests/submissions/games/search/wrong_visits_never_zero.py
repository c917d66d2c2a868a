# expect: visit_policy_by_hand
# says: never visited
# kind: wrong
"""One is added to all visits."""

def visit_policy(visits, temperature):
    if temperature < 0:
        raise ValueError(temperature)
    if temperature == 0:
        most = (visits == visits.max()).double()
        return most / most.sum()
    logs = (visits + 1).double().log()
    return ((logs - logs.max()) / temperature).softmax(0)
