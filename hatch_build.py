"""Puts scenarios/ and resources/ inside the wheel; an editable install reads them where they stand."""

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CustomBuildHook(BuildHookInterface[Any]):
    """Adds the shipped data folders to every wheel that is not an editable one."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Extend the wheel's file map; `version` is "editable" or "standard"."""
        if version == "editable":
            return
        for folder in ("scenarios", "resources"):
            if (Path(self.root) / folder).is_dir():
                build_data["force_include"][folder] = f"exercise_studio/_data/{folder}"
