"""SEC-15, SEC-16 and M-07: whom this program speaks to, and that nothing around it can change that."""

import asyncio
import os
import re
import ssl
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

import omi_tui
from omi_tui.client.errors import Misconfigured, Unreachable
from omi_tui.client.insurer import Insurer
from omi_tui.client.opening import open_insurer
from omi_tui.client.tls import Pins, pin_of, tls_context
from omi_tui.client.transport import Transport
from tests.client.certificates import Authority
from tests.client.raw_server import ok, serve
from tests.client.test_session import Memory
from tests.client.test_transport import GET, transport_to

SPARE = f"sha256/{'A' * 43}="
TODAY = datetime.now(UTC).date()


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("tls"))


async def test_tls_with_our_own_authority(authority: Authority) -> None:
    tls = authority.server("127.0.0.1")
    async with serve([ok({})], tls) as server, transport_to(server.url, authority.ca_file) as transport:
        assert (await transport.send(GET)).status == 200


@pytest.mark.parametrize("which", ["unknown", "host", "expired", "old"])
async def test_tls_is_never_waved_through(authority: Authority, which: str, tmp_path: Path) -> None:
    tls = authority.server("other.test" if which == "host" else "127.0.0.1", expired=which == "expired")
    if which == "old":
        with pytest.deprecated_call():
            tls.maximum_version = ssl.TLSVersion.TLSv1_1
    trusted = Authority(tmp_path).ca_file if which == "unknown" else authority.ca_file
    async with serve([ok({})], tls) as server, transport_to(server.url, trusted) as transport:
        with pytest.raises(Unreachable) as caught:
            await transport.send(GET)
    assert (caught.value.code, caught.value.kind, caught.value.sent) == ("net.tls", "tls", False)


def test_the_environment_cannot_weaken_tls(
    monkeypatch: pytest.MonkeyPatch, authority: Authority, tmp_path: Path
) -> None:
    monkeypatch.setenv("SSLKEYLOGFILE", str(tmp_path / "keys"))
    monkeypatch.setenv("SSL_CERT_FILE", str(authority.ca_file))
    context = tls_context(None)
    assert not context.keylog_filename
    assert context.verify_mode is ssl.CERT_REQUIRED
    assert context.check_hostname
    assert context.minimum_version is ssl.TLSVersion.TLSv1_2
    assert not [one for one in context.get_ca_certs() if "Test authority" in str(one["subject"])]


