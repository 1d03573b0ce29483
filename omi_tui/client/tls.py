"""TLS as this program wants it: always verified, nothing from the environment, and pinned where settings say so."""

import os
import re
import ssl
import stat
import sys
from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from hashlib import sha256
from pathlib import Path

from omi_tui.client.errors import Misconfigured

_PIN = re.compile(r"sha256/[A-Za-z0-9+/]{43}=")


@dataclass(frozen=True)
class Pins:
    """The public keys that a server may have: ``sha256/`` and the hash in base64, of which one is a backup.

    From the day after ``until`` they count for nothing, so that a forgotten pin cannot lock a desk out for ever.
    Raises Misconfigured: ``pins.format``, ``pins.backup``.
    """

    keys: Sequence[str]
    until: date

    def __post_init__(self) -> None:
        if not all(_PIN.fullmatch(key) for key in self.keys):
            raise Misconfigured("pins.format")
        if len(set(self.keys)) < 2:
            raise Misconfigured("pins.backup")

    def fit(self, certificate: bytes) -> bool:
        """Whether the server with this *certificate* (DER) may be spoken to."""
        return datetime.now(UTC).date() > self.until or pin_of(certificate) in self.keys


def pin_of(certificate: bytes) -> str:
    """The pin of a certificate's public key."""
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
    from cryptography.x509 import load_der_x509_certificate

    key = (
        load_der_x509_certificate(certificate)
        .public_key()
        .public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    )
    return "sha256/" + b64encode(sha256(key).digest()).decode()


def tls_context(ca_file: Path | None, *, roots: bool = True, pins: Pins | None = None) -> ssl.SSLContext:
    """TLS 1.2 or newer, certificate and host name always verified, no key log whatever the environment says.

    *ca_file* replaces the system's roots; it must be ours or root's, and nobody else may be able to write it.
    Raises Misconfigured: ``ca_file.missing``, ``ca_file.unsafe``, ``ca_file.format``.
    """
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    if pins is not None:
        context.sslobject_class = _pinned(pins)
    if ca_file is not None:
        _check_ca_file(ca_file)
        try:
            context.load_verify_locations(cafile=ca_file)
        except ssl.SSLError:
            raise Misconfigured("ca_file.format") from None
    elif roots:
        _load_roots(context)
    return context


def _pinned(pins: Pins) -> type[ssl.SSLObject]:
    class Pinned(ssl.SSLObject):
        """Ends the handshake where the key is another: before the first byte of a request."""

        def do_handshake(self) -> None:
            super().do_handshake()
            if not pins.fit(self.getpeercert(binary_form=True) or b""):
                raise ssl.SSLCertVerificationError("the server's key is not a pinned one")

    return Pinned


def _load_roots(context: ssl.SSLContext) -> None:
    if sys.platform in ("win32", "darwin"):
        context.load_default_certs()
        return
    paths = ssl.get_default_verify_paths()  # the built-in places: SSL_CERT_FILE and SSL_CERT_DIR do not count
    file, folder = paths.openssl_cafile, paths.openssl_capath
    if Path(file).is_file() or Path(folder).is_dir():
        context.load_verify_locations(file if Path(file).is_file() else None, folder if Path(folder).is_dir() else None)


def _check_ca_file(path: Path) -> None:
    try:
        found = path.stat()
    except OSError:
        raise Misconfigured("ca_file.missing") from None
    if sys.platform == "win32":
        return
    if found.st_uid not in (0, os.getuid()) or stat.S_IMODE(found.st_mode) & 0o022:
        raise Misconfigured("ca_file.unsafe")
