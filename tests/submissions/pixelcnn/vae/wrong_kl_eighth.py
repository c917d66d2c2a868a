# expect: kl_by_hand
# says: Yours is 1/8 of it
# kind: wrong
"""Nobody knows where the factor 1/8 comes from."""


def gaussian_kl(mean, log_var):
    return (mean**2 + log_var.exp() - 1 - log_var).sum(dim=1) / 16
