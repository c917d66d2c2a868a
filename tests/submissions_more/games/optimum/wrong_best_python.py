# expect: optimal_discriminator_by_hand
# says: tensor
# kind: form
"""A list."""


def optimal_discriminator(p, q):
    return [a / (a + b) if a + b else 0.5 for a, b in zip(p.tolist(), q.tolist())]
