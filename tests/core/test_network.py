"""A network in a file: layers that fit, an answer that NumPy computes, refusals in a line."""

import json
from itertools import pairwise

import numpy as np
import pytest

from physai_sim.core.arrays import read_arrays, write_arrays
from physai_sim.core.errors import ConfigError
from physai_sim.core.network import Network, NetworkConfig

FEATURES = ({"way.0": 1.0}, {"way.1": 1.0})
SEEN = {"way": np.array([0.5, -2.0])}


def _config(**changes):
    given = {
        "made_by": "hand",
        "features": FEATURES,
        "activation": "tanh",
        "output": "clip",
        **changes,
    }
    return NetworkConfig(**given)


def _layers(*sizes):
    rng = np.random.default_rng(0)
    return [
        (rng.normal(size=(b, a)).astype(np.float32), rng.normal(size=b).astype(np.float32))
        for a, b in pairwise(sizes)
    ]


def test_one_layer_is_a_matrix_and_a_bias():
    layer = (np.array([[0.5, 0.25]]), np.array([0.125]))
    assert Network(_config(), [layer])(SEEN).tolist() == [-0.125]


@pytest.mark.parametrize(
    ("activation", "by"), [("tanh", np.tanh), ("relu", lambda x: np.maximum(x, 0))]
)
def test_layers_have_activations_between_them_and_answers_within_one(activation, by):
    (w0, b0), (w1, b1) = _layers(2, 5, 3)
    plain = w1 @ by(w0 @ [0.5, -2.0] + b0) + b1
    layers = [(w0, b0), (w1, b1)]
    clipped = Network(_config(activation=activation, output="clip"), layers)(SEEN)
    np.testing.assert_allclose(clipped, np.clip(plain, -1, 1), rtol=1e-5)
    squashed = Network(_config(activation=activation, output="tanh"), layers)(SEEN)
    np.testing.assert_allclose(squashed, np.tanh(plain), rtol=1e-5)
    assert squashed.shape == (3,)


def test_a_saved_network_answers_as_before_to_the_bit(tmp_path):
    network = Network(_config(), _layers(2, 64, 64, 7))
    network.save(tmp_path / "policy.npz")
    again = Network.load(tmp_path / "policy.npz")
    np.testing.assert_array_equal(again(SEEN), network(SEEN))
    assert (again.config, again.size) == (network.config, 7)


@pytest.mark.parametrize("sizes", [(3, 4), (2, 0)])
def test_layers_that_do_not_fit_are_refused(sizes):
    layers = _layers(*sizes)
    if sizes == (2, 0):
        layers += _layers(4, 1)
    with pytest.raises(ConfigError, match=r"mine: weights of layer \d"):
        Network(_config(), layers, where="mine")


@pytest.mark.parametrize(
    "spoil",
    [
        lambda weight, bias: (weight * np.nan, bias),
        lambda weight, bias: (weight, bias + np.inf),
        lambda weight, bias: (weight.astype(str), bias),
        lambda weight, bias: (weight, bias[0]),
        lambda weight, bias: (weight[0], bias),
        lambda weight, bias: (weight, bias[:, None]),
    ],
)
def test_weights_that_are_no_matrix_of_finite_numbers_are_refused(spoil):
    ((weight, bias),) = _layers(2, 3)
    with pytest.raises(ConfigError, match="layer 0 do not fit, or are not finite"):
        Network(_config(), [spoil(weight, bias)])


def test_a_network_without_layers_is_refused():
    with pytest.raises(ConfigError, match="mine: a network without layers"):
        Network(_config(), [], where="mine")


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"activation": "sigmoid"}, "activation: wrong value, got 'sigmoid'"),
        ({"format": 2}, "format: wrong value, got 2"),
        ({"code": "x"}, "unknown key, got 'code'"),
        ({"features": [{"way": 1.0}]}, "no name of a number"),
    ],
)
def test_a_file_that_says_something_else_is_refused(tmp_path, change, complaint):
    path = tmp_path / "policy.npz"
    Network(_config(), _layers(2, 3)).save(path)
    arrays = read_arrays(path)
    arrays["config"] = np.array(json.dumps({**json.loads(str(arrays["config"])), **change}))
    write_arrays(path, arrays)
    with pytest.raises(ConfigError, match=complaint):
        Network.load(path)


@pytest.mark.parametrize("lost", ["config", "weight_0", "bias_0"])
def test_a_file_that_lacks_a_part_is_refused(tmp_path, lost):
    path = tmp_path / "policy.npz"
    Network(_config(), _layers(2, 3)).save(path)
    arrays = read_arrays(path)
    del arrays[lost]
    write_arrays(path, arrays)
    with pytest.raises(ConfigError, match=r"policy\.npz"):
        Network.load(path)
