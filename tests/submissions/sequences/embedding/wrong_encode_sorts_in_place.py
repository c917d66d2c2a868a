# expect: encode_leaves_its_pieces
# says: changes its argument
# kind: form
"""The list that was given is sorted."""


def encode(text, pieces):
    numbers = {piece: token for token, piece in enumerate(pieces)}
    if isinstance(pieces, list):
        pieces.sort(key=len, reverse=True)
    tokens = []
    while text:
        piece = next((p for p in pieces if text.startswith(p)), None)
        if piece is None:
            raise ValueError(text)
        tokens.append(numbers[piece])
        text = text[len(piece):]
    return tokens
