"""Tags over v1; what each method does stands in ``api/tags.py``."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from scormcloud_cli.api.errors import UsageError, do_all
from scormcloud_cli.api.v1.client import Client
from scormcloud_cli.api.v1.elements import tags_of


@dataclass(frozen=True, slots=True)
class Tags:
    """The tags of one kind of thing: ``rustici.tagging`` has the same four methods for each.

    Args:
        client: the direct way to v1.
        noun: ``Course`` or ``Registration``, as it stands in the methods' names.
        id_name: the parameter that takes its ID.
    """

    client: Client
    noun: str
    id_name: str

    def get(self, owner: str) -> Sequence[str]:
        root = self.client.call(f"rustici.tagging.get{self.noun}Tags", {self.id_name: owner})
        return tags_of(root)

    def add(self, owner: str, tags: Sequence[str]) -> None:
        # v1 takes one at a time.
        do_all(partial(self._change, "add", owner, tag) for tag in tags)

    def remove(self, owner: str, tags: Sequence[str]) -> None:
        do_all(partial(self._change, "remove", owner, tag) for tag in tags)

    def set(self, owner: str, tags: Sequence[str]) -> None:
        for tag in tags:
            if "," in tag:  # v1 would take it for two
                raise UsageError(f"a tag cannot hold a comma: {tag!r}")
        self.client.call(
            f"rustici.tagging.set{self.noun}Tags", {self.id_name: owner, "tags": list(tags)}
        )

    def _change(self, verb: str, owner: str, tag: str) -> None:
        self.client.call(f"rustici.tagging.{verb}{self.noun}Tag", {self.id_name: owner, "tag": tag})
