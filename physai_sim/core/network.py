"""A trained network as a file of plain arrays, which NumPy alone can play."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from physai_sim.core.arrays import read_arrays, write_arrays
from physai_sim.core.errors import ConfigError
from physai_sim.core.features import FeatureMap, Vector32
from physai_sim.core.strict import StrictModel, parse

Function = Callable[[Vector32], Vector32]
_ACTIVATIONS: Mapping[str, Function] = {"tanh": np.tanh, "relu": lambda x: np.maximum(x, 0.0)}
_OUTPUTS: Mapping[str, Function] = {"tanh": np.tanh, "clip": lambda x: np.clip(x, -1.0, 1.0)}


class NetworkConfig(StrictModel):
    """What a network is, beside its weights.

    Args:
        format: Of the file.
        made_by: Algorithm, world and seed, in a few words.
        features: What it sees; see `FeatureMap`.
        activation: Between its layers.
        output: After the last one; both give [-1, 1].
    """

    format: Literal[1] = 1
    made_by: str
    features: tuple[dict[str, float], ...]
    activation: Literal["tanh", "relu"]
    output: Literal["tanh", "clip"]


class Network:
    """A multi-layer perceptron from features to an answer in [-1, 1].

    Args:
        config: What it sees and how its layers are joined.
        layers: Weights (O, I) and biases (O,) of each layer, from the first to the last.
        where: What to name in errors.

    Raises:
        ConfigError: If the layers do not fit each other or the features.
    """

    def __init__(
        self,
        config: NetworkConfig,
        layers: Sequence[tuple[NDArray[Any], NDArray[Any]]],
        *,
        where: str = "network",
    ) -> None:
        self.config, self.layers = config, tuple(layers)
        if not self.layers:
            raise ConfigError("a network without layers", where=where)
        self._features = FeatureMap(config.features, where=where)
        size = self._features.size
        for index, (weight, bias) in enumerate(self.layers):
            if not (_fits(weight, (*bias.shape, size)) and _fits(bias, weight.shape[:1])):
                what = f"weights of layer {index} do not fit, or are not finite"
                raise ConfigError(what, where=where, got=weight.shape, expected=f"(O, {size})")
            size = len(bias)
        self.size = size
        inner = _ACTIVATIONS[config.activation]
        self._functions = [*[inner] * (len(self.layers) - 1), _OUTPUTS[config.output]]

    def __call__(self, entries: Mapping[str, NDArray[Any]]) -> Vector32:
        """The answer to an observation, shape (A,).

        Raises:
            ConfigError: If the observation lacks what the network was trained with.
        """
        x = self._features(entries)
        for (weight, bias), function in zip(self.layers, self._functions, strict=True):
            x = function(weight @ x + bias)
        return x

    def save(self, path: Path) -> None:
        """Write the file under a temporary name, then give it its own.

        Raises:
            MachineError: If there is no space, or the place is not writable.
        """
        arrays: dict[str, NDArray[Any]] = {"config": np.array(self.config.model_dump_json())}
        for index, (weight, bias) in enumerate(self.layers):
            arrays[f"weight_{index}"], arrays[f"bias_{index}"] = weight, bias
        write_arrays(path, arrays)

    @classmethod
    def load(cls, path: Path) -> Network:
        """Read a file that `save` wrote; nothing in it is run.

        Raises:
            ConfigError: If it is no such file.
        """
        arrays, where = read_arrays(path), str(path)
        count = sum(name.startswith("bias_") for name in arrays)
        try:
            config = parse(NetworkConfig, json.loads(str(arrays["config"])), where=where)
            layers = [(arrays[f"weight_{i}"], arrays[f"bias_{i}"]) for i in range(count)]
        except (KeyError, json.JSONDecodeError) as error:
            raise ConfigError("no network is in this file", where=where, got=error) from None
        return cls(config, layers, where=where)


def _fits(array: NDArray[Any], shape: tuple[int, ...]) -> bool:
    return array.dtype.kind == "f" and array.shape == shape and bool(np.isfinite(array).all())
