# expect: optimal_discriminator_by_hand
# says: Where both are zero it is ½
# kind: case
"""0 / 0 where no law has mass."""

def optimal_discriminator(p, q):
    return p / (p + q)
