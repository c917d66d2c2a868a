# expect: encode_by_hand
# says: fewer pieces
# kind: wrong
"""As few pieces as possible."""


def encode(text, pieces):
    best = [None] * len(text) + [[]]
    for start in range(len(text) - 1, -1, -1):
        for token, piece in enumerate(pieces):
            rest = best[start + len(piece)] if text.startswith(piece, start) else None
            if rest is not None and (best[start] is None or len(rest) + 1 < len(best[start])):
                best[start] = [token] + rest
    if best[0] is None:
        raise ValueError(text)
    return best[0]
