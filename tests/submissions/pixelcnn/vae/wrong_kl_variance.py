# expect: kl_by_hand
# says: log_var
# kind: wrong
"""log_var is taken for the variance itself."""


def gaussian_kl(mean, log_var):
    return 0.5 * (mean**2 + log_var.abs() - 1 - log_var.abs().log()).sum(dim=1)
