# expect: visit_policy_by_hand
# says: to the power 1/T
# kind: wrong
"""visits^T."""

def visit_policy(visits, temperature):
    if temperature < 0:
        raise ValueError(temperature)
    if temperature == 0:
        most = (visits == visits.max()).double()
        return most / most.sum()
    logs = visits.double().log()
    return ((logs - logs.max()) * temperature).softmax(0)
