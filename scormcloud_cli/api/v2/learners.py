"""Learners over v2; what each method does stands in ``api/learners.py``."""

from scormcloud_cli.api.v2.client import Client
from scormcloud_cli.api.v2.tags import Tags


class Learners:
    """The learners of an application, over v2."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self.tags = Tags(client, "Learner", "learnerId")

    def update(
        self,
        learner_id: str,
        *,
        first_name: str | None = None,
        last_name: str | None = None,
        email: str | None = None,
    ) -> None:
        facts = {"id": learner_id, "firstName": first_name, "lastName": last_name, "email": email}
        self._client.call("UpdateLearnerInfo", {"learnerId": learner_id, **facts})

    def delete_information(self, learner_id: str, requester: str) -> None:
        values = {"learnerId": learner_id, "userEmail": requester}
        self._client.call("DeleteAllLearnerData", values)
