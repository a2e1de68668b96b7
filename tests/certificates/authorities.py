"""A time-stamp authority of RFC 3161 for tests: root, one certificate between, and its own; answers requests in DER."""

from datetime import UTC, datetime, timedelta

from asn1crypto import keys, pem, tsp
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from pyhanko.sign.timestamps import DummyTimeStamper
from pyhanko_certvalidator.registry import SimpleCertificateStore


class Authority:
    """`root` and `between` are PEM; `at` fixes the moment it states. Its own certificate began two days ago."""

    def __init__(self, *, at=None, embeds=("between",), lasted_days=365):
        start = datetime.now(UTC).replace(microsecond=0) - timedelta(days=2)
        made = {name: rsa.generate_private_key(65537, 2048) for name in ("root", "between", "authority")}
        self._certificates = {
            name: _certificate(name, above, made, start, lasted_days if name == "authority" else 365)
            for name, above in (("root", "root"), ("between", "root"), ("authority", "between"))
        }
        self.root, self.between = (self._certificates[name].public_bytes(Encoding.PEM) for name in ("root", "between"))
        key = made["authority"].private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
        held = SimpleCertificateStore()
        held.register_multiple([_asn1(self._certificates[name]) for name in embeds])
        self._stamper = DummyTimeStamper(
            _asn1(self._certificates["authority"]), keys.PrivateKeyInfo.load(key), certs_to_embed=held, fixed_dt=at
        )

    @property
    def chain(self):
        """Its own certificate and those above, as asn1crypto reads them."""
        return [_asn1(self._certificates[name]) for name in ("authority", "between", "root")]

    def answer(self, question: bytes) -> bytes:
        """A TimeStampResp to a TimeStampReq."""
        return self._stamper.request_tsa_response(tsp.TimeStampReq.load(question)).dump()


def _certificate(name, above, made, start, days):
    builder = (
        x509.CertificateBuilder()
        .subject_name(_name(name))
        .issuer_name(_name(above))
        .public_key(made[name].public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(start + timedelta(days=days))
        .add_extension(x509.BasicConstraints(ca=name != "authority", path_length=None), critical=True)
    )
    if name == "authority":
        usage = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING])
        builder = builder.add_extension(usage, critical=True)
    return builder.sign(made[above], hashes.SHA256())


def _name(text):
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, f"time-stamp {text}")])


def _asn1(certificate):
    return asn1_x509.Certificate.load(pem.unarmor(certificate.public_bytes(Encoding.PEM))[2])
