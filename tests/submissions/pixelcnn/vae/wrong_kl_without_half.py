# expect: kl_by_hand
# says: half
# kind: wrong
"""The half before the sum is forgotten."""


def gaussian_kl(mean, log_var):
    return (mean**2 + log_var.exp() - 1 - log_var).sum(dim=1)
