"""Checks a table of cases as one test, where a test of each would take longer than its check."""

from collections.abc import Callable, Mapping
from typing import TypeVar

Case = TypeVar("Case")


def check_each(cases: Mapping[str, Case], check: Callable[[Case], None]) -> None:
    """Check every case of a table, whatever becomes of the others.

    Args:
        cases: the cases by their names.
        check: raises for a case that is not as it should be.

    Raises:
        ExceptionGroup: what was raised for each case that failed, with all their names.
    """
    failures: dict[str, Exception] = {}
    for name, case in cases.items():
        try:
            check(case)
        except Exception as failure:
            failure.add_note(f"Case: {name}")
            failures[name] = failure
    if failures:
        names = ", ".join(failures)
        message = f"{len(failures)} of {len(cases)} cases failed: {names}"
        raise ExceptionGroup(message, list(failures.values()))
