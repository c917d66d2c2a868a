# expect: kl_by_hand
# says: direction
# kind: wrong
"""The divergence the other way round, KL(N(0, I) || q)."""


def gaussian_kl(mean, log_var):
    return 0.5 * ((mean**2 + 1) / log_var.exp() - 1 + log_var).sum(dim=1)
