"""Refuses a model that is worse than the one in use.

    python3 model/gate.py CURRENT/manifest.json CANDIDATE/manifest.json

Exit status 1, with one line for each reason, if on any set and language that both were measured on the candidate loses
more than one point of macro-F1 (top or sub level), or if its files are over the budget. Needs no packages.
"""
import json
import pathlib
import sys

LOSS_MAX = 0.01
# The browser's budget for runtime, model and vocabulary is 1,000 KB of brotli; int8 weights hardly compress, and the
# runtime takes about 340 KB of it.
FILES_BYTES_MAX = 720_000
MEASURES = ("top_macro_f1", "sub_macro_f1")


def reasons(current, candidate):
    """Why `candidate` must not replace `current`; empty when it may."""
    found = []
    for group, languages in current["metrics"].items():
        for language, before in languages.items():
            # Sources are too small to be judged one by one; languages are not.
            if " " in language:
                continue
            after = candidate["metrics"].get(group, {}).get(language)
            # Held-out lines change with the corpus; figures of different rows say nothing about each other.
            if after is not None and after["rows"] != before["rows"]:
                print(f"{group}/{language}: other rows than before, not compared")
                continue
            if after is None:
                found.append(f"{group}/{language}: the candidate was not measured on it")
                continue
            for measure in MEASURES:
                if before[measure] is not None and (after[measure] is None or after[measure] < before[measure] - LOSS_MAX):
                    found.append(f"{group}/{language}: {measure} {after[measure]} after {before[measure]}")
    size = candidate["model"]["bytes"] + candidate["vocabulary"]["bytes"]
    if size > FILES_BYTES_MAX:
        found.append(f"model and vocabulary have {size} bytes, at most {FILES_BYTES_MAX} are taken")
    if candidate["labels"] != current["labels"]:
        found.append("the candidate has other labels")
    return found


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    current, candidate = (json.loads(pathlib.Path(p).read_text(encoding="utf-8")) for p in sys.argv[1:])
    found = reasons(current, candidate)
    for reason in found:
        print(reason)
    print("refused" if found else "passed")
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
