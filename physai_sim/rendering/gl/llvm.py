"""Two LLVMs in one process: that of Mesa's driver, and that of Triton, if it is installed."""

from __future__ import annotations

import ctypes
import os
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path

_LIBRARY = Path("_C") / "libtriton.so"


def bind_tritons() -> None:
    """Load Triton's library, so that it finds its own LLVM; to be called before OpenGL.

    Mesa shows the symbols of its driver, and with them its LLVM, to every library that is loaded
    later. Triton's brings another LLVM under the same names: it would call Mesa's, and the
    process would crash where somebody imports it (torch and transformers do). Nothing is
    imported here, and where there is no Triton nothing happens.
    """
    found = find_spec("triton")
    for folder in (found and found.submodule_search_locations) or ():
        library = Path(folder) / _LIBRARY
        if library.is_file():
            # What cannot be loaded cannot be imported either, and says so to who tries.
            with suppress(OSError):
                ctypes.CDLL(str(library), mode=os.RTLD_NOW | os.RTLD_LOCAL)
