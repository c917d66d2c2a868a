# expect: encode_values
# says: Capital letters
# kind: case
"""The text in small letters."""


def encode(text, pieces):
    tokens = []
    text = text.lower()
    while text:
        fits = [p for p in pieces if text.startswith(p)]
        if not fits:
            fits = [p for p in pieces if text.startswith(p.lower())]
        if not fits:
            raise ValueError(text)
        piece = max(fits, key=len)
        tokens.append(pieces.index(piece))
        text = text[len(piece):]
    return tokens
