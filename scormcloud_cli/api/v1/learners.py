"""Learners over v1; what each method does stands in ``api/learners.py``."""

from scormcloud_cli.api.errors import NotFound
from scormcloud_cli.api.registrations import RegistrationQuery
from scormcloud_cli.api.v1 import gaps
from scormcloud_cli.api.v1.client import Client
from scormcloud_cli.api.v1.registrations import Registrations
from scormcloud_cli.api.v1.tags import Tags


class Learners:
    """The learners of an application, over v1."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self.tags = Tags(client, "Learner", "learnerid")

    def update(
        self,
        learner_id: str,
        *,
        first_name: str | None = None,
        last_name: str | None = None,
        email: str | None = None,
    ) -> None:
        if first_name is None or last_name is None:  # v1 wants both in any case
            query = RegistrationQuery(learner_id=learner_id)
            registration = next(Registrations(self._client).list(query), None)
            learner = registration.learner if registration else None
            if learner is None:
                raise NotFound(f"Could not find learner [{learner_id}]", code="learner_not_found")
            first_name = learner.first_name if first_name is None else first_name
            last_name = learner.last_name if last_name is None else last_name
        self._client.call(
            "rustici.registration.updateLearnerInfo",
            {
                "learnerid": learner_id,
                "fname": first_name or "",
                "lname": last_name or "",
                "email": email,
            },
        )

    delete_information = gaps.refusing("v1 does not delete all that is kept about a learner")
