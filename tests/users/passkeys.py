"""A passkey in software: it makes and signs what a phone or a key would."""

import hashlib
import json
import secrets
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import Aaguid, AttestationObject, AttestedCredentialData, AuthenticatorData

FLAG = AuthenticatorData.FLAG
ORIGIN = "http://testserver"


class Passkey:
    """One credential for one account of the site at ``testserver``."""

    def __init__(self, user_handle: str = "", *, verifies: bool = True) -> None:
        """Make a key pair.

        Args:
            user_handle: What the site calls the account, as it stands in its options.
            verifies: Whether it asks for a fingerprint or a PIN.
        """
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._id = secrets.token_bytes(32)
        self._user_handle = user_handle
        self._flags = FLAG.UP | (FLAG.UV if verifies else FLAG(0))

    def register(self, options: Any) -> dict[str, Any]:
        """Return the credential that answers the site's options for a new one."""
        options = options["publicKey"]
        self._user_handle = options["user"]["id"]
        public = AttestedCredentialData.create(
            Aaguid(bytes(16)), self._id, ES256.from_cryptography_key(self._key.public_key())
        )
        data = AuthenticatorData.create(self._site(options["rp"]["id"]), self._flags | FLAG.AT, 0, public)
        return self._answer(
            clientDataJSON=self._client_data("webauthn.create", options["challenge"]),
            attestationObject=bytes(AttestationObject.create("none", data, {})),
        )

    def sign(self, options: Any) -> dict[str, Any]:
        """Return what answers the site's options for signing in."""
        options = options["publicKey"]
        data = bytes(AuthenticatorData.create(self._site(options["rpId"]), self._flags, 1))
        client_data = self._client_data("webauthn.get", options["challenge"])
        signed = self._key.sign(data + hashlib.sha256(client_data).digest(), ec.ECDSA(hashes.SHA256()))
        answer = self._answer(clientDataJSON=client_data, authenticatorData=data, signature=signed)
        answer["response"]["userHandle"] = self._user_handle
        return answer

    def _answer(self, **parts: bytes) -> dict[str, Any]:
        name = websafe_encode(self._id)
        response = {key: websafe_encode(value) for key, value in parts.items()}
        return {"id": name, "rawId": name, "type": "public-key", "response": response, "clientExtensionResults": {}}

    @staticmethod
    def _site(rp_id: str) -> bytes:
        return hashlib.sha256(rp_id.encode()).digest()

    @staticmethod
    def _client_data(kind: str, challenge: str) -> bytes:
        return json.dumps({"type": kind, "challenge": challenge, "origin": ORIGIN, "crossOrigin": False}).encode()


def stored(name: str = "Key") -> dict[str, Any]:
    """Return what the site stores of a passkey."""
    options = {"rp": {"id": "testserver"}, "user": {"id": "MQ"}, "challenge": websafe_encode(bytes(32))}
    return {"name": name, "credential": Passkey().register({"publicKey": options})}
