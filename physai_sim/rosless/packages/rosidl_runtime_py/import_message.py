"""Classes by the namespaced types that `SLOT_TYPES` holds."""

from __future__ import annotations

import importlib
from typing import Any

from physai_sim.rosless.interfaces.slot_types import NamespacedType


def import_message_from_namespaced_type(message_type: NamespacedType) -> Any:
    """Give the class of a message, service or action, or of a part of one.

    Raises:
        ModuleNotFoundError: If there is no such package.
        AttributeError: If the package has no such interface; the text names close matches.
    """
    module = importlib.import_module(".".join(message_type.namespaces))
    return getattr(module, message_type.name)
