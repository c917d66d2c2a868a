# expect: encode_by_hand
# says: Cut from the left
# kind: wrong
"""From the right."""


def encode(text, pieces):
    tokens = []
    while text:
        fits = [p for p in pieces if text.endswith(p)]
        if not fits:
            raise ValueError(text)
        piece = max(fits, key=len)
        tokens.insert(0, pieces.index(piece))
        text = text[: -len(piece)]
    return tokens
