"""Time-stamps in the room that a seal left: B-T, believed or not, and no byte of them can change unnoticed."""

import random
from datetime import UTC, datetime, timedelta

import pytest
from asn1crypto import algos, cms, tsp

from certificates import seal_form
from certificates.cms import SEQUENCE, der
from certificates.faults import Refused
from certificates.press import print_and_seal
from certificates.signing import Pkcs12Signer
from certificates.timestamps import question, stamped
from certificates.trust import Trust, certificates_of, known_certificates
from certificates.verify import Outcome, verify
from tests.certificates.authorities import Authority
from tests.certificates.chains import elliptic_signer, small_pdf

NONCE = 20_250_318


@pytest.fixture(scope="module")
def authority():
    return Authority()


@pytest.fixture(scope="module")
def roomy(key_file):
    return Pkcs12Signer.from_file(key_file, timestamps=True)


@pytest.fixture(scope="module")
def document(record, roomy):
    return print_and_seal(record, roomy).pdf


@pytest.fixture(scope="module")
def trust(roomy, authority):
    return Trust(seal_roots=known_certificates(roomy.anchors_pem), timestamp_roots=known_certificates(authority.root))


@pytest.fixture(scope="module")
def result(document, authority, trust):
    return stamped(document, authority.answer(question(document, NONCE)), NONCE, trust)


def put_in(document, token):
    """The document with a token that nobody looked at."""
    before, after = seal_form.span_of(document)
    written = seal_form.rewritten(seal_form.envelope_in(document), token).hex().upper().encode()
    return document[: before + 1] + written.ljust(after - before - 2, b"0") + document[after - 1 :]


def unchecked(document, answer, roots):
    token = tsp.TimeStampResp.load(answer)["time_stamp_token"]
    return put_in(document, seal_form.token_rewritten(token, certificates_of(roots)))


def codes(verdict):
    return [reason.code for reason in verdict.reasons]


def test_a_stamped_seal_is_good_and_says_when_it_was_there(result, document, trust):
    assert len(result) == len(document)
    verdict = verify(result, trust)
    assert verdict.outcome is Outcome.VALID
    assert codes(verdict)[:3] == ["seal-intact", "chain-trusted", "timestamp-trusted"]
    assert abs(verdict.stamped_at - verdict.sealed_at) < timedelta(minutes=5)
    assert verdict.to_json()["stamped_at"]
    assert verify(document, trust).stamped_at is None


def test_an_authority_that_nobody_knows_changes_nothing(result, trust):
    verdict = verify(result, trust.model_copy(update={"timestamp_roots": ()}))
    assert (verdict.outcome, codes(verdict)[2]) == (Outcome.VALID, "timestamp-unknown")


def test_independent_programs_see_the_time_stamp(result, tmp_path):
    import subprocess

    path = tmp_path / "stamped.pdf"
    path.write_bytes(result)
    assert "Signature is Valid" in subprocess.run(["pdfsig", path], capture_output=True, text=True, check=False).stdout
    assert subprocess.run(["qpdf", "--check", path], capture_output=True, check=False).returncode == 0


def test_without_known_roots_only_the_authority_itself_is_kept(document, authority, trust):
    """A chain that nothing at hand closes could be changed unseen, so it is left out."""
    bare = trust.model_copy(update={"timestamp_roots": ()})
    result = stamped(document, authority.answer(question(document, NONCE)), NONCE, bare)
    token = seal_form.token_in(seal_form.envelope_in(result))
    assert len(token["content"]["certificates"]) == 1
    assert codes(verify(result, bare))[2] == "timestamp-unknown"


@pytest.mark.parametrize("part", ["before", "seal", "token", "padding", "after"])
def test_one_changed_byte_is_not_valid(result, trust, part):
    """Every 17th byte of the seal's field and its time-stamp, and a sample of the rest; each bit that matters in hex."""
    before, after = seal_form.span_of(result)
    end = before + len(result[before:after].rstrip(b"0>"))
    middle = before + 2 * result[before:after].index(b"060B2A864886F70D010910020E") // 2
    chance = random.Random(part)  # noqa: S311 - the same bytes every time
    places = {
        "before": chance.sample(range(before), 15),
        "seal": range(before, middle, 67),
        "token": range(middle, end, 101),
        "padding": [end + 1, *chance.sample(range(end, after), 12), after - 1],
        "after": chance.sample(range(after, len(result)), 15),
    }[part]
    for place in places:
        for flip in (0x01, 0x20):
            changed = bytearray(result)
            changed[place] ^= flip
            verdict = verify(bytes(changed), trust)
            assert verdict.outcome is Outcome.NOT_VALID, (part, place, flip, verdict)


def test_a_time_stamp_of_another_seal_is_broken(result, document, record, roomy, trust):
    token = seal_form.token_rewritten(seal_form.token_in(seal_form.envelope_in(result)))
    other = print_and_seal(record.model_copy(update={"holder_en": "Another"}), roomy).pdf
    assert codes(verify(put_in(other, token), trust)) == ["timestamp-broken"]


