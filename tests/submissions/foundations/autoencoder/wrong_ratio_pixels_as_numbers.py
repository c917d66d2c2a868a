# expect: compression_ratio_by_hand
# says: bits_per_pixel
# kind: wrong
"""Pixels are given as many bits as numbers."""


def compression_ratio(num_images, num_pixels, bits_per_pixel, code, bits_per_number, decoder_parameters=0):
    return num_images * num_pixels / (num_images * code + decoder_parameters)
