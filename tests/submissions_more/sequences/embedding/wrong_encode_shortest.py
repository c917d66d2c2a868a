# expect: encode_by_hand
# says: not the shortest
# kind: wrong
"""The shortest piece that fits."""


def encode(text, pieces):
    tokens, place = [], 0
    while place < len(text):
        fits = [p for p in pieces if text.startswith(p, place)]
        if not fits:
            raise ValueError(text)
        piece = min(fits, key=len)
        tokens.append(pieces.index(piece))
        place += len(piece)
    return tokens
