# expect: encode_errors
# says: ValueError
# kind: case
"""Other cuts are tried where none fits."""


def encode(text, pieces):
    if not text:
        return []
    for piece in sorted(pieces, key=len, reverse=True):
        if text.startswith(piece):
            try:
                return [pieces.index(piece)] + encode(text[len(piece):], pieces)
            except ValueError:
                continue
    raise ValueError(text)
