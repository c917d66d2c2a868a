# expect: receptive_field_values
# says: Each layer has its own
# kind: wrong
"""Multiplies the dilations up."""


def receptive_field(kernel_sizes, dilations):
    if len(kernel_sizes) != len(dilations):
        raise ValueError("one dilation for each kernel, please")
    side = rate = 1
    for k, d in zip(kernel_sizes, dilations):
        if k % 2 == 0:
            raise ValueError("kernels are odd")
        rate *= d
        side += (k - 1) * rate
    return side
