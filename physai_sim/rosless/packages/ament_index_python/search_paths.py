"""Where packages are installed."""

from __future__ import annotations

import os
import sys

from ament_index_python.constants import AMENT_PREFIX_PATH_ENV_VAR


def get_search_paths() -> list[str]:
    """Existing prefixes of `$AMENT_PREFIX_PATH`; without that variable, the one of this Python.

    The latter holds what pip has installed, so that a plain `pip install` needs no variable.
    """
    listed = os.environ.get(AMENT_PREFIX_PATH_ENV_VAR, "") or sys.prefix
    return [path for path in listed.split(os.pathsep) if path and os.path.exists(path)]
