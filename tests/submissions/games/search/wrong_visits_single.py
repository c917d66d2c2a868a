# expect: visit_policy_by_hand
# says: float64
# kind: form
"""In float32."""

def visit_policy(visits, temperature):
    if temperature < 0:
        raise ValueError(temperature)
    if temperature == 0:
        most = (visits == visits.max()).float()
        return most / most.sum()
    logs = visits.float().log()
    return ((logs - logs.max()) / temperature).softmax(0)
