"""Both APIs speak of one service: what is changed over either is read alike over the other."""

import io
from collections.abc import Iterator, Mapping
from contextlib import closing
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from scormcloud_cli.api.cloud import Cloud
from scormcloud_cli.api.courses import CourseQuery
from scormcloud_cli.api.destinations import DestinationChange, DestinationQuery
from scormcloud_cli.api.dispatches import DispatchChange, DispatchQuery
from scormcloud_cli.api.messages import Upload
from scormcloud_cli.api.models import Model
from scormcloud_cli.api.registrations import Detail, NewRegistration, RegistrationQuery
from scormcloud_cli.api.transport import Transport
from tests.support.gaps import FIELDS_V1_LACKS, what_v1_says
from tests.support.world import LOCAL, World

# What XML can carry, without the white space at its ends that v1 does not keep.
words = (
    st.text(
        st.characters(codec="utf-8", exclude_categories=["C"], exclude_characters="\r\n"),
        min_size=1,
        max_size=30,
    )
    .map(str.strip)
    .filter(bool)
)
# In v1 a comma parts one tag from the next.
tags = words.map(lambda word: word.replace(",", ";").strip()).filter(bool)
tag_sets = st.lists(tags, max_size=3, unique=True)
apis = st.sampled_from(["v1", "v2"])


def shown(thing: Model, command: str) -> Mapping[str, Any]:
    """Return what is shown of a thing, without what v1 cannot carry."""
    return what_v1_says(thing.to_record(), FIELDS_V1_LACKS.get(command, ()))


