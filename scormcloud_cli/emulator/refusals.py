"""Refusals: the emulated service says no. Each face puts them into its own form."""


class Refusal(Exception):
    """The service says no.

    Attributes:
        status: the HTTP status that v2 answers with.
        message: the service's words.
        kind: what happened, for v1 to choose its number by: ``course``, ``registration``, ``job``
            (not found), ``exists``, ``bad``.
    """

    def __init__(self, status: int, message: str, kind: str = "bad") -> None:
        super().__init__(message)
        self.status = status
        self.message = message
        self.kind = kind


def no_course(app_id: str, course_id: str, version: int | None = None) -> Refusal:
    """Return what to say of a course that there is none of (docs/service/v1.md, Error codes)."""
    which = "" if version is None else f", versionid [{version}]"
    return Refusal(
        404,
        f"Could not find course [{course_id}]{which} associated with appid [{app_id}]",
        "course",
    )


def no_registration(app_id: str, registration_id: str) -> Refusal:
    """Return what to say of a registration that there is none of."""
    return Refusal(
        404,
        f"Could not find registration [{registration_id}] associated with appid [{app_id}]",
        "registration",
    )


_LONGEST_ID = 255


def check_id(kind: str, given: str) -> None:
    """Refuse an ID that nothing can have (docs/service/v1.md, Common parameters).

    Args:
        kind: what it is to name: ``course``, ``registration``, ``learner``.
        given: the ID.

    Raises:
        Refusal: it is empty or too long, or holds control characters.
    """
    if not 0 < len(given) <= _LONGEST_ID:
        raise Refusal(400, f"a {kind} ID has 1 to {_LONGEST_ID} characters")
    if any(character < " " for character in given):
        raise Refusal(400, f"a {kind} ID holds no control characters")
