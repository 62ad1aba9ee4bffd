"""Turns the hand-written lines of `corpus/` into utterances.

A line is a small grammar: `(a|b)` is a choice, `[x]` may be left out (`[a|b]` is left out or one of them), `{slot}`
draws a word from the folder's `slots.txt`. Each line gives at most `PER_LINE` distinct utterances, one without a choice
`PER_PLAIN_LINE`. A share of them gets
what people put around the point (`wrap.txt`): a greeting, a context, a particle, a typo. Everything is seeded: the same
files give the same list on every machine.

    python model/corpus.py            # writes corpus/utterances.tsv and prints the counts

`utterances.tsv` is committed so that a reader sees the corpus, and so that tests can read it without Python.
"""
import collections
import pathlib
import random
import sys

HERE = pathlib.Path(__file__).parent / "corpus"
SEED = 20261122
PER_LINE = {"zh": 16, "en": 20}
# A line without a choice says one thing: it is taken as it stands, and as often again with something around it.
PER_PLAIN_LINE = {"zh": 4, "en": 4}

Utterance = collections.namedtuple("Utterance", "label lang text line")


def parse(text):
    """A line as nested lists: text, ("choice", [...]) or ("slot", name)."""
    pos = 0

    def sequence(stops):
        nonlocal pos
        parts, buffer = [], []
        while pos < len(text) and text[pos] not in stops:
            c = text[pos]
            if c in "([{" and buffer:
                parts.append("".join(buffer))
                buffer = []
            if c == "{":
                end = text.index("}", pos)
                parts.append(("slot", text[pos + 1:end]))
                pos = end + 1
            elif c in "([":
                close = ")" if c == "(" else "]"
                pos += 1
                options = [sequence("|" + close)]
                while text[pos] == "|":
                    pos += 1
                    options.append(sequence("|" + close))
                pos += 1
                if c == "[" and [] not in options:
                    # Left out half of the time.
                    options += [[] for _ in options]
                parts.append(("choice", options))
            else:
                buffer.append(c)
                pos += 1
        if buffer:
            parts.append("".join(buffer))
        return parts

    return sequence("")


def draw(parts, slots, rng):
    out = []
    for part in parts:
        if isinstance(part, str):
            out.append(part)
        elif part[0] == "choice":
            out.append(draw(rng.choice(part[1]), slots, rng))
        else:
            out.append(draw(rng.choice(slots[part[1]]), slots, rng))
    return "".join(out)


def read_list(path):
    """`name: a | b` lines as {name: [parsed, ...]}."""
    table = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            name, _, words = line.partition(": ")
            table[name] = [parse(word.strip(" ")) for word in words.split(" | ")]
    return table


def read_lines(folder):
    """(label, line) of every hand-written line in a language's folder."""
    for path in sorted(folder.glob("*.txt")):
        if path.stem in ("slots", "wrap"):
            continue
        for line in path.read_text(encoding="utf-8").splitlines():
            if not line.strip() or line.startswith("#"):
                continue
            if "\t" in line:
                label, line = line.split("\t", 1)
            else:
                label = path.stem
            yield label, line


# Typing slips: what an input method or a thumb turns one character into.
SLIPS_ZH = {"吗": "嘛么", "的": "得地滴", "了": "啦咯", "在": "再", "再": "在", "没": "木", "什": "神", "怎": "咋", "呢": "捏",
            "是": "系", "你": "伱", "我": "偶", "好": "号", "发": "法", "货": "活", "退": "腿", "券": "卷劵", "买": "卖", "亲": "侵",
            "那": "哪", "哪": "那", "到": "道", "收": "受", "快": "块", "块": "快", "做": "作", "这": "着", "谢": "射", "账": "帐"}


def slip(text, lang, rng):
    chars = list(text)
    if lang == "zh":
        spots = [i for i, c in enumerate(chars) if c in SLIPS_ZH]
        if spots:
            i = rng.choice(spots)
            chars[i] = rng.choice(SLIPS_ZH[chars[i]])
    else:
        spots = [i for i in range(1, len(chars) - 1) if chars[i].isalpha() and chars[i + 1].isalpha()]
        if spots:
            i = rng.choice(spots)
            kind = rng.random()
            if kind < 0.4:
                chars[i], chars[i + 1] = chars[i + 1], chars[i]
            elif kind < 0.7:
                del chars[i]
            else:
                chars.insert(i, chars[i])
    return "".join(chars)


def dress(text, label, lang, wrap, slots, rng):
    """Puts around the point what people put around it."""
    small_talk = label in ("chitchat.chitchat", "other.oos")
    sep = rng.choice(["，", " ", ",", ""] if lang == "zh" else [", ", " ", ". "])
    if not small_talk and rng.random() < 0.12:
        context = draw(rng.choice(wrap["context"]), slots, rng)
        text = context + (sep or " ") + text if rng.random() < 0.7 else text + (sep or " ") + context
    if not small_talk and rng.random() < 0.16:
        opener = draw(rng.choice(wrap["open"]), slots, rng)
        text = opener + (sep if lang == "zh" else (" " if opener.endswith((",", ":")) else sep)) + text
    if rng.random() < 0.16:
        close = draw(rng.choice(wrap["close"]), slots, rng)
        if not text.endswith(("？", "?", "！", "!", "~", "吗", "呢", "啊")):
            text += close if lang == "zh" or close[0] in "?!.,🙏😊😭" else " " + close
    if rng.random() < 0.06:
        text = slip(text, lang, rng)
    if lang == "en" and rng.random() < 0.25:
        text = text[:1].upper() + text[1:]
    return text.strip(" ，,")


def utterances():
    """Every utterance of the corpus, distinct, in a fixed order."""
    seen, rows = set(), []
    for lang in ("zh", "en"):
        rng = random.Random(SEED)
        folder = HERE / lang
        slots, wrap = read_list(folder / "slots.txt"), read_list(folder / "wrap.txt")
        for number, (label, line) in enumerate(read_lines(folder)):
            parts, found = parse(line), 0
            is_plain = all(isinstance(part, str) for part in parts)
            most = PER_PLAIN_LINE[lang] if is_plain else PER_LINE[lang]
            for _ in range(most * 3):
                text = draw(parts, slots, rng).strip(" ，,")
                if found:
                    text = dress(text, label, lang, wrap, slots, rng)
                text = " ".join(text.split())
                if text and text not in seen:
                    seen.add(text)
                    rows.append(Utterance(label, lang, text, f"{lang}{number}"))
                    found += 1
                if found == most:
                    break
    return rows


def main():
    rows = utterances()
    with open(HERE / "utterances.tsv", "w", encoding="utf-8", newline="\n") as out:
        out.write("# Drawn by model/corpus.py from the hand-written lines beside it. Do not edit.\n")
        for row in rows:
            out.write(f"{row.label}\t{row.lang}\t{row.text}\n")
    counts = collections.Counter((row.lang, row.label) for row in rows)
    for key in sorted(counts):
        print(*key, counts[key])
    print("zh", sum(r.lang == "zh" for r in rows), "en", sum(r.lang == "en" for r in rows))


if __name__ == "__main__":
    sys.exit(main())
