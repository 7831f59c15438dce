"""How each kind of thing is called and shown: its columns, its fields, its ID."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from scormcloud_cli.api.errors import UsageError

Record = Mapping[str, Any]

# What tells why one of many could not be done: the error of `CloudError.to_record`.
_ERROR_NAMES = "code exit message hint status operation serviceCode retryable"
_ERROR_FIELDS = tuple(f"error.{name}" for name in _ERROR_NAMES.split())


class Column(NamedTuple):
    """One column of a table or CSV file.

    Attributes:
        field: the JSON name of what it shows, dotted for a nested one: ``learner.id``.
        heading: what stands above it in a table.
        whole: never shorten it, for what people copy: IDs, links.
    """

    field: str
    heading: str
    whole: bool = False


class View(NamedTuple):
    """How one kind of result is called and shown; every command declares the one that it prints.

    Attributes:
        noun: what one is called, ``course``.
        columns: the columns of a table or CSV file.
        fields: the JSON names of everything that a record may have, dotted where they are nested;
            ``metadata.*`` stands for a field with any content, ``*`` for a record with any. Those
            of a model are given by a function, for the model is slow to load.
        id_field: the field that ``-o ids`` prints.
    """

    noun: str
    columns: tuple[Column, ...]
    fields: tuple[str, ...] | Callable[[], tuple[str, ...]]
    id_field: str = "id"

    @property
    def plural(self) -> str:
        """What several are called, ``courses``."""
        if self.noun.endswith(("ch", "sh", "s", "x")):
            return self.noun + "es"
        if self.noun.endswith("y") and self.noun[-2:-1] not in "aeiou":
            return self.noun[:-1] + "ies"
        return self.noun + "s"

    @property
    def one(self) -> str:
        """What one is called with its article, ``a course``."""
        article = "an" if self.noun.startswith((*"aeio", "LTI")) else "a"
        return f"{article} {self.noun}"

    @property
    def paths(self) -> tuple[str, ...]:
        """The fields, whether they are given or have to be asked for."""
        return self.fields() if callable(self.fields) else self.fields

    @property
    def field_names(self) -> tuple[str, ...]:
        """Every name that ``--fields`` may give, as far as they are known."""
        names = dict.fromkeys(path.removesuffix(".*") for path in self.paths if path != "*")
        return tuple(names)

    def with_fields(self, *more: str) -> "View":
        """Return how a record is shown that may have more fields."""
        return self._replace(fields=lambda: tuple(dict.fromkeys((*self.paths, *more))))

    def without_field(self, name: str) -> "View":
        """Return how a record is shown that does not tell one of the fields."""
        return self._replace(fields=lambda: tuple(path for path in self.paths if path != name))

    def of_many(self, *, journal: bool = True) -> "View":
        """Return how one of many is shown: with its status, or with the error that it ended in.

        Args:
            journal: whether a journal may be kept: what an earlier run has done is marked then.
        """
        mark = (Column("fromJournal", "FROM JOURNAL"),) if journal else ()
        fields = ("status", *(column.field for column in mark), "error", *_ERROR_FIELDS)
        columns = (*self.columns, *mark, Column("error.message", "ERROR"))
        return self.with_fields(*fields)._replace(columns=columns)

    def check(self, names: tuple[str, ...]) -> None:
        """Check the names that ``--fields`` gives.

        Raises:
            UsageError: no record of this kind has such a field.
        """
        for name in names:
            if not self.names(name):
                from scormcloud_cli.api.names import nearest

                close = nearest(name, list(self.field_names))
                raise UsageError(
                    f"--fields: {self.one} has no field {name!r}",
                    hint=f"did you mean {close}?" if close else "--fields alone lists the names",
                )

    def names(self, name: str) -> bool:
        """Tell whether a record may have a field of this dotted name."""
        return any(
            path == name
            or path.startswith(name + ".")
            or (path.endswith("*") and (name + ".").startswith(path[:-1]))
            for path in self.paths
        )
