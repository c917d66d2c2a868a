# expect: encode_errors
# says: ValueError
# kind: form
"""What does not fit is skipped."""


def encode(text, pieces):
    tokens = []
    while text:
        fits = [p for p in pieces if text.startswith(p)]
        if fits:
            piece = max(fits, key=len)
            tokens.append(pieces.index(piece))
        text = text[len(piece) if fits else 1:]
    return tokens
