"""Fetching from a real HTTPS server on this machine: whole, resumed, unchanged, refused."""

from __future__ import annotations

import gzip
import json
import ssl
import threading
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
)
from cryptography.x509.oid import NameOID

from sekisho.cli.main import run
from sekisho.library.build import build_library
from sekisho.library.intake.look import Sidecar, is_exploited
from sekisho.library.pull.feeds import ecosystems_of, fetch_feeds, read_addresses, wanted_feeds
from sekisho.library.pull.fetch import FetchError, Line, Wanted, fetch
from sekisho.library.snapshot import open_library
from sekisho.model.errors import InputError

pytestmark = pytest.mark.enable_socket

DAY = date(2026, 11, 23)
KEV = json.dumps(
    {
        "catalogVersion": "2026.11.20",
        "count": 1,
        "vulnerabilities": [{"cveID": "CVE-2026-10001", "notes": "x" * 200_000}],
    }
).encode()
EPSS = b"#model_version:v1,score_date:2026-11-22T00:00:00Z\ncve,epss,percentile\n"


@dataclass
class Site:
    """What a server serves and how it misbehaves; `asked` holds the headers of each request."""

    files: dict[str, bytes] = field(default_factory=dict)
    cut_at: int = 0
    answers: list[int] = field(default_factory=list)
    redirect: str = ""
    asked: list[dict[str, str]] = field(default_factory=list)
    address: str = ""


class Answering(BaseHTTPRequestHandler):
    site: Site

    def log_message(self, *_: object) -> None:
        """A test needs no log."""

    def do_GET(self) -> None:  # the name is http.server's
        site = self.site
        site.asked.append(dict(self.headers.items()))
        data = site.files.get(self.path)
        if site.answers or data is None:
            self._empty(site.answers.pop(0) if site.answers else 404)
        elif self.headers.get("If-None-Match") == '"v1"':
            self._empty(304)
        else:
            self._send(data)

    def _empty(self, code: int) -> None:
        self.send_response(code)
        if code == 302:
            self.send_header("Location", self.site.redirect)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _send(self, data: bytes) -> None:
        start = 0
        wanted = self.headers.get("Range", "")
        if wanted and self.headers.get("If-Range") == '"v1"':
            start = int(wanted.removeprefix("bytes=").removesuffix("-"))
        self.send_response(206 if start else 200)
        if start:
            self.send_header("Content-Range", f"bytes {start}-{len(data) - 1}/{len(data)}")
        self.send_header("ETag", '"v1"')
        self.send_header("Last-Modified", "Fri, 20 Nov 2026 10:00:00 GMT")
        self.send_header("Content-Length", str(len(data) - start))
        self.end_headers()
        rest = data[start:]
        if self.site.cut_at:
            rest, self.site.cut_at = rest[: self.site.cut_at], 0
        self.wfile.write(rest)
        self.wfile.flush()
        self.close_connection = True


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Writes a certificate for this machine and its key into one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "loopback")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path_factory.mktemp("tls") / "server.pem"
    secret = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    path.write_bytes(made.public_bytes(Encoding.PEM) + secret)
    return path


@pytest.fixture
def site(certificate: Path) -> Iterator[Site]:
    site = Site()
    handler = type("AnsweringForSite", (Answering,), {"site": site})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    site.address = f"https://127.0.0.1:{server.server_port}"
    yield site
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def line(certificate: Path) -> Line:
    """Gives a line that trusts the test's certificate and does not wait between tries."""
    return Line(trust=ssl.create_default_context(cafile=certificate), wait=lambda _: None)


def kev(site: Site, limit: int = 10_000_000) -> Wanted:
    return Wanted("KEV", f"{site.address}/kev.json", "kev.json", limit, is_exploited)


def test_a_file_is_fetched_and_what_it_is_noted_beside_it(
    site: Site, line: Line, tmp_path: Path
) -> None:
    site.files["/kev.json"] = KEV
    noted = fetch(kev(site), tmp_path, DAY, line)
    assert (tmp_path / "kev.json").read_bytes() == KEV
    assert isinstance(noted, Sidecar)
    assert (noted.etag, noted.modified_on, noted.retrieved_on) == ('"v1"', date(2026, 11, 20), DAY)


