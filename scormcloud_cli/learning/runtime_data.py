"""The run-time data of one activity, read and written by the rules of its data model."""

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from scormcloud_cli.learning.elements import Access, Element, Model
from scormcloud_cli.learning.errors import Refusal, Trouble
from scormcloud_cli.learning.kinds import IDENTIFIER, Kind
from scormcloud_cli.learning.responses import FEEDBACK, LENIENT_FEEDBACK
from scormcloud_cli.learning.settings import Leniency, Settings

# The longest text that is kept, what all data of an activity may add up to, in characters, and how
# many entries a collection may have.
TEXT_LIMIT = 64_000
DATA_LIMIT = 4_000_000
COLLECTION_LIMIT = 10_000

_INDEX = re.compile(r"\.(0|[1-9]\d{0,5})(?=\.|$)")
_TARGET = re.compile(r"\.\{target=([^{}]+)\}$")
_KEYWORDS = ("_children", "_count", "_version")
_SUSPEND_DATA = "cmi.suspend_data"
# What every standard takes of it; a setting that says less changes nothing.
_LEAST_SUSPEND_DATA = 4096
_LOOSE_IDENTIFIER = Kind(
    IDENTIFIER.name, lambda value: None if 0 < len(value) <= 255 else Trouble.TYPE
)


class _Place(NamedTuple):
    """Where in the data a name leads.

    Attributes:
        element: what the name stands for in the data model.
        entries: the collections on the way, each with the index in it.
        base: the name up to the first index, or all but its last part.
    """

    element: Element
    entries: Sequence[tuple[str, int]]
    base: str


