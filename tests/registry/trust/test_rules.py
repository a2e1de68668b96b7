"""What changes in the list of keys."""

from registry.trust.rules import Kind, Named, change

A, B = Named(Kind.SEAL, "a"), Named(Kind.SEAL, "b")
ROOT = Named(Kind.TIMESTAMP_ROOT, "r")


def test_the_first_key_is_new_and_the_same_again_changes_nothing():
    assert change([], [A]).added == {A}
    assert not change([(A, False)], [A])


def test_a_new_key_retires_the_one_before_and_no_other_kind():
    done = change([(A, False), (ROOT, False)], [B])
    assert (done.added, done.retired, done.resumed) == ({B}, {A}, set())
    assert done


def test_a_key_may_come_back():
    done = change([(A, True), (B, False)], [A])
    assert (done.added, done.retired, done.resumed) == (set(), {B}, {A})
