"""Text to token numbers: the Python twin of `intent/src/tokenizer.rs`, rule for rule.

`fold` makes different spellings of one message equal; `encode` cuts the result into the likeliest pieces (a unigram
model, Viterbi). Scores are whole numbers (hundredths of a nat), so that both twins break ties alike.
"""

TEXT_CHARS_MAX = 1024
TOKENS_MAX = 64
PIECE_CHARS_MAX = 12
UNKNOWN, CLASS, LONG_NUMBER = 0, 1, 2
SPECIALS = ["<unk>", "<cls>", "<num>"]
UNKNOWN_SCORE = -3000
# A digit run of this length or more is an order, a parcel or a phone: which one it is does not matter.
LONG_NUMBER_DIGITS = 6
WORD = "\u2581"
LONG_NUMBER_CHAR = "\ue000"
PUNCTUATION = {"。": ".", "、": ",", "“": '"', "”": '"', "‘": "'", "’": "'", "…": ".", "—": "-", "–": "-", "【": "(", "】": ")",
               "《": "(", "》": ")", "「": "(", "」": ")", "￥": "¥", "～": "~", "・": "."}
INVISIBLE = set("\u200b\u200c\u200d\u2060\ufeff\ufe0e\ufe0f\u00ad")


def is_word_char(c):
    return "a" <= c <= "z" or "0" <= c <= "9"


class Tokenizer:
    def __init__(self, pieces, traditional):
        """`pieces`: [(piece, score)] from number len(SPECIALS) on; `traditional`: {traditional: simplified}."""
        self.numbers = {piece: i + len(SPECIALS) for i, (piece, _) in enumerate(pieces)}
        self.scores = [0] * len(SPECIALS) + [score for _, score in pieces]
        self.traditional = traditional

    def fold_char(self, c):
        """One character as it is read; "" if it is dropped."""
        if c in INVISIBLE:
            return ""
        code = ord(c)
        if 0xFF01 <= code <= 0xFF5E:
            c = chr(code - 0xFEE0)
        if "A" <= c <= "Z":
            return chr(ord(c) + 32)
        if c in " \t\n\r\u3000\u00a0" or ord(c) < 32 or ord(c) == 127:
            return " "
        c = PUNCTUATION.get(c, c)
        return self.traditional.get(c, c)

    def fold(self, text):
        """Folds width, case, script and repetition; long numbers become one character."""
        if len(text) > TEXT_CHARS_MAX:
            half = TEXT_CHARS_MAX // 2
            text = text[:half] + text[-half:]
        chars = []
        for c in text:
            c = self.fold_char(c)
            if not c or (c == " " and (not chars or chars[-1] == " ")):
                continue
            # 「啊啊啊啊」 says what 「啊啊」 says. Digits are counted, not shortened.
            if len(chars) >= 2 and chars[-1] == c and chars[-2] == c and not "0" <= c <= "9":
                continue
            chars.append(c)
        out, i = [], 0
        while i < len(chars):
            j = i
            while j < len(chars) and "0" <= chars[j] <= "9":
                j += 1
            if j - i >= LONG_NUMBER_DIGITS:
                out.append(LONG_NUMBER_CHAR)
                i = j
            else:
                out.append(chars[i])
                i += 1
        return out

    def words(self, text):
        """The folded characters with a mark before each Latin word or number, and without spaces."""
        folded, out = self.fold(text), []
        for i, c in enumerate(folded):
            if c == " ":
                continue
            if is_word_char(c):
                before = folded[i - 1] if i else " "
                joined = is_word_char(before) or (before == "'" and i > 1 and is_word_char(folded[i - 2]))
                if not joined:
                    out.append(WORD)
            out.append(c)
        return out

    def encode(self, text):
        """Token numbers: the class token, then at most TOKENS_MAX - 1 others (the head and the tail of a long text)."""
        chars = self.words(text)
        n = len(chars)
        best = [None] * (n + 1)
        back = [None] * (n + 1)
        best[0] = 0
        for i in range(n):
            if chars[i] == LONG_NUMBER_CHAR:
                step = [(i + 1, LONG_NUMBER, 0)]
            else:
                step = [(i + 1, UNKNOWN, UNKNOWN_SCORE)]
                piece = ""
                for j in range(i, min(n, i + PIECE_CHARS_MAX)):
                    piece += chars[j]
                    number = self.numbers.get(piece)
                    if number is not None:
                        step.append((j + 1, number, self.scores[number]))
            for end, number, score in step:
                total = best[i] + score
                if best[end] is None or total > best[end]:
                    best[end], back[end] = total, (i, number)
        numbers, i = [], n
        while i > 0:
            i, number = back[i]
            # Unknown characters in a row are one unknown thing.
            if not (number == UNKNOWN and numbers and numbers[-1] == UNKNOWN):
                numbers.append(number)
        numbers.reverse()
        room = TOKENS_MAX - 1
        if len(numbers) > room:
            numbers = numbers[:room // 2] + numbers[-(room - room // 2):]
        return [CLASS] + numbers


def read_folding(path):
    lines = [l for l in path.read_text(encoding="utf-8").splitlines() if l and not l.startswith("#")]
    table = {}
    for upper, lower in zip(lines[::2], lines[1::2], strict=True):
        for a, b in zip(upper, lower, strict=True):
            if a != b:
                table.setdefault(a, b)
    return table


def write_vocabulary(path, pieces, traditional):
    with open(path, "w", encoding="utf-8", newline="\n") as out:
        out.write("proffer-vocabulary 1\n")
        out.write("".join(traditional) + "\n" + "".join(traditional.values()) + "\n")
        for piece, score in pieces:
            out.write(f"{piece}\t{score}\n")
