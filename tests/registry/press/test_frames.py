"""Frames arrive whole or are refused."""

import io

import pytest

from registry.press.frames import HEAD, MOST, Broken, framed, length, receive, send


class Dribble(io.BytesIO):
    """A pipe that gives one byte at a time."""

    def read(self, size=-1, /):
        return super().read(min(size, 1))


def test_what_is_sent_is_received():
    pipe = io.BytesIO()
    send(pipe, "证书".encode())
    send(pipe, b"")
    read = Dribble(pipe.getvalue())
    assert [receive(read), receive(read), receive(read)] == ["证书".encode(), b"", None]


@pytest.mark.parametrize("content", [b"\0", framed(b"abc")[:-1], HEAD.pack(5)])
def test_a_pipe_that_ends_inside_a_frame_is_broken(content):
    with pytest.raises(Broken):
        receive(io.BytesIO(content))


def test_no_frame_is_longer_than_any_document():
    with pytest.raises(Broken):
        length(HEAD.pack(MOST + 1))
    with pytest.raises(Broken):
        framed(bytes(MOST + 1))
