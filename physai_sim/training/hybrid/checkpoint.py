"""All that a training needs to go on to the same bits, in one safetensors file.

What is drawn depends on seed and step alone, so no state of a generator is kept.
"""

from __future__ import annotations

import os
from pathlib import Path

import torch
from safetensors import SafetensorError
from safetensors.torch import load_file
from safetensors.torch import save as as_bytes
from torch import Tensor

from physai_sim.core.errors import CheckpointError, MachineError
from physai_sim.training.hybrid.progress import COLUMNS, Progress
from policies.planning.hybrid.model import HybridModel

Optimisers = list[torch.optim.Optimizer]
# What each gathers for a parameter.
STATES = {"AdamW": ("step", "exp_avg", "exp_avg_sq"), "Muon": ("momentum",)}


def save(path: Path, model: HybridModel, made: Optimisers, progress: Progress) -> None:
    """Write weights, biases, optimisers and progress, under a temporary name first.

    Raises:
        MachineError: If there is no space, or the place is not writable.
    """
    tensors = {f"model/{name}": tensor for name, tensor in _weights(model).items()}
    for place, optimiser in enumerate(made):
        for index, state in optimiser.state_dict()["state"].items():
            for key, value in state.items():
                tensors[f"optimiser/{place}/{index}/{key}"] = torch.as_tensor(value)
    tensors["progress/rows"] = torch.from_numpy(progress.table())
    tensors["progress/spent"] = torch.tensor(
        [progress.step, progress.seconds], dtype=torch.float64
    )
    part = path.with_name(f".{path.name}.part")
    try:
        # As bytes: the library's own files can be read by nobody else, whatever the umask says.
        held = {name: t.detach().cpu().contiguous() for name, t in tensors.items()}
        part.write_bytes(as_bytes(held))
        os.replace(part, path)
    except (OSError, SafetensorError) as error:
        part.unlink(missing_ok=True)
        raise MachineError(f"cannot be written: {error}", where=str(path)) from None


def load(path: Path, model: HybridModel, made: Optimisers) -> Progress:
    """Fill a model and optimisers that were made as those that were saved.

    Returns:
        The progress until then.

    Raises:
        CheckpointError: If the file is missing or damaged, or of another training.
    """
    try:
        tensors = load_file(path)
    except (OSError, SafetensorError) as error:
        raise CheckpointError(
            f"cannot be read: {error}", where=str(path), expected="a whole checkpoint"
        ) from None
    try:
        step, seconds = tensors["progress/spent"].tolist()
        rows = [tuple(row) for row in tensors["progress/rows"].view(-1, len(COLUMNS)).tolist()]
        progress = Progress(int(step), seconds, rows)
        _check(model, made, tensors)
        _fill(model, made, tensors)
    except (KeyError, ValueError, RuntimeError, ArithmeticError) as error:
        raise CheckpointError(
            "of another training", where=str(path), got=str(error).splitlines()[0]
        ) from None
    return progress


def _check(model: HybridModel, made: Optimisers, tensors: dict[str, Tensor]) -> None:
    """Before anything is filled: the same names and shapes, and a state for each parameter."""
    wanted = {f"model/{name}": tuple(t.shape) for name, t in _weights(model).items()}
    for place, optimiser in enumerate(made):
        parameters = [p for group in optimiser.param_groups for p in group["params"]]
        for index, parameter in enumerate(parameters):
            for key in STATES[type(optimiser).__name__]:
                shape = () if key == "step" else tuple(parameter.shape)
                wanted[f"optimiser/{place}/{index}/{key}"] = shape
    found = {n: tuple(t.shape) for n, t in tensors.items() if not n.startswith("progress/")}
    if wrong := sorted(set(wanted.items()) ^ set(found.items())):
        raise ValueError(f"{wrong[0][0]} of shape {wrong[0][1]} is in one of them alone")


def _fill(model: HybridModel, made: Optimisers, tensors: dict[str, Tensor]) -> None:
    with torch.no_grad():
        for name, tensor in _weights(model).items():
            tensor.copy_(tensors[f"model/{name}"])
    for place, optimiser in enumerate(made):
        states: dict[int, dict[str, Tensor]] = {}
        start = f"optimiser/{place}/"
        for name, value in tensors.items():
            if name.startswith(start):
                index, _, key = name.removeprefix(start).partition("/")
                states.setdefault(int(index), {})[key] = value
        fresh = optimiser.state_dict()
        optimiser.load_state_dict({"state": states, "param_groups": fresh["param_groups"]})


def _weights(model: HybridModel) -> dict[str, Tensor]:
    return dict(model.named_parameters()) | dict(model.named_buffers())