def test_a_system_without_roots_trusts_nobody(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    nowhere = ssl.get_default_verify_paths()._replace(
        openssl_cafile=str(tmp_path / "none.pem"), openssl_capath=str(tmp_path / "none")
    )
    monkeypatch.setattr(ssl, "get_default_verify_paths", lambda: nowhere)
    context = tls_context(None)
    assert context.verify_mode is ssl.CERT_REQUIRED
    assert context.get_ca_certs() == []


def test_on_windows_nobody_asks_for_the_files_mode(monkeypatch: pytest.MonkeyPatch, authority: Authority) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    assert len(tls_context(authority.ca_file).get_ca_certs()) == 1


def test_a_ca_file_has_to_be_safe(authority: Authority, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"ca_file\.missing"):
        tls_context(tmp_path / "none.pem")
    text = tmp_path / "text.pem"
    text.write_text("no certificate")
    with pytest.raises(ValueError, match=r"ca_file\.format"):
        tls_context(text)
    writable = tmp_path / "writable.pem"
    writable.write_bytes(authority.ca_file.read_bytes())
    writable.chmod(0o666)
    with pytest.raises(ValueError, match=r"ca_file\.unsafe"):
        tls_context(writable)


def test_elsewhere_the_system_knows_its_roots(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    assert tls_context(None).verify_mode is ssl.CERT_REQUIRED


def test_sec_15_no_line_of_the_program_turns_verification_off() -> None:
    weak = re.compile(
        r"verify\s*=\s*False|CERT_NONE|CERT_OPTIONAL|check_hostname\s*=\s*False|_create_unverified|create_default_context"
        r"|verify_mode\s*=|_https_verify|PROTOCOL_TLSv1\b|set_ciphers|SECLEVEL"
    )
    package = Path(omi_tui.__file__).parent
    found = [path.name for path in package.rglob("*.py") if weak.search(path.read_text("utf-8"))]
    assert found == []


@pytest.mark.parametrize("which", ["self-signed", "unknown", "host", "expired", "old"])
async def test_sec_15_a_server_that_proves_nothing_is_asked_once_and_told_nothing(
    authority: Authority, which: str, tmp_path: Path
) -> None:
    """No request arrives, and there is no second try, for a read neither."""
    host = "other.test" if which == "host" else "127.0.0.1"
    tls = authority.server(host, expired=which == "expired", self_signed=which == "self-signed")
    if which == "old":
        with pytest.deprecated_call():
            tls.maximum_version = ssl.TLSVersion.TLSv1_1
    trusted = Authority(tmp_path).ca_file if which == "unknown" else authority.ca_file
    asked: list[str] = []
    async with serve([ok({})] * 5, tls) as server:
        insurer = Insurer(server.url, Memory(), ca_file=trusted, observe=lambda call: asked.append(call.path))
        with pytest.raises(Unreachable) as caught:
            await insurer.reference.get()
        await insurer.aclose()
        assert (caught.value.code, caught.value.kind, caught.value.sent) == ("net.tls", "tls", False)
        assert asked == ["/v1/reference"]
        assert server.requests == []


async def reached(server_url: str, authority: Authority, pins: Pins) -> bool:
    transport = Transport(server_url, ca_file=authority.ca_file, pins=pins)
    try:
        return (await transport.send(GET)).status == 200
    except Unreachable as error:
        return error.kind != "tls"
    finally:
        await transport.aclose()


async def test_sec_16_pins(authority: Authority) -> None:
    """The own key, the backup, a stranger's key; and after their last day pins count for nothing."""
    tls = authority.server("127.0.0.1")
    async with serve([ok({})] * 4, tls) as server:
        assert await reached(server.url, authority, Pins((authority.pin, SPARE), TODAY))
        assert await reached(server.url, authority, Pins((SPARE, authority.pin), TODAY))
        stranger = Pins((SPARE, SPARE.replace("A", "B")), TODAY)
        assert not await reached(server.url, authority, stranger)
        assert len(server.requests) == 2, "the stranger was sent nothing"
        expired = Pins(stranger.keys, TODAY - timedelta(days=1))
        assert await reached(server.url, authority, expired)


async def test_sec_16_a_pin_does_not_replace_the_certificate(authority: Authority) -> None:
    tls = authority.server("127.0.0.1", expired=True)
    async with serve([ok({})], tls) as server:
        assert not await reached(server.url, authority, Pins((authority.pin, SPARE), TODAY))
        assert server.requests == []


@pytest.mark.parametrize(
    ("keys", "code"),
    [
        ((SPARE,), "pins.backup"),
        ((SPARE, SPARE), "pins.backup"),
        ((SPARE, "sha1/abc"), "pins.format"),
        ((SPARE, SPARE + "x"), "pins.format"),
        ((), "pins.backup"),
    ],
)
def test_sec_16_one_pin_alone_could_lock_the_desk_out(keys: tuple[str, ...], code: str) -> None:
    with pytest.raises(Misconfigured) as caught:
        Pins(keys, TODAY)
    assert (caught.value.code, str(caught.value)) == (code, code)


async def test_sec_16_pins_come_from_the_settings(authority: Authority) -> None:
    tls = authority.server("127.0.0.1")
    async with serve([ok({})] * 2, tls) as server:
        for pins, kind in (((authority.pin, SPARE), "schema"), ((SPARE, SPARE.replace("A", "B")), "tls")):
            insurer = await open_insurer(
                server.url, Memory(), ca_file=authority.ca_file, pins=pins, pins_until=date(9999, 1, 1)
            )
            with pytest.raises(Exception, match=kind):
                await insurer.reference.get()
            await insurer.aclose()


def test_a_pin_is_what_openssl_makes_of_the_key(authority: Authority, tmp_path: Path) -> None:
    authority.server("127.0.0.1")
    pem = (authority.ca_file.parent / "server.pem").read_text()
    certificate = ssl.PEM_cert_to_DER_cert(pem[pem.index("-----BEGIN CERTIFICATE") :])
    assert pin_of(certificate) == authority.pin


CALLS_WITH_A_KEY_LOG = """
import asyncio, sys
from pathlib import Path
from omi_tui.client.insurer import Insurer
from omi_tui.client.errors import ClientError
from omi_tui.client.proxy import Proxy

class Nothing:
    def save(self, backend, tokens): pass
    def load(self, backend): return None
    def forget(self, backend): pass

async def main():
    for proxy in (None, Proxy(sys.argv[3])):
        insurer = Insurer(sys.argv[1], Nothing(), ca_file=Path(sys.argv[2]), proxy=proxy)
        try:
            await insurer.reference.get()
        except ClientError as error:
            print(error)
        await insurer.aclose()

asyncio.run(main())
"""


async def test_m_07_keys_of_a_connection_are_never_written(authority: Authority, tmp_path: Path) -> None:
    """A process whose environment asks for a key log: straight to the insurer, and through a proxy behind TLS."""
    log = tmp_path / "keys.log"
    async with (
        serve([ok({})] * 2, authority.server("127.0.0.1")) as server,
        serve([ok({})] * 2, authority.server("127.0.0.1")) as proxy,
    ):
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-c", CALLS_WITH_A_KEY_LOG, server.url, str(authority.ca_file), proxy.url),
            env={**os.environ, "SSLKEYLOGFILE": str(log)},
            stdout=subprocess.PIPE,
        )
        output, _ = await process.communicate()
    assert "net.bad_answer (schema)" in output.decode(), "the handshake went through"
    assert not log.exists()
    assert len(server.requests) + len(proxy.requests) >= 2
