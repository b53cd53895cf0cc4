"""Messages to send, and the providers that take them or don't."""

import json
import ssl
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from records import outbox
from records.choices import MessageChannel

AT = datetime(2026, 6, 15, 4, tzinfo=UTC)
ADDRESS, PHONE = "zhang.san@example.com", "+8613812345678"


def mail(key="t:1", **facts):
    return outbox.put(
        key,
        **{"channel": MessageChannel.EMAIL, "to": ADDRESS, "subject": "T-1", "text": "Hello", "at": AT}
        | facts,
    )


def sms(key="t:1", **facts):
    return outbox.put(key, **{"channel": MessageChannel.SMS, "to": PHONE, "text": "您好", "at": AT} | facts)


def to_robot(key="t:1", **facts):
    return outbox.put(
        key, **{"channel": MessageChannel.ROBOT, "to": "desk", "text": "有新工单", "at": AT} | facts
    )


def states(message):
    return list(message.events.order_by("pk").values_list("verb", flat=True))


class Provider(BaseHTTPRequestHandler):
    """Answers what the test has laid ready, the last answer for ever, and keeps what it got."""

    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.got.append((self.path, body, dict(self.headers)))
        answers = self.server.answers
        status, headers, text = answers.pop(0) if len(answers) > 1 else answers[0]
        if status is None:  # takes it and says nothing
            self.close_connection = True
            return
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(text if isinstance(text, bytes) else json.dumps(text).encode())

    def log_message(self, *args):
        pass


def says(fields, *, status=200, **headers):
    return (status, {name.replace("_", "-"): value for name, value in headers.items()}, fields)


SILENCE = (None, {}, "")


@contextmanager
def provider(*answers, context=None):
    server = ThreadingHTTPServer(("127.0.0.1", 0), Provider)
    if context:
        server.socket = context.wrap_socket(server.socket, server_side=True)
    server.answers, server.got = list(answers), []
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def certificate(folder, host):
    """Write a certificate of a name and its key; return both contexts: the server's, and who trusts it."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(host)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    chain, secret = folder / "chain.pem", folder / "key.pem"
    chain.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    secret.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(chain, secret)
    return server, ssl.create_default_context(cafile=str(chain))
