"""What can go wrong, as exception types. Each knows its exit code; ``cli.py`` prints them, once."""

from collections.abc import Callable, Iterable
from typing import Any

# What helps where an answer is not the service's.
_LOOK = "check the base URL, and whether a proxy answers in its place; --debug shows the answer"


class CloudError(Exception):
    """Base of everything scloud reports to its user.

    Attributes:
        exit_code: what the command ends with.
        code: a short stable name for scripts, ``course_not_found``.
        message: one sentence on what happened.
        hint: a command or step that helps, where there is one.
        status: the HTTP status of the answer, where there was one.
        operation: the catalogue name of the operation that failed.
        service_code: the service's own number for the error (v1).
        retryable: whether the same call may succeed later, unchanged.
        retried: whether the call was repeated, and an earlier try may have done its work.
        more: where to go on with the list that it broke off, else None.
    """

    exit_code = 1
    code = "failed"
    retryable = False

    def __init__(
        self,
        message: str,
        *,
        code: str | None = None,
        hint: str | None = None,
        status: int | None = None,
        operation: str | None = None,
        service_code: int | None = None,
        retried: bool = False,
    ) -> None:
        super().__init__(message)
        self.retried = retried
        self.more: str | None = None
        self.message = message
        self.hint = hint
        self.status = status
        self.operation = operation
        self.service_code = service_code
        if code is not None:
            self.code = code

    def __str__(self) -> str:
        return self.message

    def to_record(self) -> dict[str, Any]:
        """Return the error as a JSON object (docs/cli.md, Errors)."""
        record: dict[str, Any] = {
            "code": self.code,
            "exit": self.exit_code,
            "message": self.message,
            "hint": self.hint,
            "status": self.status,
            "operation": self.operation,
            "serviceCode": self.service_code,
            "retryable": self.retryable,
        }
        return {name: value for name, value in record.items() if value is not None}


class ServiceRefused(CloudError):
    """The service said no, for a reason that has no class of its own."""


class UnsupportedByApi(CloudError):
    """The API that was asked for cannot do this; the other one can."""

    code = "unsupported_by_api"


class UsageError(CloudError):
    """A bad option or argument, or an input file that cannot be read."""

    exit_code = 2
    code = "usage"


class NotFound(CloudError):
    """The thing named does not exist."""

    exit_code = 3
    code = "not_found"


class AuthenticationFailed(CloudError):
    """No credentials, or credentials that were refused."""

    exit_code = 4
    code = "auth"


class RateLimited(CloudError):
    """The service still answered 429 after the retries."""

    exit_code = 5
    code = "rate_limited"
    retryable = True


class NetworkFailure(CloudError):
    """The service could not be reached, or did not answer as a service does.

    Attributes:
        may_have_landed: whether the request may have been carried out although no answer came.
    """

    exit_code = 6
    code = "network"
    retryable = True
    may_have_landed = False

    def doubt(self) -> None:
        """Say that the request may have been carried out, and so is not to be repeated blindly."""
        self.may_have_landed = True
        self.retryable = False
        self.message += "; the request may have been carried out all the same"
        self.hint = "look whether it was before you repeat it"


class UnexpectedAnswer(NetworkFailure):
    """What answered is not the service, or does not answer as the service is documented to."""

    code = "unexpected_answer"
    retryable = False

    def __init__(self, message: str, *, hint: str = _LOOK, **facts: Any) -> None:
        super().__init__(message, hint=hint, **facts)


class JobFailed(CloudError):
    """An import or another job ended in error, or a file is no valid package."""

    exit_code = 7
    code = "job_failed"


class StillPending(CloudError):
    """Waiting ran out of time; the job goes on."""

    exit_code = 8
    code = "pending"
    retryable = True


class PartialFailure(CloudError):
    """Some of many things failed; each failure has been reported."""

    exit_code = 9
    code = "partial"


class Declined(CloudError):
    """A confirmation was refused, or could not be asked for."""

    exit_code = 10
    code = "declined"


class InternalError(CloudError):
    """An error in scloud itself."""

    exit_code = 70
    code = "internal"


class Planned(Exception):  # not a CloudError: nothing went wrong
    """Raised in a dry run instead of sending a request that would change something.

    Attributes:
        requests: the requests that would have been made, as JSON, secrets masked.
    """

    def __init__(self, requests: list[dict[str, Any]]) -> None:
        super().__init__("dry run")
        self.requests = requests


def do_all(steps: Iterable[Callable[[], None]]) -> None:
    """Run several steps that change something, one after another.

    Raises:
        Planned: this is a dry run; it tells what all of the steps would have requested.
    """
    planned: list[dict[str, Any]] = []
    for step in steps:
        try:
            step()
        except Planned as plan:
            planned += plan.requests
    if planned:
        raise Planned(planned)
