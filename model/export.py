"""The trained network as an ONNX file with int8 weights.

Each weight matrix is stored as int8 with one scale a column and passes through DequantizeLinear, which tract and rten
compute exactly. Inputs are `ids` and `positions` (both [length]); there is no batch and no padding: one message is one
run. Output is `logits` [1, labels].
"""
import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

import network as net

OPSET = 17


def quantise(matrix):
    """(int8 matrix, one scale a column)."""
    scale = np.maximum(np.abs(matrix).max(axis=0), 1e-8) / 127.0
    return np.clip(np.rint(matrix / scale), -127, 127).astype(np.int8), scale.astype(np.float32)


class Graph:
    def __init__(self):
        self.nodes, self.values, self.count = [], [], 0

    def constant(self, name, array):
        self.values.append(numpy_helper.from_array(np.ascontiguousarray(array), name))
        return name

    def add(self, kind, *inputs, **attributes):
        self.count += 1
        name = f"v{self.count}"
        self.nodes.append(helper.make_node(kind, list(inputs), [name], **attributes))
        return name

    def weight(self, name, matrix):
        """A matrix that is int8 in the file."""
        stored, scale = quantise(matrix)
        return self.add("DequantizeLinear", self.constant(name, stored), self.constant(name + ".scale", scale), axis=1)

    def dense(self, x, p, name):
        y = self.add("MatMul", x, self.weight(name, p[name]))
        return self.add("Add", y, self.constant(name + "_bias", p[name + "_bias"]))

    def norm(self, x, p, gain, bias):
        centred = self.add("Sub", x, self.add("ReduceMean", x, axes=[-1], keepdims=1))
        spread = self.add("ReduceMean", self.add("Mul", centred, centred), axes=[-1], keepdims=1)
        root = self.add("Sqrt", self.add("Add", spread, "epsilon"))
        y = self.add("Mul", self.add("Div", centred, root), self.constant(gain, p[gain]))
        return self.add("Add", y, self.constant(bias, p[bias]))


def build(p):
    """The ONNX model for parameters `p`."""
    g = Graph()
    g.constant("epsilon", np.float32(net.EPSILON))
    g.constant("heads", np.array([-1, net.HEADS, net.WIDTH // net.HEADS], np.int64))
    g.constant("flat", np.array([-1, net.WIDTH], np.int64))
    g.constant("temper", np.float32(1 / np.sqrt(net.WIDTH // net.HEADS)))
    g.constant("first", np.array([0], np.int64))
    stored, scale = quantise(p["embedding"])
    rows = g.add("Gather", g.constant("embedding", stored), "ids", axis=0)
    rows = g.add("DequantizeLinear", rows, g.constant("embedding.scale", scale), axis=1)
    stored, scale = quantise(p["position"])
    places = g.add("Gather", g.constant("position", stored), "positions", axis=0)
    places = g.add("DequantizeLinear", places, g.constant("position.scale", scale), axis=1)
    x = g.add("Add", g.add("MatMul", rows, g.weight("project", p["project"])), places)
    for i in range(net.LAYERS):
        h = g.norm(x, p, f"{i}.gain1", f"{i}.bias1")
        split = {n: g.add("Reshape", g.dense(h, p, f"{i}.{n}"), "heads") for n in ("query", "key", "value")}
        q = g.add("Transpose", split["query"], perm=[1, 0, 2])
        k = g.add("Transpose", split["key"], perm=[1, 2, 0])
        v = g.add("Transpose", split["value"], perm=[1, 0, 2])
        weights = g.add("Softmax", g.add("Mul", g.add("MatMul", q, k), "temper"), axis=-1)
        mixed = g.add("Transpose", g.add("MatMul", weights, v), perm=[1, 0, 2])
        x = g.add("Add", x, g.dense(g.add("Reshape", mixed, "flat"), p, f"{i}.mix"))
        h = g.norm(x, p, f"{i}.gain2", f"{i}.bias2")
        h = g.add("Relu", g.dense(h, p, f"{i}.inner"))
        x = g.add("Add", x, g.dense(h, p, f"{i}.outer"))
    x = g.norm(x, p, "final_gain", "final_bias")
    head = g.add("Gather", x, "first", axis=0)
    mean = g.add("ReduceMean", x, axes=[0], keepdims=1)
    largest = g.add("ReduceMax", x, axes=[0], keepdims=1)
    g.nodes[-1].name = "largest"
    # Named, because the shop's articles are compared by it (intent/src/runtime.rs).
    g.add("Concat", head, mean, largest, axis=1)
    pooled = g.nodes[-1].output[0] = "pooled"
    scores = g.add("Add", g.add("MatMul", pooled, g.weight("head", p["head"])), g.constant("head_bias", p["head_bias"]))
    g.nodes[-1].output[0] = "logits"
    del scores
    graph = helper.make_graph(
        g.nodes, "intent",
        [helper.make_tensor_value_info(n, TensorProto.INT64, ["length"]) for n in ("ids", "positions")],
        [helper.make_tensor_value_info("logits", TensorProto.FLOAT, [1, p["head"].shape[1]])],
        g.values)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", OPSET)], producer_name="proffer")
    model.ir_version = 8
    onnx.checker.check_model(model)
    return model


def rounded(p):
    """The parameters as the file will hold them, to measure what is shipped."""
    out = dict(p)
    for name, value in p.items():
        if value.ndim == 2:
            stored, scale = quantise(value)
            out[name] = stored.astype(np.float32) * scale
    return out
