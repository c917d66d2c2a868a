# expect: intervention_map_by_hand
# says: slope times delta
# kind: wrong
"""The gradient, times delta."""


def intervention_map(net, x, place, delta):
    return abs(delta) * gradient_map(net, x, place)
