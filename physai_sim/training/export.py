"""Takes what decides out of a learner, as a network that NumPy can play."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from numpy.typing import NDArray
from stable_baselines3 import PPO, SAC
from torch import nn

from physai_sim.core.errors import ConfigError
from physai_sim.core.network import Network, NetworkConfig

_ACTIVATIONS = {nn.Tanh: "tanh", nn.ReLU: "relu"}


def network_of(learner: PPO | SAC, *, made_by: str) -> Network:
    """The mean action of a learner's policy, without the noise that it explores with.

    Args:
        learner: PPO or SAC with a policy of linear layers; its environments say what it sees.
        made_by: Algorithm, world and seed, in a few words.

    Raises:
        ConfigError: If its layers are of another kind.
    """
    if isinstance(learner, SAC):
        modules, output = [*learner.actor.latent_pi, learner.actor.mu], "tanh"
    else:
        policy = learner.policy
        modules, output = [*policy.mlp_extractor.policy_net, policy.action_net], "clip"
    envs = learner.get_env()
    assert envs is not None, "learners are made with their environments"
    features = envs.get_attr("features", indices=[0])[0]
    layers, activations = _linear(modules)
    config = NetworkConfig.model_validate(
        {
            "made_by": made_by,
            "features": tuple(dict(feature) for feature in features),
            "activation": _one(activations),
            "output": output,
        }
    )
    return Network(config, layers)


def _linear(
    modules: Iterable[nn.Module],
) -> tuple[list[tuple[NDArray[Any], NDArray[Any]]], set[str]]:
    layers, activations = [], set()
    for module in modules:
        if isinstance(module, nn.Linear):
            arrays = (module.weight, module.bias)
            layers.append(tuple(array.detach().cpu().numpy().copy() for array in arrays))
        else:
            activations.add(_ACTIVATIONS.get(type(module), type(module).__name__))
    return layers, activations


def _one(activations: set[str]) -> str:
    if len(activations) != 1 or not activations <= set(_ACTIVATIONS.values()):
        raise ConfigError(
            "layers that cannot be exported", got=sorted(activations), expected="tanh or relu"
        )
    return activations.pop()