def test_an_unchanged_file_is_not_fetched_again(site: Site, line: Line, tmp_path: Path) -> None:
    site.files["/kev.json"] = KEV
    fetch(kev(site), tmp_path, DAY, line)
    noted = fetch(kev(site), tmp_path, date(2026, 11, 24), line)
    assert site.asked[-1]["If-None-Match"] == '"v1"'
    assert noted.retrieved_on == date(2026, 11, 24)


def test_a_cut_file_is_taken_up_where_it_was_cut(site: Site, line: Line, tmp_path: Path) -> None:
    site.files["/kev.json"] = KEV
    site.cut_at = 50_000
    fetch(kev(site), tmp_path, DAY, line)
    assert [request.get("Range") for request in site.asked] == [None, "bytes=50000-"]
    assert (tmp_path / "kev.json").read_bytes() == KEV


def test_a_busy_server_is_asked_again(site: Site, line: Line, tmp_path: Path) -> None:
    site.files["/kev.json"] = KEV
    site.answers = [503, 429]
    fetch(kev(site), tmp_path, DAY, line)
    assert len(site.asked) == 3


def test_a_missing_file_is_asked_for_once(site: Site, line: Line, tmp_path: Path) -> None:
    with pytest.raises(FetchError) as caught:
        fetch(kev(site), tmp_path, DAY, line)
    assert caught.value.message.params == {"status": "404"}
    assert len(site.asked) == 1


def test_a_server_nobody_vouches_for_is_not_believed(site: Site, tmp_path: Path) -> None:
    site.files["/kev.json"] = KEV
    with pytest.raises(FetchError):
        fetch(kev(site), tmp_path, DAY, Line(wait=lambda _: None))
    assert not (tmp_path / "kev.json").exists()


def test_a_page_that_is_not_the_feed_leaves_the_old_file(
    site: Site, line: Line, tmp_path: Path
) -> None:
    (tmp_path / "kev.json").write_bytes(KEV)
    site.files["/kev.json"] = b"<html>Please sign in to the guest network</html>"
    with pytest.raises(FetchError) as caught:
        fetch(kev(site), tmp_path, DAY, line)
    assert caught.value.message.id == "library.pull.other"
    assert (tmp_path / "kev.json").read_bytes() == KEV


def test_a_file_over_its_cap_is_refused(site: Site, line: Line, tmp_path: Path) -> None:
    site.files["/kev.json"] = KEV
    with pytest.raises(FetchError) as caught:
        fetch(kev(site, limit=1000), tmp_path, DAY, line)
    assert caught.value.message.id == "library.pull.too_large"


@pytest.mark.parametrize("target", ["http://127.0.0.1:9/kev.json", "file:///etc/hostname"])
def test_a_redirect_away_from_https_is_not_followed(
    site: Site, line: Line, tmp_path: Path, target: str
) -> None:
    site.files["/kev.json"] = KEV
    site.answers, site.redirect = [302], target
    with pytest.raises(FetchError) as caught:
        fetch(kev(site), tmp_path, DAY, line)
    assert caught.value.message.id == "library.pull.not_secure"


@pytest.mark.parametrize("url", ["http://127.0.0.1/x", "file:///etc/hostname", "ftp://a.example/x"])
def test_nothing_but_https_is_fetched(line: Line, tmp_path: Path, url: str) -> None:
    with pytest.raises(FetchError):
        fetch(Wanted("X", url, "x.json", 1000, is_exploited), tmp_path, DAY, line)


def mirror(site: Site, tmp_path: Path) -> Path:
    path = tmp_path / "mirror.yaml"
    path.write_text(
        f"advisories: {{url: '{site.address}/{{ecosystem}}/all.zip', limit: 5, by_default: [PyPI]}}\n"
        f"exploited: {{url: '{site.address}/kev.json', limit: 5}}\n"
        f"likelihood: {{url: '{site.address}/epss.csv', limit: 5}}\n"
    )
    return path


