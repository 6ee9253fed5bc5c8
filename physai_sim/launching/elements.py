"""One tag of a launch file with its attributes; what nobody asks for is refused by name.

The types are those of ROS 2's YAML frontend, which takes text where text is meant: `default: 5`
is refused here as there, and `default: "5"` is right.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from physai_sim.core.errors import ConfigError, UnknownNameError
from physai_sim.core.yaml_source import KeyPath, YamlSource
from physai_sim.launching.templates import Template, parse_template


class Element:
    """A tag and what stands below it.

    Args:
        tag: Its name, such as `node`.
        data: The mapping or list below it.
        source: The file.
        path: Where in the file.
    """

    def __init__(self, tag: str, data: object, source: YamlSource, path: KeyPath) -> None:
        self.tag = tag
        self._data, self._source, self._path = data, source, path
        self._asked: set[str] = set()
        if not isinstance(data, dict | list):
            raise ConfigError("wrong content", where=self.where(), got=data, expected="a mapping")

    def where(self, *path: str | int) -> str:
        """The place of the tag, or of something below it."""
        return self._source.where((*self._path, *path))

    def has(self, name: str) -> bool:
        """Whether an attribute is given; a tag that is a list has none."""
        self._asked.add(name)
        return isinstance(self._data, dict) and name in self._data

    def text(self, name: str) -> Template:
        """An attribute with substitutions, which must be there.

        Raises:
            ConfigError: If it is missing, or is not text.
        """
        return parse_template(self.literal(name), where=self.where(name))

    def optional(self, name: str) -> Template | None:
        """As `text`, or None where the attribute is not given."""
        return self.text(name) if self.has(name) else None

    def literal(self, name: str) -> str:
        """An attribute that is taken as it stands.

        Raises:
            ConfigError: If it is missing, or is not text.
        """
        value: Any = self.value(name, (str,), expected=f'text (write {name}: "...")')
        return str(value)

    def value(self, name: str, kinds: tuple[type, ...], *, expected: str) -> object:
        """An attribute of one of some types; a boolean is no number.

        Raises:
            ConfigError: If it is missing, or is of another type.
        """
        if not self.has(name):
            raise ConfigError(
                f"<{self.tag}> lacks {name!r}", where=self.where(), expected=expected
            )
        assert isinstance(self._data, dict)
        value: object = self._data[name]
        if type(value) not in kinds:
            raise ConfigError("wrong type", where=self.where(name), got=value, expected=expected)
        return value

    def parts(self, name: str) -> list[Element]:
        """The mappings of an attribute that is a list of them, such as `param`; may be absent."""
        if not self.has(name):
            return []
        items: Any = self.value(name, (list,), expected="a list of mappings")
        return [
            Element(name, item, self._source, (*self._path, name, index))
            for index, item in enumerate(items)
        ]

    def children(self) -> list[Element]:
        """The tags below: those of `children`, or of the list that stands in its place.

        Raises:
            ConfigError: If an item is not a mapping of one tag.
        """
        path: KeyPath = ()
        items: Any = self._data
        if isinstance(self._data, dict):
            items, path = self.value("children", (list,), expected="a list of tags"), ("children",)
        found = []
        for index, item in enumerate(items):
            place = (*path, index)
            if not isinstance(item, dict) or len(item) != 1:
                what = "each item is one tag"
                raise ConfigError(what, where=self.where(*place), got=item, expected="- TAG: ...")
            [(tag, data)] = item.items()
            found.append(Element(str(tag), data, self._source, (*self._path, *place, str(tag))))
        return found

    def finish(self) -> None:
        """Refuse what has not been asked for.

        Raises:
            UnknownNameError: If there is an attribute that the tag does not have.
        """
        extra: Collection[object] = self._data if isinstance(self._data, dict) else ()
        for name in extra:
            if name not in self._asked:
                what = f"<{self.tag}> has no such attribute"
                where = self.where(str(name))
                raise UnknownNameError(what, where=where, got=str(name), known=self._asked)
