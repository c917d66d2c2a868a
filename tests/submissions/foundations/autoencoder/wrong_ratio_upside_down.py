# expect: compression_ratio_by_hand
# says: the other way round
# kind: wrong
"""Bits of the codes over bits of the images."""


def compression_ratio(num_images, num_pixels, bits_per_pixel, code, bits_per_number, decoder_parameters=0):
    return (num_images * code + decoder_parameters) * bits_per_number / (num_images * num_pixels * bits_per_pixel)
