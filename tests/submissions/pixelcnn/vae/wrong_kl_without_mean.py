# expect: kl_by_hand
# says: mean
# kind: wrong
"""The squared mean is forgotten."""


def gaussian_kl(mean, log_var):
    return 0.5 * (log_var.exp() - 1 - log_var).sum(dim=1)
