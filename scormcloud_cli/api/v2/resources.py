"""What the things of v2 have in common: lists, tags and configuration."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from scormcloud_cli.api.errors import do_all
from scormcloud_cli.api.models import SettingValue
from scormcloud_cli.api.postbacks import Postback
from scormcloud_cli.api.queries import ListQuery, Span
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
        """Return the tags of one."""
        answer = self.client.call(f"Get{self.noun}Tags", {self.id_name: owner})
        return list(answer.get("tags", ()))

    def add(self, owner: str, tags: Sequence[str]) -> None:
        """Give one more tags: v2's PUT adds to those there are."""
        self.client.call(f"Put{self.noun}Tags", {self.id_name: owner, "tags": list(tags)})

    def remove(self, owner: str, tags: Sequence[str]) -> None:
        """Take tags from one."""
        self.client.call(f"Delete{self.noun}Tags", {self.id_name: owner, "tags": list(tags)})

    def set(self, owner: str, tags: Sequence[str]) -> None:
        """Give one exactly these tags. v2 has no call for it, so the difference is sent."""
        have = self.get(owner)
        steps: list[Callable[[], None]] = []
        if missing := [tag for tag in tags if tag not in have]:
            steps.append(lambda: self.add(owner, missing))
        if surplus := [tag for tag in have if tag not in tags]:
            steps.append(lambda: self.remove(owner, surplus))
        do_all(steps)


@dataclass(frozen=True, slots=True)
class Configuration:
    """The configuration of one kind of thing.

    Args:
        client: the direct way to v2.
        noun: ``Course`` or ``CourseVersion``, as it stands in the operations' names.
        id_name: the parameter that takes its ID.
        part: the parameter that says which part of it, and its value.
    """

    client: Client
    noun: str
    id_name: str
    part: Mapping[str, int] = field(default_factory=dict)

    def get(self, owner: str) -> Iterator[SettingValue]:
        """Return every setting of one."""
        answer = self.client.call(f"Get{self.noun}Configuration", self._named(owner))
        return map(SettingValue.from_record, answer["settingItems"])

    def set(self, owner: str, settings: Mapping[str, str]) -> None:
        """Set settings of one."""
        values = {**self._named(owner), "settings": setting_items(settings)}
        self.client.call(f"Set{self.noun}Configuration", values)

    def unset(self, owner: str, setting_id: str) -> None:
        """Let a setting of one come from the level above again."""
        self.client.call(
            f"Delete{self.noun}ConfigurationSetting",
            {**self._named(owner), "settingId": setting_id},
        )

    def _named(self, owner: str) -> dict[str, object]:
        return {self.id_name: owner, **self.part}


def setting_items(settings: Mapping[str, str]) -> list[dict[str, object]]:
    """Return the items of v2's SettingsPostSchema that set these settings."""
    return [
        {"settingId": name, "value": value, "explicit": True} for name, value in settings.items()
    ]


def span_values(span: Span) -> dict[str, object]:
    """Return what an operation of v2 is told of how much is wanted."""
    return {"since": span.since, "until": span.until}


def list_values(query: ListQuery) -> dict[str, object]:
    """Return what every list operation of v2 is told of a query."""
    return {
        "filter": query.filter,
        "filterBy": query.filter_by,
        "tags": query.tags,
        **span_values(query),
        "datetimeFilter": query.datetime_filter,
        "orderBy": query.order_by,
    }


def postback_values(wanted: Postback) -> dict[str, str]:
    """Return v2's PostBackSchema of a postback."""
    values = {
        "url": wanted.url,
        "authType": wanted.auth_type,
        "userName": wanted.user_name,
        "password": wanted.password,
        "resultsFormat": wanted.results_format,
    }
    return {name: value for name, value in values.items() if value is not None}
