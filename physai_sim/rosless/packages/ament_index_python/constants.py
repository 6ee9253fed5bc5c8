"""Names of the ament resource index."""

from __future__ import annotations

RESOURCE_INDEX_SUBFOLDER = "share/ament_index/resource_index"
AMENT_PREFIX_PATH_ENV_VAR = "AMENT_PREFIX_PATH"
