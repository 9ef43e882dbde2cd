"""BERT's encoder as an ONNX graph."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from onnx import ModelProto, NodeProto, TensorProto, ValueInfoProto, helper, numpy_helper

INPUTS = ("input_ids", "attention_mask", "token_type_ids")
OUTPUT = "last_hidden_state"
Shape = list[str | int | None]

OPSET = 20  # the first with Gelu
IR_VERSION = 9


@dataclass(frozen=True)
class BertConfig:
    """The part of a Hugging Face ``config.json`` that shapes the encoder."""

    hidden_size: int
    num_attention_heads: int
    num_hidden_layers: int
    layer_norm_eps: float

    @property
    def head_size(self) -> int:
        """How many dimensions each attention head sees."""
        return self.hidden_size // self.num_attention_heads


class BertGraph:
    """Writes the encoder of "BERT" (Devlin et al., 2018), one method a module of Hugging Face's.

    Every method adds its nodes and returns the name of the value they compute. ``weights`` are
    named as in Hugging Face's ``BertModel``.
    """

    def __init__(self, config: BertConfig, weights: Mapping[str, NDArray[np.float32]]) -> None:
        self._config = config
        self._weights = weights
        self._nodes: list[NodeProto] = []
        self._tensors: dict[str, TensorProto] = {}

    def build(self) -> ModelProto:
        """The whole encoder: token ids of shape (batch, sequence) to the last hidden state."""
        hidden = self._embeddings()
        mask = self._attention_mask()
        for index in range(self._config.num_hidden_layers):
            hidden = self._layer(f"encoder.layer.{index}", hidden, mask)
        self._nodes.append(helper.make_node("Identity", [hidden], [OUTPUT]))
        graph = helper.make_graph(
            self._nodes, "bert", self._inputs(), [self._output()], list(self._tensors.values())
        )
        opset = helper.make_opsetid("", OPSET)
        return helper.make_model(graph, opset_imports=[opset], ir_version=IR_VERSION)

    def _inputs(self) -> list[ValueInfoProto]:
        shape: Shape = ["batch", "sequence"]
        return [helper.make_tensor_value_info(name, TensorProto.INT64, shape) for name in INPUTS]

    def _output(self) -> ValueInfoProto:
        shape: Shape = ["batch", "sequence", self._config.hidden_size]
        return helper.make_tensor_value_info(OUTPUT, TensorProto.FLOAT, shape)

    def _embeddings(self) -> str:
        words = self._add("Gather", self._weight("embeddings.word_embeddings"), "input_ids")
        types = self._weight("embeddings.token_type_embeddings")
        types = self._add("Gather", types, "token_type_ids")
        summed = self._add("Add", self._add("Add", words, types), self._positions())
        return self._layer_norm("embeddings.LayerNorm", summed)

    def _positions(self) -> str:
        table = self._weight("embeddings.position_embeddings")
        length = self._add("Shape", "input_ids", start=1, end=2)
        zero = self._integers("zero", [0])
        return self._add("Slice", table, zero, length, zero)

    def _attention_mask(self) -> str:
        """What is added to attention scores: nothing for a token, minus infinity for padding."""
        mask = self._add("Cast", "attention_mask", to=TensorProto.FLOAT)
        mask = self._add("Unsqueeze", mask, self._integers("heads_and_queries", [1, 2]))
        padding = self._add("Sub", self._number("one", 1), mask)
        return self._add("Mul", padding, self._number("lowest", float(np.finfo(np.float32).min)))

    def _layer(self, name: str, hidden: str, mask: str) -> str:
        context = self._self_attention(f"{name}.attention.self", hidden, mask)
        attended = self._residual(f"{name}.attention.output", context, hidden)
        intermediate = self._linear(f"{name}.intermediate.dense", attended)
        return self._residual(f"{name}.output", self._add("Gelu", intermediate), attended)

    def _residual(self, name: str, value: str, shortcut: str) -> str:
        """Hugging Face's ``BertSelfOutput`` and ``BertOutput``."""
        summed = self._add("Add", self._linear(f"{name}.dense", value), shortcut)
        return self._layer_norm(f"{name}.LayerNorm", summed)

    def _self_attention(self, name: str, hidden: str, mask: str) -> str:
        query = self._heads(f"{name}.query", hidden, [0, 2, 1, 3])
        key = self._heads(f"{name}.key", hidden, [0, 2, 3, 1])
        value = self._heads(f"{name}.value", hidden, [0, 2, 1, 3])
        scale = self._number("scale", np.sqrt(self._config.head_size))
        scores = self._add("Div", self._add("MatMul", query, key), scale)
        weights = self._add("Softmax", self._add("Add", scores, mask), axis=-1)
        context = self._add("Transpose", self._add("MatMul", weights, value), perm=[0, 2, 1, 3])
        joined = self._integers("joined_heads", [0, 0, self._config.hidden_size])
        return self._add("Reshape", context, joined)

    def _heads(self, name: str, hidden: str, order: Sequence[int]) -> str:
        """Project and split into heads; ``order`` is of (batch, sequence, head, dimension)."""
        split = [0, 0, self._config.num_attention_heads, self._config.head_size]
        projected = self._linear(name, hidden)
        heads = self._add("Reshape", projected, self._integers("split_heads", split))
        return self._add("Transpose", heads, perm=list(order))

    def _linear(self, name: str, value: str) -> str:
        product = self._add("MatMul", value, self._transposed_weight(name))
        return self._add("Add", product, self._weight(name, "bias"))

    def _layer_norm(self, name: str, value: str) -> str:
        scale, bias = self._weight(name), self._weight(name, "bias")
        epsilon = self._config.layer_norm_eps
        return self._add("LayerNormalization", value, scale, bias, axis=-1, epsilon=epsilon)

    def _add(self, operator: str, *inputs: str, **attributes: Any) -> str:  # noqa: ANN401 - as onnx declares them
        output = f"{operator}_{len(self._nodes)}"
        self._nodes.append(helper.make_node(operator, list(inputs), [output], **attributes))
        return output

    def _weight(self, module: str, kind: str = "weight") -> str:
        name = f"{module}.{kind}"
        return self._tensor(name, self._weights[name])

    def _transposed_weight(self, module: str) -> str:
        name = f"{module}.weight"
        return self._tensor(f"{name}.T", np.ascontiguousarray(self._weights[name].T))

    def _integers(self, name: str, values: Sequence[int]) -> str:
        return self._tensor(name, np.array(values, dtype=np.int64))

    def _number(self, name: str, value: float) -> str:
        return self._tensor(name, np.array(value, dtype=np.float32))

    def _tensor(self, name: str, values: NDArray[Any]) -> str:
        self._tensors[name] = numpy_helper.from_array(values, name)
        return name
