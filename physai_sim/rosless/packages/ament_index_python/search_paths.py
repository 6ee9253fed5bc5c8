"""Where packages are installed."""

from __future__ import annotations

import os
import sys

from ament_index_python.constants import AMENT_PREFIX_PATH_ENV_VAR


def get_search_paths() -> list[str]:
    """Existing prefixes: those of `$AMENT_PREFIX_PATH`, then that of this Python.

    The last one holds what pip has installed, so that a plain `pip install` needs no variable.
    """
    listed = os.environ.get(AMENT_PREFIX_PATH_ENV_VAR, "").split(os.pathsep)
    found = [path for path in (*listed, sys.prefix) if path and os.path.exists(path)]
    return list(dict.fromkeys(found))
