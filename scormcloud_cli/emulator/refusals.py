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


def not_found(noun: str, thing_id: str, where: str = "", *, kind: str | None = None) -> Refusal:
    """Return the refusal for something that does not exist.

    Args:
        noun: what the message calls it.
        thing_id: the ID that was asked for.
        where: the end of the message.
        kind: the `kind` of the refusal; the noun if None.
    """
    return Refusal(404, f"Could not find {noun} [{thing_id}]{where}", kind or noun)


def taken(noun: str, thing_id: str) -> Refusal:
    """Return the refusal for an ID that is in use already."""
    return Refusal(400, f"{noun.capitalize()} with id [{thing_id}] already exists", "exists")


def no_course(app_id: str, course_id: str, version: int | None = None) -> Refusal:
    """Return the refusal for a course that does not exist (docs/service/v1.md, Error codes)."""
    which = "" if version is None else f", versionid [{version}]"
    return not_found("course", course_id, f"{which} associated with appid [{app_id}]")


def no_registration(app_id: str, registration_id: str) -> Refusal:
    """Return the refusal for a registration that does not exist."""
    return not_found("registration", registration_id, f" associated with appid [{app_id}]")


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
