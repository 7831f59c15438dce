"""What a data model is: a table of elements, and how its standard names calls and errors."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from scormcloud_cli.learning.errors import Trouble, WhenCalled
from scormcloud_cli.learning.kinds import Kind


class Access(StrEnum):
    """What content may do with an element."""

    READ_WRITE = "rw"
    READ = "r"
    WRITE = "w"


@dataclass(frozen=True, slots=True)
class Element:
    """One element of a data model.

    Attributes:
        name: as content writes it, with ``n`` for an index: ``cmi.objectives.n.id``.
        access: what content may do with it.
        kind: the type of its values.
        default: what it holds before anything was written; None where reading it then is an error.
        needs: the elements beside it that must hold something before it may be written.
        unique: whether no other entry of the same collection may hold the same.
        fixed: whether what it holds may not be written over with something else.
        adds: whether content may add an entry to its collection by writing it.
        by_type: the types of its values by the type of the interaction, in place of `kind`.
    """

    name: str
    access: Access
    kind: Kind
    default: str | None = None
    needs: tuple[str, ...] = ()
    unique: bool = False
    fixed: bool = False
    adds: bool = True
    by_type: Mapping[str, Kind] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """The data model of a standard, with its API.

    Attributes:
        name: the standard's name.
        core: what the names of the central elements begin with: ``cmi.core.``.
        functions: the names of the API's functions, each with the name that it has here.
        elements: the elements by name.
        children: what ``_children`` of an element answers, by the element's name.
        collections: the elements that have ``_count``.
        elsewhere: the beginnings of names that belong to other editions, or to what the standard
            has left out: known, and not there.
        version: what ``cmi._version`` answers.
        codes: the code of each trouble.
        times: the codes of functions that are called at a wrong time.
        words: the text of each code.
        limits_are_least: whether a limit is what every run-time must take, and more is no fault.
        one_pattern: the types of interactions that may have one pattern of right responses only.
        unique_patterns: the types that may not have the same pattern twice.
    """

    name: str
    core: str
    functions: Mapping[str, str]
    elements: Mapping[str, Element]
    children: Mapping[str, str]
    collections: frozenset[str]
    elsewhere: tuple[str, ...]
    version: str
    codes: Mapping[Trouble, int]
    times: WhenCalled
    words: Mapping[int, str]
    limits_are_least: bool
    one_pattern: frozenset[str] = frozenset()
    unique_patterns: frozenset[str] = frozenset()


def children_of(elements: Mapping[str, Element], silent: tuple[str, ...]) -> dict[str, str]:
    """Return what ``_children`` answers, by the name of the parent.

    Args:
        elements: the elements by name.
        silent: the parents that answer nothing to ``_children``.
    """
    children: dict[str, dict[str, None]] = {}
    for name in elements:
        parts = name.split(".")
        for depth in range(2, len(parts)):
            if parts[depth - 1] != "n":
                rest = parts[depth:]
                child = rest[1] if rest[0] == "n" else rest[0]
                children.setdefault(".".join(parts[:depth]), {})[child] = None
    return {name: ",".join(kept) for name, kept in children.items() if name not in silent}


def collections_of(elements: Mapping[str, Element]) -> frozenset[str]:
    """Return the names of the elements that are collections, which have ``_count``."""
    pieces = [name.split(".n.") for name in elements]
    return frozenset(
        ".n.".join(parts[:depth]) for parts in pieces for depth in range(1, len(parts))
    )
