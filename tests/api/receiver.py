"""
A calculator of the agency's own, as it has to behave: one claim per Idempotency-Key.

It is a sample for whoever builds one: the key and the body's hash are looked up first; a key that
was answered before is answered the same again, and nothing is booked twice.
"""

import hashlib
import json
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from intake.arrears.calculator import compute_statement
from intake.arrears.policies import load_policy
from models.arrears import ArrearsClaim

DROP = "drop"
"""Book the claim, then hang up without an answer."""


@dataclass
class Receiver:
    """
    What came; `plan` is what to answer to the next requests instead of the usual.

    `trouble` is what each key meets on its first requests, however these fall among each other:
    under one common plan an unlucky claim would wait for minutes between its last attempts.
    """

    booked: dict = field(default_factory=dict)
    """Key -> (hash of the claim, answer); one entry is one claim in the books."""
    requests: list = field(default_factory=list)
    plan: list = field(default_factory=list)
    trouble: tuple = ()
    met: dict = field(default_factory=dict)
    """Key -> how many requests came with it."""
    lock: threading.Lock = field(default_factory=threading.Lock)
    url: str = ""

    def step_for(self, key):
        if self.plan:
            return self.plan.pop(0)
        count = self.met[key] = self.met.get(key, 0) + 1
        return self.trouble[count - 1] if count <= len(self.trouble) else 200

    def take(self, key, body):
        """Return status and answer."""
        with self.lock:
            step = self.step_for(key)
            if isinstance(step, int) and step != 200:
                return step, b"{}"
            told = hashlib.sha256(body).hexdigest()
            if key not in self.booked:
                claim = ArrearsClaim.model_validate_json(body)
                statement = compute_statement(claim, load_policy(claim.region, None))
                self.booked[key] = (told, statement.model_dump_json().encode())
            known, answer = self.booked[key]
            if known != told:
                return 422, b"{}"
            return (None if step == DROP else 200), answer


@contextmanager
def receiving():
    """Yield a receiver that listens on loopback."""
    receiver = Receiver()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            key = self.headers.get("Idempotency-Key")
            receiver.requests.append((dict(self.headers), body))
            status, answer = receiver.take(key, body)
            if status is None:
                self.close_connection = True
                return
            self.send_response(status)
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    receiver.url = f"http://127.0.0.1:{server.server_port}/claims"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield receiver
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def keys_of(receiver):
    """Return the keys and the claims' own case and revision, as booked."""
    return {key: json.loads(answer)["case"] for key, (_, answer) in receiver.booked.items()}
