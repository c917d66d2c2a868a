# expect: visit_policy_extreme
# says: in logarithms
# kind: numerics
"""Powers of counts: infinity over infinity."""

def visit_policy(visits, temperature):
    if temperature < 0:
        raise ValueError(temperature)
    if temperature == 0:
        most = (visits == visits.max()).double()
        return most / most.sum()
    powers = visits.double() ** (1 / temperature)
    return powers / powers.sum()
