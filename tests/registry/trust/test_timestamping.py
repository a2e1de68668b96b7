"""Time-stamps over HTTP: had in time, or done without; the port's contract holds for the real adapter and its twin."""

import asyncio

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from certificates.press import print_and_seal
from certificates.signing import Pkcs12Signer
from certificates.timestamps import question
from certificates.trust import Trust, known_certificates
from certificates.verify import verify
from registry.errors import Misconfigured, Unavailable
from registry.trust import timestamping
from registry.trust.timestamping import HttpAuthority, NoAuthority, authority_at, roots_of, with_timestamp
from tests.certificates.authorities import Authority
from tests.certificates.conftest import build_record


@pytest.fixture(scope="module")
def authority():
    return Authority()


@pytest.fixture(scope="module")
def document(tmp_path_factory):
    from certificates.demonstration import make_demonstration_key

    path = tmp_path_factory.mktemp("key") / "seal.p12"
    make_demonstration_key(path, "stamped")
    signer = Pkcs12Signer.from_file(path, timestamps=True)
    made = print_and_seal(build_record(), signer)
    return (made.pdf, made.level), signer


@pytest.fixture
async def asked():
    """A server on this machine whose answer each test sets, and how often it was asked."""

    class Server:
        answer = None
        times = 0
        delay = 0.0
        body: object = b""

    state = Server()

    async def respond(request):
        state.times += 1
        assert request.content_type == "application/timestamp-query"
        await asyncio.sleep(state.delay)
        return state.answer(await request.read())

    app = web.Application()
    app.router.add_post("/tsa", respond)
    async with TestServer(app) as server:
        state.address = str(server.make_url("/tsa"))
        yield state


def granted(authority):
    return lambda asked: web.Response(body=authority.answer(asked), content_type="application/timestamp-reply")


@pytest.fixture(params=["http", "none"])
async def any_authority(request, asked, authority):
    asked.answer = granted(authority)
    trust = Trust(timestamp_roots=known_certificates(authority.root))
    return HttpAuthority(asked.address, trust) if request.param == "http" else NoAuthority()


async def test_an_authority_answers_or_says_that_it_is_unavailable(any_authority, document):
    """The contract of the port, for the real adapter and for its Null twin."""
    sealed, _ = document
    assert isinstance(any_authority.trust, Trust)
    try:
        answer = await any_authority.ask(question(sealed[0], 7))
    except Unavailable as refusal:
        assert isinstance(any_authority, NoAuthority)
        assert refusal.code == "timestamp-unavailable"  # noqa: PT017 - either outcome is right, for one of the two
        assert await with_timestamp(*sealed, any_authority) == sealed
    else:
        assert answer.startswith(b"\x30")
        better, level = await with_timestamp(*sealed, any_authority)
        assert level == "B-T"
        assert better.startswith(sealed[0][:1000])
        assert better != sealed[0]


async def test_a_stamped_document_verifies_as_such(asked, authority, document):
    sealed, signer = document
    asked.answer = granted(authority)
    trust = Trust(timestamp_roots=known_certificates(authority.root))
    better, _ = await with_timestamp(*sealed, HttpAuthority(asked.address, trust))
    everything = trust.model_copy(update={"seal_roots": known_certificates(signer.anchors_pem)})
    verdict = await asyncio.to_thread(verify, better, everything)
    assert "timestamp-trusted" in [reason.code for reason in verdict.reasons]


@pytest.mark.parametrize("fault", ["status", "empty", "garbage", "long", "declined"])
async def test_what_comes_back_wrong_costs_the_time_stamp_and_nothing_else(asked, document, fault, caplog):
    sealed, _ = document
    asked.answer = {
        "status": lambda _: web.Response(status=503),
        "empty": lambda _: web.Response(body=b""),
        "garbage": lambda _: web.Response(body=b"<html>"),
        "long": lambda _: web.Response(body=b"x" * (timestamping.LONGEST + 1)),
        "declined": lambda _: web.Response(body=bytes.fromhex("30053003020102")),
    }[fault]
    assert await with_timestamp(*sealed, HttpAuthority(asked.address, Trust())) == sealed
    assert asked.times == (1 if fault in {"garbage", "declined"} else timestamping.ATTEMPTS)


async def test_an_authority_that_is_silent_is_left_alone_for_a_while(asked, document, monkeypatch):
    sealed, _ = document
    asked.delay = 5.0
    monkeypatch.setattr(timestamping, "PATIENCE", 0.05)
    slow = HttpAuthority(asked.address, Trust())
    assert (await with_timestamp(*sealed, slow))[1] == "B-B"
    assert (await with_timestamp(*sealed, slow))[1] == "B-B"
    assert asked.times == timestamping.ATTEMPTS, "the second document did not wait"
    monkeypatch.setattr(timestamping, "SILENCE", 0.0)
    other = HttpAuthority(asked.address, Trust())
    for _ in range(2):
        assert (await with_timestamp(*sealed, other))[1] == "B-B"
    assert asked.times == 3 * timestamping.ATTEMPTS


async def test_nobody_at_the_address(document):
    assert (await with_timestamp(*document[0], HttpAuthority("http://127.0.0.1:9/tsa", Trust())))[1] == "B-B"


def test_the_settings_name_the_authority_and_its_roots(settings, tmp_path, authority):
    assert isinstance(authority_at(settings), NoAuthority)
    assert roots_of(authority_at(settings)) == b""
    (tmp_path / "roots.pem").write_bytes(authority.root)
    given = settings.model_copy(update={"tsa_url": "http://127.0.0.1:9/", "tsa_trust": str(tmp_path / "roots.pem")})
    assert roots_of(authority_at(given)) == authority.root
    assert authority_at(given.model_copy(update={"tsa_trust": ""})).trust == Trust()
    for wrong in (tmp_path / "none.pem", tmp_path):
        with pytest.raises(Misconfigured, match="roots of the time-stamp"):
            authority_at(given.model_copy(update={"tsa_trust": str(wrong)}))
