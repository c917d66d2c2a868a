# expect: draw_by_hand
# says: standard deviation
# kind: wrong
"""The noise is scaled by log_var itself."""


def reparameterize(mean, log_var, noise):
    std = log_var
    return mean + std * noise