def archive(*records: dict[str, object]) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        for record in records:
            packed.writestr(f"{record['id']}.json", json.dumps(record))
    return out.getvalue()


def test_what_was_fetched_becomes_a_library(site: Site, line: Line, tmp_path: Path) -> None:
    about = [{"package": {"ecosystem": "PyPI", "name": "aoba"}, "versions": ["1.0"]}]
    site.files = {
        "/PyPI/all.zip": archive(
            {"id": "PYSEC-2026-1", "affected": about}, {"id": "MAL-2026-1", "affected": about}
        ),
        "/kev.json": KEV,
    }
    wanted = wanted_feeds(read_addresses(mirror(site, tmp_path)))
    failed = fetch_feeds(wanted, tmp_path / "downloads", DAY, lambda _: None, line)
    told = [(defect.message.id, defect.place.file[-9:]) for defect in failed]
    assert told == [("library.pull.status", "/epss.csv"), ("library.pull.failed", "")]
    build_library(tmp_path / "downloads", tmp_path / "library", DAY)
    library = open_library(tmp_path / "library")
    hits = library.advisories.match("PyPI", "aoba", "1.0")
    assert {(hit.records, hit.malicious) for hit in hits} == {
        (("PYSEC-2026-1",), False),
        (("MAL-2026-1",), True),
    }
    assert library.covers("advisories", "PyPI", date(2026, 11, 21))
    assert library.covers_malicious("PyPI", date(2026, 11, 21))
    assert not library.covers("advisories", "npm", date(2026, 11, 21))
    assert not library.covers("likelihood", "*", DAY)


def test_pull_writes_a_library_and_tells_what_failed_by_its_exit_code(
    site: Site,
    certificate: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    about = [{"package": {"ecosystem": "PyPI", "name": "aoba"}, "versions": ["1.0"]}]
    site.files = {
        "/PyPI/all.zip": archive({"id": "PYSEC-2026-1", "affected": about}),
        "/kev.json": KEV,
    }
    out = tmp_path / "library"
    call = ["library", "pull", "--mirror", str(mirror(site, tmp_path)), "-o", str(out)]
    assert run([*call, "--lang", "en"]) == 1
    assert "EPSS could not be fetched" in capsys.readouterr().err
    site.files["/epss.csv"] = gzip.compress(EPSS)
    assert run([*call, "--lang", "en"]) == 0
    ids = {feed.id for feed in open_library(out).feeds}
    assert {"osv-all-pypi", "cisa-kev", "epss"} <= ids


def test_only_the_ecosystems_of_an_sbom_are_wanted(tmp_path: Path) -> None:
    components = [
        {"type": "library", "name": name, "version": "1", "purl": purl}
        for name, purl in (
            ("a", "pkg:npm/a@1"),
            ("b", "pkg:rpm/almalinux/b@1?distro=almalinux-9"),
            ("c", "pkg:generic/c@1"),
        )
    ]
    sbom = tmp_path / "bom.json"
    sbom.write_text(
        json.dumps({"bomFormat": "CycloneDX", "specVersion": "1.5", "components": components})
    )
    assert ecosystems_of([sbom]) == ("AlmaLinux", "npm")
    files = [wanted.file for wanted in wanted_feeds(read_addresses(), (sbom,))]
    assert files[:2] == ["osv-all-AlmaLinux.zip", "osv-all-npm.zip"]


def test_addresses_of_another_form_are_refused(tmp_path: Path) -> None:
    (tmp_path / "mirror.yaml").write_text("advisories: {url: x}\n")
    with pytest.raises(InputError):
        read_addresses(tmp_path / "mirror.yaml")
    with pytest.raises(InputError):
        read_addresses(tmp_path / "nowhere.yaml")


def test_every_address_that_comes_with_sekisho_is_https() -> None:
    assert {wanted.url.partition(":")[0] for wanted in wanted_feeds(read_addresses())} == {"https"}
