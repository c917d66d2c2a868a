# expect: best_fit_values
# says: together
# kind: wrong
"""Each weight as if its input were the only one."""


def best_fit(x, y):
    c, d = x - x.mean(0), y - y.mean()
    w = (c * d[:, None]).sum(0) / (c * c).sum(0)
    return w, y.mean() - x.mean(0) @ w
