# expect: kl_by_hand
# says: shape
# kind: form
"""One number for the whole batch."""


def gaussian_kl(mean, log_var):
    return 0.5 * (mean**2 + log_var.exp() - 1 - log_var).sum()
