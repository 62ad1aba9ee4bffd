"""What the shipped model is judged by: macro-F1 as `score.py` counts it, AUROC of out-of-scope, calibration error."""
import collections

import numpy as np


def macro_f1(gold, guess, support_min=5):
    """Mean F1 over the classes that appear at least `support_min` times; None when there is none."""
    scores = []
    for c, n in collections.Counter(gold).items():
        if n >= support_min:
            hit = sum(g == c == p for g, p in zip(gold, guess))
            miss = sum((g == c) != (p == c) for g, p in zip(gold, guess))
            scores.append(2 * hit / (2 * hit + miss))
    return round(float(np.mean(scores)), 4) if scores else None


def top(label):
    """The class at top level; under `other` the sub-topics count apart."""
    head, _, sub = label.partition(".")
    return sub if head == "other" else head


def auroc(positive, negative):
    """Chance that a positive scores above a negative."""
    values = np.concatenate([positive, negative])
    order = np.argsort(values, kind="stable")
    ranks = np.empty(len(values))
    ranks[order] = np.arange(1, len(values) + 1)
    for value in np.unique(values):
        same = values == value
        ranks[same] = ranks[same].mean()
    n, m = len(positive), len(negative)
    return float((ranks[:n].sum() - n * (n + 1) / 2) / (n * m)) if n and m else float("nan")


def calibration_error(confidence, right, bins=15):
    error, edges = 0.0, np.linspace(0, 1, bins + 1)
    for low, high in zip(edges[:-1], edges[1:]):
        inside = (confidence > low) & (confidence <= high)
        if inside.any():
            error += inside.mean() * abs(right[inside].mean() - confidence[inside].mean())
    return float(error)


def softmax(scores):
    e = np.exp(scores - scores.max(1, keepdims=True))
    return e / e.sum(1, keepdims=True)


def report(rows, logits, labels, temperature):
    """Measures for `rows` ({"label","lang","group"}) overall, per language and per group."""
    probability = softmax(logits / temperature)
    guess = [labels[i] for i in probability.argmax(1)]
    confidence = probability.max(1)
    oos = probability[:, labels.index("other.oos")]
    groups = collections.OrderedDict()
    for i, row in enumerate(rows):
        for name in (row["lang"], f"{row['lang']} {row['group']}"):
            groups.setdefault(name, []).append(i)
    out = {}
    for name, index in groups.items():
        gold = [rows[i]["label"] for i in index]
        mine = [guess[i] for i in index]
        right = np.array([g == m for g, m in zip(gold, mine)])
        is_oos = np.array([g == "other.oos" for g in gold])
        index = np.array(index)
        out[name] = {
            "rows": len(index),
            "accuracy": round(float(right.mean()), 4),
            "top_macro_f1": macro_f1([top(g) for g in gold], [top(m) for m in mine]),
            "sub_macro_f1": macro_f1(gold, mine),
            "calibration_error": round(calibration_error(confidence[index], right), 4),
        }
        if is_oos.sum() >= 5 and (~is_oos).sum() >= 5:
            out[name]["oos_auroc"] = round(auroc(oos[index][is_oos], oos[index][~is_oos]), 4)
    return out