class OneService(RuleBasedStateMachine):
    """Changes over one API, chosen at each step; after each, both must say the same."""

    world: World
    clouds: Mapping[str, Cloud]

    courses: "Bundle[str]" = Bundle("courses")
    registrations: "Bundle[str]" = Bundle("registrations")
    destinations: "Bundle[str]" = Bundle("destinations")
    dispatches: "Bundle[str]" = Bundle("dispatches")

    @initialize(target=courses)
    def begin(self) -> str:
        self.world.reset()
        self.count = 0
        return "golf"

    def new_id(self, kind: str) -> str:
        self.count += 1
        return f"{kind}-{self.count}"

    @rule(target=courses, api=apis)
    def import_course(self, api: str) -> str:
        course_id = self.new_id("course")
        courses = self.clouds[api].courses
        package = (self.world.package).read_bytes()
        upload = Upload("file", io.BytesIO(package), "golf.zip")
        job = courses.import_file(course_id, upload, new_version=False)
        while courses.job(job).status == "RUNNING":
            pass
        return course_id

    @rule(api=apis, course=courses, title=words)
    def title_course(self, api: str, course: str, title: str) -> None:
        self.clouds[api].courses.set_title(course, title)

    @rule(api=apis, course=courses, wanted=tag_sets)
    def set_course_tags(self, api: str, course: str, wanted: list[str]) -> None:
        self.clouds[api].courses.tags.set(course, wanted)

    @rule(api=apis, course=courses, more=tag_sets)
    def add_course_tags(self, api: str, course: str, more: list[str]) -> None:
        self.clouds[api].courses.tags.add(course, more)

    @rule(api=apis, course=courses, value=st.sampled_from(["true", "false"]))
    def configure_course(self, api: str, course: str, value: str) -> None:
        self.clouds[api].courses.configuration().set(course, {"PlayerShowNavBar": value})

    @rule(target=registrations, api=apis, course=courses, first=words, last=words, wanted=tag_sets)
    def register(self, api: str, course: str, first: str, last: str, wanted: list[str]) -> str:
        registration_id = self.new_id("registration")
        new = NewRegistration(
            id=registration_id,
            course_id=course,
            learner_id="eve",
            first_name=first,
            last_name=last,
            tags=tuple(wanted),
        )
        self.clouds[api].registrations.create(new)
        return registration_id

    @rule(api=apis, registration=registrations, wanted=tag_sets)
    def set_registration_tags(self, api: str, registration: str, wanted: list[str]) -> None:
        self.clouds[api].registrations.tags.set(registration, wanted)

    @rule(api=apis, registration=registrations)
    def reset_registration(self, api: str, registration: str) -> None:
        self.clouds[api].registrations.reset(registration)

    @rule(api=apis, registration=registrations)
    def begin_instance(self, api: str, registration: str) -> None:
        self.clouds[api].registrations.new_instance(registration)

    @rule(api=apis, registration=consumes(registrations))
    def delete_registration(self, api: str, registration: str) -> None:
        self.clouds[api].registrations.delete(registration)

    @rule(api=apis, first=words)
    def rename_learner(self, api: str, first: str) -> None:
        self.clouds[api].learners.update("ann@example.org", first_name=first)

    @rule(target=destinations, api=apis, name=words, wanted=tag_sets)
    def create_destination(self, api: str, name: str, wanted: list[str]) -> str:
        change = DestinationChange(name=name, tags=tuple(wanted))
        return self.clouds[api].destinations.create(None, change)

    @rule(api=apis, destination=destinations, name=words)
    def rename_destination(self, api: str, destination: str, name: str) -> None:
        self.clouds[api].destinations.update(destination, DestinationChange(name=name))

    @rule(api=apis, destination=destinations, wanted=tag_sets)
    def set_destination_tags(self, api: str, destination: str, wanted: list[str]) -> None:
        self.clouds[api].destinations.tags.set(destination, wanted)

    @rule(target=dispatches, api=apis, course=courses, cap=st.integers(0, 2**31 - 1))
    def create_dispatch(self, api: str, course: str, cap: int) -> str:
        wanted = DispatchChange(registration_cap=cap)
        return self.clouds[api].dispatches.create(None, "acme", course, wanted, [])

    @rule(
        api=apis,
        dispatch=dispatches,
        enabled=st.none() | st.booleans(),
        open_=st.none() | st.booleans(),
        instanced=st.none() | st.booleans(),
        expires=st.none() | st.just("2031-05-01T12:30:00Z"),
    )
    def change_dispatch(
        self,
        api: str,
        dispatch: str,
        enabled: bool | None,
        open_: bool | None,
        instanced: bool | None,
        expires: str | None,
    ) -> None:
        change = DispatchChange(
            enabled=enabled,
            allow_new_registrations=open_,
            instanced=instanced,
            expiration_date=expires,
        )
        self.clouds[api].dispatches.update(dispatch, change)

    @rule(api=apis, dispatch=dispatches, wanted=tag_sets)
    def set_dispatch_tags(self, api: str, dispatch: str, wanted: list[str]) -> None:
        self.clouds[api].dispatches.tags.set(dispatch, wanted)

    @rule(api=apis, enabled=st.booleans())
    def switch_destination(self, api: str, enabled: bool) -> None:
        self.clouds[api].destinations.change_dispatches("acme", enabled=enabled)

    @rule(api=apis, dispatch=consumes(dispatches))
    def delete_dispatch(self, api: str, dispatch: str) -> None:
        self.clouds[api].dispatches.delete(dispatch)

    @invariant()
    def courses_are_alike(self) -> None:
        self.alike("course", CourseQuery(), lambda cloud, one: cloud.courses.get(one))
        for each in self.clouds["v2"].courses.list(CourseQuery()):
            over = {
                api: {
                    setting.id: setting.effective_value
                    for setting in cloud.courses.configuration().get(each.id)
                }
                for api, cloud in self.clouds.items()
            }
            assert over["v1"].items() <= over["v2"].items()

    @invariant()
    def registrations_are_alike(self) -> None:
        self.alike(
            "registration",
            RegistrationQuery(),
            lambda cloud, one: cloud.registrations.get(one, Detail()),
        )

    @invariant()
    def destinations_are_alike(self) -> None:
        self.alike(
            "destination", DestinationQuery(), lambda cloud, one: cloud.destinations.get(one)
        )

    @invariant()
    def dispatches_are_alike(self) -> None:
        self.alike("dispatch", DispatchQuery(), lambda cloud, one: cloud.dispatches.get(one))

    def alike(self, noun: str, query: Any, get: Any) -> None:
        """Compare what both APIs list, and what they show of each thing."""
        area = {"dispatch": "dispatches"}.get(noun, noun + "s")
        listed = {
            api: {each.id: shown(each, f"{noun} list") for each in getattr(cloud, area).list(query)}
            for api, cloud in self.clouds.items()
        }
        assert listed["v1"] == listed["v2"]
        for one in listed["v2"]:
            each = {
                api: shown(get(cloud, one), f"{noun} show") for api, cloud in self.clouds.items()
            }
            assert each["v1"] == each["v2"]


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    made = World(tmp_path_factory.mktemp("world"))
    yield made
    made.stop()


@pytest.mark.process
def test_what_is_changed_over_one_api_is_read_alike_over_the_other(world: World) -> None:
    given = settings()
    with closing(Transport()) as transport:
        OneService.world = world
        OneService.clouds = {
            api: Cloud(world.url, LOCAL, api=api, transport=transport) for api in ("v1", "v2")
        }
        run_state_machine_as_test(
            OneService,
            settings=settings(
                given,
                max_examples=2 if given.derandomize else 60,
                stateful_step_count=12 if given.derandomize else 50,
            ),
        )
