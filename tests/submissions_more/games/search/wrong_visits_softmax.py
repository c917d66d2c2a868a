# expect: visit_policy_by_hand
# says: a softmax of visits
# kind: wrong
"""A softmax of the visits themselves."""

def visit_policy(visits, temperature):
    if temperature < 0:
        raise ValueError(temperature)
    if temperature == 0:
        most = (visits == visits.max()).double()
        return most / most.sum()
    return (visits.double() / temperature).softmax(0)
