from scormcloud_cli.learning import hacp


def test_names_of_groups_and_properties_come_in_any_case() -> None:
    values = dict(hacp.values("[CORE]\nlesson_STATUS = Failed\nTIME=00:00:05\n"))
    assert values["cmi.core.lesson_status"] == "failed"
    assert values["cmi.core.session_time"] == "00:00:05"


def test_a_score_has_its_bounds_with_it() -> None:
    values = dict(hacp.values("[core]\r\nscore=8, 10, 0\r\n"))
    assert values == {
        "cmi.core.score.raw": "8",
        "cmi.core.score.max": "10",
        "cmi.core.score.min": "0",
    }


def test_a_status_may_be_a_letter_and_say_how_content_ends() -> None:
    values = dict(hacp.values("[core]\r\nlesson_status=I, Suspend\r\n"))
    assert values == {"cmi.core.lesson_status": "incomplete", "cmi.core.exit": "suspend"}


def test_what_a_lesson_keeps_is_any_text() -> None:
    kept = "a=1\n\n; no comment\n[1] x"
    assert dict(hacp.values(f"[core]\n[core_lesson]\n{kept}\n")) == {"cmi.suspend_data": kept}


def test_objectives_are_named_before_they_are_judged() -> None:
    data = "[Objectives_Status]\nJ_Status.1=P\nJ_Score.1=70,100\nJ_ID.1=one\nj_id.0=x\n"
    assert list(hacp.values(data))[-3:] == [
        ("cmi.objectives.0.id", "one"),
        ("cmi.objectives.0.score.raw", "70"),
        ("cmi.objectives.0.status", "passed"),
    ]


def test_what_is_no_message_sets_nothing() -> None:
    for data in ("", "x", "[", "[core", "[]", "=", "[core]\n=\n", "[x]\ny"):
        assert list(hacp.values(data)) == []