def test_a_trusted_time_decides_whether_the_key_was_still_in_use(document, roomy, trust):
    """Whoever seals with a key that was given up can write an old date, but no authority will."""
    late = Authority(at=datetime.now(UTC) + timedelta(days=30))
    knows = trust.model_copy(update={"timestamp_roots": known_certificates(late.root)})
    result = unchecked(document, late.answer(question(document, NONCE)), knows.timestamp_roots)
    (seal,) = known_certificates(roomy.certificate_pem)
    given_up = seal.model_copy(update={"retired_at": datetime.now(UTC) + timedelta(days=1)})
    verdict = verify(result, knows.model_copy(update={"seals": (given_up,)}))
    assert (verdict.outcome, codes(verdict)[3]) == (Outcome.CANNOT_TELL, "sealed-after-retirement")


def test_a_seal_that_was_stamped_after_its_certificate_ended_is_not_trusted(record):
    signer = elliptic_signer(lasts_days=10, timestamps=True)
    late = Authority(at=datetime.now(UTC) + timedelta(days=30), embeds=("between", "root"))
    pdf = print_and_seal(record.model_copy(update={"demonstration": False}), signer).pdf
    knows = Trust(seal_roots=known_certificates(signer.anchors_pem), timestamp_roots=known_certificates(late.root))
    result = unchecked(pdf, late.answer(question(pdf, NONCE)), knows.timestamp_roots)
    assert "chain-refused" in codes(verify(result, knows))


@pytest.mark.parametrize("case", ["declined", "garbage", "other question", "other nonce", "other seal", "broken"])
def test_answers_that_are_of_no_use_are_refused(document, sealed, authority, trust, case):
    asked = question(document, NONCE)
    answer = {
        "declined": lambda: der(SEQUENCE, tsp.PKIStatusInfo({"status": "rejection"}).dump()),
        "garbage": lambda: b"<html>no</html>",
        "other question": lambda: authority.answer(question(sealed.pdf, NONCE)),
        "other nonce": lambda: authority.answer(question(document, NONCE + 1)),
        "other seal": lambda: authority.answer(asked)[:-1],
        "broken": lambda: authority.answer(asked)[:-1] + b"\x00",
    }[case]()
    with pytest.raises(Refused, match="timestamp-refused" if case == "declined" else "timestamp-unfit"):
        stamped(document, answer, NONCE, trust)


@pytest.mark.parametrize("days", [-3, 2, 400])
def test_an_authority_with_a_wrong_clock_spoils_no_seal(document, trust, days):
    """Its word would count above the seal's own, also for a time at which the sealing certificate is over."""
    wrong = Authority(at=datetime.now(UTC) + timedelta(days=days))
    knows = trust.model_copy(update={"timestamp_roots": known_certificates(wrong.root)})
    with pytest.raises(Refused, match="far from the time"):
        stamped(document, wrong.answer(question(document, NONCE)), NONCE, knows)


@pytest.mark.parametrize("expired", [True, False])
def test_an_authority_that_the_roots_do_not_prove_is_refused(document, trust, expired):
    other = Authority(lasted_days=1 if expired else 365)
    knows = trust.model_copy(update={"timestamp_roots": known_certificates(other.root)}) if expired else trust
    with pytest.raises(Refused, match="roots that are set"):
        stamped(document, other.answer(question(document, NONCE)), NONCE, knows)


def test_a_token_without_room_is_refused(sealed, authority, trust):
    with pytest.raises(Refused, match="are free"):
        stamped(sealed.pdf, authority.answer(question(sealed.pdf, NONCE)), NONCE, trust)


def test_a_file_without_a_seal_is_not_asked_about():
    with pytest.raises(Refused, match="timestamp-unfit"):
        question(small_pdf(), NONCE)


def test_tokens_of_another_form_are_not_kept(authority, document):
    def token():
        return tsp.TimeStampResp.load(authority.answer(question(document, NONCE)))["time_stamp_token"]

    old = token()
    old["content"]["signer_infos"][0]["digest_algorithm"] = algos.DigestAlgorithm({"algorithm": "sha1"})
    with pytest.raises(seal_form.Strange, match="sha1"):
        seal_form.token_rewritten(old)
    twice = token()
    twice["content"]["signer_infos"] = [twice["content"]["signer_infos"][0]] * 2
    with pytest.raises(seal_form.Strange, match="2 where one"):
        seal_form.token_rewritten(twice)
    nameless = token()
    info = nameless["content"]["signer_infos"][0]
    info["signed_attrs"] = cms.CMSAttributes(
        [one for one in info["signed_attrs"] if one["type"].native != "signing_certificate"]
    )
    with pytest.raises(seal_form.Strange, match="names no certificate"):
        seal_form.token_rewritten(nameless)
