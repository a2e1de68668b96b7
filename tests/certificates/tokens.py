"""A token of SoftHSM with a key and its certificates, in a folder of its own."""

import os
import subprocess
from pathlib import Path

import pkcs11
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, pkcs12
from pkcs11.util.ec import decode_ec_private_key
from pkcs11.util.rsa import decode_rsa_private_key
from pkcs11.util.x509 import decode_x509_certificate

PIN = "2718281"
MODULES = (
    "/usr/lib/softhsm/libsofthsm2.so",
    "/usr/lib64/softhsm/libsofthsm.so",
    "/opt/homebrew/lib/softhsm/libsofthsm2.so",
)


def module() -> str:
    """SoftHSM's library; `./lvce test` installs it."""
    found = [place for place in MODULES if Path(place).exists()]
    assert found, "SoftHSM is not installed: apt-get install softhsm2"
    return found[0]


def made(folder: Path, key, certificates: dict[str, x509.Certificate], *, label: str = "bureau") -> str:
    """The URI of a token that holds a key with certificates by their labels. Sets SOFTHSM2_CONF for good."""
    (folder / "tokens").mkdir(parents=True, exist_ok=True)
    conf = folder / "softhsm2.conf"
    conf.write_text(f"directories.tokendir = {folder / 'tokens'}\nlog.level = ERROR\n")
    os.environ["SOFTHSM2_CONF"] = str(conf)
    name = folder.name[:32]
    subprocess.run(
        ["softhsm2-util", "--init-token", "--free", "--label", name, "--pin", PIN, "--so-pin", "1234567"],
        check=True,
        capture_output=True,
    )
    library = pkcs11.lib(module())
    library.reinitialize()
    der = key.private_bytes(Encoding.DER, PrivateFormat.TraditionalOpenSSL, NoEncryption())
    attributes = (decode_rsa_private_key if isinstance(key, rsa.RSAPrivateKey) else decode_ec_private_key)(der)
    with library.get_token(token_label=name).open(rw=True, user_pin=PIN) as session:
        session.create_object(attributes | {pkcs11.Attribute.LABEL: label, pkcs11.Attribute.TOKEN: True})
        for each, certificate in certificates.items():
            session.create_object(
                decode_x509_certificate(certificate.public_bytes(Encoding.DER))
                | {pkcs11.Attribute.LABEL: each, pkcs11.Attribute.TOKEN: True}
            )
    return f"pkcs11:token={name};object={label}?module-path={module()}"


def from_pkcs12(folder: Path, file: Path) -> str:
    """The URI of a token with what a PKCS#12 file without passphrase holds."""
    key, certificate, others = pkcs12.load_key_and_certificates(file.read_bytes(), None)
    return made(folder, key, {"bureau": certificate} | {f"ca {at}": one for at, one in enumerate(others)})
