# expect: visit_policy_errors
# says: ValueError
# kind: case
"""A negative temperature is taken."""

def visit_policy(visits, temperature):
    if temperature == 0:
        most = (visits == visits.max()).double()
        return most / most.sum()
    logs = visits.double().log()
    return ((logs - logs.max()) / temperature).softmax(0)
