# expect: compression_ratio_by_hand
# says: needs the decoder, once
# kind: wrong
"""The decoder is not sent."""


def compression_ratio(num_images, num_pixels, bits_per_pixel, code, bits_per_number, decoder_parameters=0):
    return num_pixels * bits_per_pixel / (code * bits_per_number)