class RuntimeData:
    """The run-time data of one activity.

    Attributes:
        values: what was written, by name; a collection's size stands under its name with
            ``._count``. It is plain data: this class keeps nothing besides.

    Args:
        model: the data model.
        values: the data so far, which is changed in place.
        settings: the course's settings.
        leniency: what is taken beyond the books.
        targets: the activities that may be chosen: what ``adl.nav.request_valid.choice`` asks for.
    """

    def __init__(
        self,
        model: Model,
        values: dict[str, str],
        settings: Settings,
        leniency: frozenset[Leniency],
        targets: frozenset[str] = frozenset(),
    ) -> None:
        self.values = values
        self._model = model
        self._settings = settings
        self._leniency = leniency
        self._targets = targets
        self._size = sum(map(len, values)) + sum(map(len, values.values()))

    def get(self, name: str) -> str:
        """Return what an element holds.

        Raises:
            Refusal: the data model does not have it, or content may not read it.
        """
        parent, _, keyword = name.rpartition(".")
        if keyword in _KEYWORDS:
            return self._keyword(parent, keyword)
        if target := _TARGET.search(name):
            self._place(name)
            return "true" if target[1] in self._targets else "false"
        place = self._place(name)
        if place.element.access is Access.WRITE:
            raise Refusal(Trouble.WRITE_ONLY, f"{name} cannot be read.")
        self._require_entries(name, place.entries)
        value = self.values.get(name, place.element.default)
        if value is None:
            raise Refusal(Trouble.NOT_SET, f"{name} holds nothing yet.")
        return value

    def set(self, name: str, value: str) -> str:
        """Write what an element holds, and return a remark: "" where there is nothing to say.

        Raises:
            Refusal: the data model does not have it, or does not allow it to hold that.
        """
        parent, _, keyword = name.rpartition(".")
        if keyword in _KEYWORDS:
            self._known_parent(parent, keyword)
            raise Refusal(Trouble.KEYWORD, f"{keyword} cannot be written.")
        if not name:
            raise Refusal(Trouble.NOT_ALLOWED, "There is no name to write to.")
        place = self._place(name)
        element = place.element
        if element.access is Access.READ:
            raise Refusal(Trouble.READ_ONLY, f"{name} cannot be written.")
        for collection, index in place.entries:
            count = self.count(collection)
            if index > count - (not element.adds):
                message = f"{collection} has {count} entries, so {index} is not the next index."
                raise Refusal(Trouble.OUT_OF_ORDER, message)
            if index >= COLLECTION_LIMIT:
                raise Refusal(Trouble.TOO_MUCH, f"{collection} is full.")
        for needed in element.needs:
            if f"{place.base}.{needed}" not in self.values:
                raise Refusal(
                    Trouble.DEPENDENCY, f"{place.base}.{needed} must be set before {name}."
                )
        value, cut = self._cut(name, value)
        remark = self._judge(name, value, place)
        self._require_difference(name, value, place)
        size = self._size + len(name) + len(value) - len(self.values.get(name, ""))
        if size > DATA_LIMIT:
            message = f"The activity keeps {DATA_LIMIT} characters of data, and no more."
            raise Refusal(Trouble.TOO_MUCH, message)
        self._write(name, value, place.entries)
        return cut or remark

    def count(self, collection: str) -> int:
        """Return the number of entries of a collection: ``cmi.objectives``."""
        return int(self.values.get(f"{collection}._count", "0"))

    def put(self, name: str, value: str | None) -> None:
        """Write what the run-time itself has to say; None takes away what was written."""
        if value is None:
            self._forget(name)
        else:
            self._write(name, value, self._entries(name))

    def _entries(self, name: str) -> list[tuple[str, int]]:
        return [(name[: match.start()], int(match[1])) for match in _INDEX.finditer(name)]

    def _place(self, name: str) -> _Place:
        if not name:
            raise Refusal(Trouble.NOT_A_NAME, "There is no name to read.")
        pattern = _TARGET.sub(".{target}", _INDEX.sub(".n", name))
        element = self._model.elements.get(pattern)
        if element is None:
            raise self._unknown(name, pattern)
        entries = self._entries(name)
        if not entries:
            return _Place(element, entries, name.rpartition(".")[0])
        collection, index = entries[0]
        return _Place(element, entries, f"{collection}.{index}")

    def _unknown(self, name: str, pattern: str) -> Refusal:
        if self._model.elsewhere and pattern.startswith(self._model.elsewhere):
            return Refusal(Trouble.UNIMPLEMENTED, f"{self._model.name} does not have {name}.")
        return Refusal(Trouble.UNDEFINED, f"{name} is not an element of {self._model.name}.")

    def _known_parent(self, parent: str, keyword: str) -> str:
        """Return the pattern of an element that has elements below it, or is one itself."""
        pattern = _INDEX.sub(".n", parent)
        if not any(f"{name}.".startswith(f"{pattern}.") for name in self._model.elements):
            raise self._unknown(f"{parent}.{keyword}", f"{pattern}.{keyword}")
        return pattern

    def _keyword(self, parent: str, keyword: str) -> str:
        pattern = self._known_parent(parent, keyword)
        if keyword == "_version" and pattern == "cmi":
            return self._model.version
        self._require_entries(parent, self._entries(parent))
        if keyword == "_children" and pattern in self._model.children:
            return self._model.children[pattern]
        if keyword == "_count" and pattern in self._model.collections:
            return str(self.count(parent))
        trouble = {"_children": Trouble.NO_CHILDREN, "_count": Trouble.NO_COUNT}
        message = f"{parent} has no {keyword}."
        raise Refusal(trouble.get(keyword, Trouble.NOT_A_NAME), message)

    def _require_entries(self, name: str, entries: Sequence[tuple[str, int]]) -> None:
        for collection, index in entries:
            if index >= self.count(collection):
                raise Refusal(
                    Trouble.NO_SUCH_INDEX,
                    f"{name}: {collection} has {self.count(collection)} entries.",
                )

    def _kind(self, place: _Place) -> Kind:
        """Return the type that a value must be of, which may hang on the type of an interaction."""
        element = place.element
        if element.by_type is None or not self._settings.validate_interaction_responses:
            loose = Leniency.LOOSE_IDENTIFIERS in self._leniency
            return _LOOSE_IDENTIFIER if element.kind is IDENTIFIER and loose else element.kind
        by_type: Mapping[str, Kind] = element.by_type
        if by_type is FEEDBACK and Leniency.LOOSE_RESPONSES in self._leniency:
            by_type = LENIENT_FEEDBACK
        return by_type.get(self.values.get(f"{place.base}.type", ""), element.kind)

    def _judge(self, name: str, value: str, place: _Place) -> str:
        """Return a remark on a value that may be written, and refuse one that may not."""
        kind = self._kind(place)
        judgement = kind.judge(value)
        if judgement is Trouble.LIMIT and len(value) <= self._longest(name):
            return f"{name} is longer than every run-time must take: {kind.name}."
        if judgement is not None:
            shown = value if len(value) <= 60 else f"{value[:60]}… ({len(value)} characters)"
            raise Refusal(judgement, f"{name} cannot be {shown!r}: it is {kind.name}.")
        return ""

    def _cut(self, name: str, value: str) -> tuple[str, str]:
        """Return a value as it is kept, and a remark where that is less than was written."""
        is_cut = name == _SUSPEND_DATA and Leniency.CUT_SUSPEND_DATA in self._leniency
        if not is_cut or len(value) > TEXT_LIMIT:
            return value, ""
        kept = value[: max(self._longest(name), _LEAST_SUSPEND_DATA)]
        remark = f"{name} was too long, and is cut to {len(kept)} characters."
        return kept, "" if kept == value else remark

    def _longest(self, name: str) -> int:
        """Return how long a value may be that is longer than every run-time must take."""
        longest = 0
        if self._model.limits_are_least and Leniency.LONG_TEXT in self._leniency:
            longest = TEXT_LIMIT
        if name == _SUSPEND_DATA and Leniency.LONG_SUSPEND_DATA in self._leniency:
            longest = max(longest, self._settings.suspend_data_max_length)
        return longest

    def _require_difference(self, name: str, value: str, place: _Place) -> None:
        """Refuse what must differ from the other entries, or may not be written over."""
        element = place.element
        if element.fixed and self.values.get(name, value) != value:
            raise Refusal(Trouble.NOT_ALLOWED, f"{name} is set and cannot be changed.")
        unique = element.unique
        if element.by_type is not None and len(place.entries) > 1:
            of_type = self.values.get(f"{place.base}.type", "")
            unique = of_type in self._model.unique_patterns
            if of_type in self._model.one_pattern and place.entries[1][1] > 0:
                message = f"A {of_type} interaction has one correct response only."
                raise Refusal(Trouble.NOT_ALLOWED, message)
        if unique:
            collection, index = place.entries[-1]
            last = name.rpartition(".")[2]
            for other in range(self.count(collection)):
                if other != index and self.values.get(f"{collection}.{other}.{last}") == value:
                    message = f"{collection}.{other}.{last} is {value!r} already."
                    raise Refusal(Trouble.NOT_ALLOWED, message)

    def _write(self, name: str, value: str, entries: Sequence[tuple[str, int]]) -> None:
        if name.endswith(".type") and self.values.get(name, value) != value:
            self._forget_responses(name.removesuffix(".type"))
        self._hold(name, value)
        for collection, index in entries:
            if index == self.count(collection):
                self._hold(f"{collection}._count", str(index + 1))

    def _hold(self, name: str, value: str) -> None:
        before = self.values.get(name)
        self._size += len(value) + (len(name) if before is None else -len(before))
        self.values[name] = value

    def _forget_responses(self, interaction: str) -> None:
        """Take away what an interaction holds of its former type, where its type comes first."""
        pattern = _INDEX.sub(".n", interaction)
        dependent = [
            element.name.removeprefix(pattern)
            for element in self._model.elements.values()
            if "type" in element.needs
        ]
        for name in list(self.values):
            rest = name.removeprefix(interaction)
            is_dependent = any(rest.startswith(other.partition(".n.")[0]) for other in dependent)
            if name.startswith(f"{interaction}.") and is_dependent:
                self._forget(name)

    def _forget(self, name: str) -> None:
        value = self.values.pop(name, None)
        if value is not None:
            self._size -= len(name) + len(value)
