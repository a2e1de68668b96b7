"""Time-stamps for seals, RFC 3161: what to ask of an authority, and the file with its answer inside.

Needs no key and no network: asking is `registry/trust/timestamping.py`'s. The token goes into the room that the
seal left, in the form that `seal_form.py` can write anew; PAdES calls the result B-T.
"""

import hashlib
from datetime import timedelta

from asn1crypto import cms, core, tsp  # type: ignore[import-untyped]  # ships no types

from certificates import seal_form
from certificates.faults import Fault, Refused
from certificates.seal_check import seal_findings
from certificates.trust import Trust, certificates_of

LEVEL = "B-T"
FAR = timedelta(hours=1)
"""Between the seal's time and that of its stamp, which is asked for at once. More: one of two clocks is wrong."""
_GRANTED = {"granted", "granted_with_mods"}


def question(pdf: bytes, nonce: int) -> bytes:
    """A TimeStampReq in DER over the seal's signature; `nonce` is a number that nobody can guess. Raises Refused."""
    return bytes(
        tsp.TimeStampReq({"version": 1, "message_imprint": _imprint(pdf), "nonce": nonce, "cert_req": True}).dump()
    )


def stamped(pdf: bytes, answer: bytes, nonce: int, trust: Trust) -> bytes:
    """The file with the time-stamp of a TimeStampResp in DER, after reading it back. `trust` may prove the authority.

    Raises Refused `timestamp-refused` when the authority declined, `timestamp-unfit` for an answer to another
    question, a broken one, one in a form that is not kept, one without room, one that the roots of `trust` do not prove,
    and one that names quite another time than the seal.
    """
    try:
        # asn1crypto's own shape insists on a token, which an authority that declines does not send.
        response = core.SequenceOf.load(answer, strict=True, spec=core.Any)
        said = response[0].parse(tsp.PKIStatusInfo)["status"].native
        if said not in _GRANTED:
            raise Refused(
                Fault(
                    "timestamp-refused",
                    f"时间戳服务拒绝了请求：{said}。",
                    f"The time-stamp authority declined: {said}.",
                )
            )
        token = response[1].parse(cms.ContentInfo)
        statement = token["content"]["encap_content_info"]["content"].parsed
        if statement["message_imprint"].dump() != _imprint(pdf).dump() or statement["nonce"].native != nonce:
            raise seal_form.Strange("an answer to another question")
        before, after = seal_form.span_of(pdf)
        written = seal_form.rewritten(
            seal_form.envelope_in(pdf), seal_form.token_rewritten(token, certificates_of(trust.timestamp_roots))
        )
        room = (after - before - 2) // 2
        if len(written) > room:
            raise seal_form.Strange(f"{len(written)} bytes where {room} are free")
        result = pdf[: before + 1] + written.hex().upper().encode().ljust(2 * room, b"0") + pdf[after - 1 :]
        _check(result, trust)
    except seal_form.ODD as error:
        raise Refused(
            Fault(
                "timestamp-unfit",
                f"时间戳服务的答复不能使用：{error}。",
                f"The answer of the time-stamp authority is of no use: {error}.",
            )
        ) from error
    return result


def _check(result: bytes, trust: Trust) -> None:
    """Read the finished file back. A time-stamp outlives the seal's own word, so one that is not believed, or names a
    time at which the sealing certificate was not good, would do worse than none. Raises Strange.
    """
    found = seal_findings(result, trust)
    if found.broken or found.stamped_at is None or found.sealed_at is None:
        raise seal_form.Strange(", ".join(found.codes))
    if abs(found.stamped_at - found.sealed_at) > FAR:
        raise seal_form.Strange(f"it says {found.stamped_at:%Y-%m-%dT%H:%MZ}, far from the time of the seal")
    if trust.timestamp_roots and "timestamp-trusted" not in found.codes:
        raise seal_form.Strange("its certificate is not good, or does not lead to the roots that are set")


def _imprint(pdf: bytes) -> tsp.MessageImprint:
    try:
        signature = seal_form.envelope_in(pdf)["signer_infos"][0]["signature"].native
    except seal_form.ODD as error:
        raise Refused(
            Fault("timestamp-unfit", "文件没有可加时间戳的签章。", "The file has no seal to be time-stamped.")
        ) from error
    return tsp.MessageImprint(
        {"hash_algorithm": {"algorithm": "sha256"}, "hashed_message": hashlib.sha256(signature).digest()}
    )
