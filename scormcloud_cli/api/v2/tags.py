"""Tags over v2; what each method does stands in ``api/tags.py``."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from scormcloud_cli.api.errors import do_all
from scormcloud_cli.api.v2.client import Client


@dataclass(frozen=True, slots=True)
class Tags:
    """The tags of one kind of thing.

    Args:
        client: the direct way to v2.
        noun: ``Course`` or ``Registration``, as it stands in the operations' names.
        id_name: the parameter that takes its ID.
    """

    client: Client
    noun: str
    id_name: str

    def get(self, owner: str) -> Sequence[str]:
        answer = self.client.call(f"Get{self.noun}Tags", {self.id_name: owner})
        return list(answer.get("tags", ()))

    def add(self, owner: str, tags: Sequence[str]) -> None:
        # PUT adds to the tags there are.
        self.client.call(f"Put{self.noun}Tags", {self.id_name: owner, "tags": list(tags)})

    def remove(self, owner: str, tags: Sequence[str]) -> None:
        self.client.call(f"Delete{self.noun}Tags", {self.id_name: owner, "tags": list(tags)})

    def set(self, owner: str, tags: Sequence[str]) -> None:
        # v2 has no call for it, so the difference is sent.
        have = self.get(owner)
        steps: list[Callable[[], None]] = []
        if missing := [tag for tag in tags if tag not in have]:
            steps.append(lambda: self.add(owner, missing))
        if surplus := [tag for tag in have if tag not in tags]:
            steps.append(lambda: self.remove(owner, surplus))
        do_all(steps)
