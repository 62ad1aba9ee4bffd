"""The classifier: a small BERT-style encoder over word pieces.

Embedding (int8-sized, `rank` wide) -> projection to `width` -> two transformer layers (pre-norm) -> mean, max and class
token -> one score for each label. ReLU and plain LayerNorm, so that the exported graph holds only operators that
both runtimes have.
"""
import jax
import jax.numpy as jnp
import numpy as np

LAYERS, WIDTH, HEADS, INNER, RANK, POSITIONS = 2, 128, 4, 256, 80, 64
EPSILON = 1e-5


def init(seed, vectors, labels):
    """First parameters; `vectors` are the larger model's piece vectors, squeezed to RANK by their principal axes."""
    rng = np.random.default_rng(seed)
    centred = vectors - vectors.mean(0)
    _, _, axes = np.linalg.svd(centred, full_matrices=False)
    squeezed = centred @ axes[:RANK].T
    squeezed /= np.sqrt((squeezed ** 2).mean())
    specials = rng.normal(0, 0.5, (3, RANK))

    def dense(rows, columns, gain=1.0):
        return rng.normal(0, gain / np.sqrt(rows), (rows, columns))

    params = {
        "embedding": np.concatenate([specials, squeezed]) * 0.5,
        "project": dense(RANK, WIDTH),
        "position": rng.normal(0, 0.1, (POSITIONS, WIDTH)),
        "final_gain": np.ones(WIDTH), "final_bias": np.zeros(WIDTH),
        "head": dense(3 * WIDTH, labels, 0.5), "head_bias": np.zeros(labels),
    }
    for i in range(LAYERS):
        params |= {
            f"{i}.gain1": np.ones(WIDTH), f"{i}.bias1": np.zeros(WIDTH),
            f"{i}.query": dense(WIDTH, WIDTH), f"{i}.query_bias": np.zeros(WIDTH),
            f"{i}.key": dense(WIDTH, WIDTH), f"{i}.key_bias": np.zeros(WIDTH),
            f"{i}.value": dense(WIDTH, WIDTH), f"{i}.value_bias": np.zeros(WIDTH),
            f"{i}.mix": dense(WIDTH, WIDTH, 0.5), f"{i}.mix_bias": np.zeros(WIDTH),
            f"{i}.gain2": np.ones(WIDTH), f"{i}.bias2": np.zeros(WIDTH),
            f"{i}.inner": dense(WIDTH, INNER, 1.4), f"{i}.inner_bias": np.zeros(INNER),
            f"{i}.outer": dense(INNER, WIDTH, 0.5), f"{i}.outer_bias": np.zeros(WIDTH),
        }
    return {k: np.asarray(v, np.float32) for k, v in params.items()}


def norm(x, gain, bias):
    centred = x - x.mean(-1, keepdims=True)
    return centred / jnp.sqrt((centred * centred).mean(-1, keepdims=True) + EPSILON) * gain + bias


def pool(p, ids, mask, key=None, drop=0.0):
    """What a message is, [batch, 3 * WIDTH]; `mask` is 1 where there is a token. With a `key`, units are dropped."""

    def dropout(x, n):
        if key is None or drop == 0.0:
            return x
        kept = jax.random.bernoulli(jax.random.fold_in(key, n), 1 - drop, x.shape)
        return jnp.where(kept, x / (1 - drop), 0.0)

    batch, length = ids.shape
    x = dropout(p["embedding"][ids], 0) @ p["project"] + p["position"][:length]
    hide = (1 - mask)[:, None, None, :] * -1e9
    for i in range(LAYERS):
        h = norm(x, p[f"{i}.gain1"], p[f"{i}.bias1"])

        def split(name):
            y = h @ p[f"{i}.{name}"] + p[f"{i}.{name}_bias"]
            return y.reshape(batch, length, HEADS, WIDTH // HEADS).transpose(0, 2, 1, 3)

        q, k, v = split("query"), split("key"), split("value")
        weights = jax.nn.softmax(q @ k.transpose(0, 1, 3, 2) / np.sqrt(WIDTH // HEADS) + hide, axis=-1)
        mixed = (weights @ v).transpose(0, 2, 1, 3).reshape(batch, length, WIDTH)
        x = x + dropout(mixed @ p[f"{i}.mix"] + p[f"{i}.mix_bias"], 2 * i + 1)
        h = norm(x, p[f"{i}.gain2"], p[f"{i}.bias2"])
        h = jax.nn.relu(h @ p[f"{i}.inner"] + p[f"{i}.inner_bias"])
        x = x + dropout(h @ p[f"{i}.outer"] + p[f"{i}.outer_bias"], 2 * i + 2)
    x = norm(x, p["final_gain"], p["final_bias"])
    seen = mask[:, :, None]
    mean = (x * seen).sum(1) / seen.sum(1)
    largest = (x + (seen - 1) * 1e9).max(1)
    return dropout(jnp.concatenate([x[:, 0], mean, largest], axis=-1), 99)


def scores(p, pooled):
    """One score for each label, [batch, labels]."""
    return pooled @ p["head"] + p["head_bias"]


def forward(p, ids, mask):
    """Scores of messages, as the shipped network gives them."""
    return scores(p, pool(p, ids, mask))
