"""Imports torchvision also where it was built for CUDA and torch was not."""

import sys

import torch

try:
    import torchvision
except RuntimeError:
    # Its compiled operators cannot be loaded, and it asks for the signature of one of them when it
    # is imported. Nothing here uses them.
    for name in [name for name in sys.modules if name.partition(".")[0] == "torchvision"]:
        del sys.modules[name]
    OPERATORS = torch.library.Library("torchvision", "FRAGMENT")
    OPERATORS.define("nms(Tensor dets, Tensor scores, float iou_threshold) -> Tensor")
    import torchvision

__all__ = ["torchvision"]
