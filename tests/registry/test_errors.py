"""Errors say what and what to do, and refusals look like absence."""

from registry.errors import Forbidden, Invalid, InvalidMany, LvceError, NotFound, SignInNeeded


def test_message_and_hint_with_their_blanks_filled():
    error = Invalid("area", "At most {most} m².", hint="You wrote {given}.", field="area_m2", most=10, given=11)
    assert str(error) == "[area] At most 10 m². You wrote 11."
    assert (error.code, error.field, error.context) == ("area", "area_m2", {"most": 10, "given": 11})


def test_braces_in_a_message_without_context_stay():
    assert str(LvceError("x", "A {b}.", hint="C {d}.")) == "[x] A {b}. C {d}."
    assert str(LvceError("x", "A.")) == "[x] A."
    assert str(LvceError("x", "A {b}.", b=1)) == "[x] A 1."


def test_forbidden_cannot_be_told_from_not_found():
    hidden, missing = Forbidden("application:read"), NotFound("application")
    assert (hidden.code, hidden.message, hidden.hint) == (missing.code, missing.message, missing.hint)
    assert (hidden.permission, missing.what) == ("application:read", "application")


def test_many_faults_in_one():
    faults = [Invalid("a", "A."), SignInNeeded()]
    many = InvalidMany(faults)
    assert many.faults == tuple(faults)
    assert isinstance(many, Invalid)
