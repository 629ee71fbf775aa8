"""A passkey device in software: real keys, real signatures, no browser."""

import base64
import hashlib
import json
import secrets
import struct
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from fido2 import cbor
from fido2.cose import ES256

ORIGIN = "http://testserver"
PRESENT, VERIFIED, ATTESTED = 0x01, 0x04, 0x40


def text_of(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


class Device:
    """Holds one passkey; answers as a browser's `credentials.create` and `credentials.get` would."""

    def __init__(self, *, is_verifying: bool = True) -> None:
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.id = secrets.token_bytes(32)
        self.flags = PRESENT | (VERIFIED if is_verifying else 0)
        self.user = b""
        self.count = 0

    def create(self, options: dict[str, Any]) -> str:
        """The answer to creation options, as the form's hidden field."""
        public = options["publicKey"]
        self.user = base64.urlsafe_b64decode(public["user"]["id"] + "==")
        cose = cbor.encode(dict(ES256.from_cryptography_key(self.key.public_key())))
        attested = b"\0" * 16 + struct.pack(">H", len(self.id)) + self.id + cose
        data = self._data(public["rp"]["id"], self.flags | ATTESTED) + attested
        attestation = cbor.encode({"fmt": "none", "attStmt": {}, "authData": data})
        answer = {
            "clientDataJSON": text_of(self._client("webauthn.create", public["challenge"])),
            "attestationObject": text_of(attestation),
        }
        return self._answer(answer)

    def get(self, options: dict[str, Any]) -> str:
        """The answer to request options, as the form's hidden field."""
        public = options["publicKey"]
        self.count += 1
        data = self._data(public["rpId"], self.flags)
        client = self._client("webauthn.get", public["challenge"])
        signature = self.key.sign(data + hashlib.sha256(client).digest(), ec.ECDSA(hashes.SHA256()))
        answer = {
            "clientDataJSON": text_of(client),
            "authenticatorData": text_of(data),
            "signature": text_of(signature),
            "userHandle": text_of(self.user),
        }
        return self._answer(answer)

    def _data(self, site: str, flags: int) -> bytes:
        return hashlib.sha256(site.encode()).digest() + bytes([flags]) + struct.pack(">I", self.count)

    def _client(self, kind: str, challenge: str) -> bytes:
        return json.dumps({"type": kind, "challenge": challenge, "origin": ORIGIN}).encode()

    def _answer(self, response: dict[str, str]) -> str:
        return json.dumps(
            {
                "id": text_of(self.id),
                "rawId": text_of(self.id),
                "type": "public-key",
                "response": response,
                "clientExtensionResults": {"credProps": {"rk": True}},
            }
        )
