"""The key that the emulator would sign with as an LTI 1.3 tool.

It is there to be looked at: platforms are configured with it, and nothing is signed yet.
"""

import json
import secrets
from base64 import b64encode
from pathlib import Path

_EXPONENT = 65537
_BITS = 2048
# Rounds of Miller and Rabin's test: a composite passes one in 4**40.
_ROUNDS = 40
# rsaEncryption with NULL parameters (RFC 8017, A.1).
_ALGORITHM = bytes.fromhex("300d06092a864886f70d0101010500")


def public_key(folder: Path) -> str:
    """Return the RSA key of a data folder, made when it is first asked for.

    It is a SubjectPublicKeyInfo in PEM (RFC 7468).
    """
    modulus = _modulus(folder / "lti13.json")
    key = _der(0x30, _integer(modulus) + _integer(_EXPONENT))
    text = b64encode(_der(0x30, _ALGORITHM + _der(0x03, b"\0" + key))).decode()
    lines = [text[start : start + 64] for start in range(0, len(text), 64)]
    return "\n".join(("-----BEGIN PUBLIC KEY-----", *lines, "-----END PUBLIC KEY-----", ""))


def _modulus(path: Path) -> int:
    try:
        return int(json.loads(path.read_text("utf-8"))["modulus"], 16)
    except (OSError, ValueError, KeyError):
        modulus = 0
        while modulus.bit_length() != _BITS:
            modulus = _prime(_BITS // 2) * _prime(_BITS // 2)
        part = path.with_suffix(".part")
        part.write_text(json.dumps({"modulus": f"{modulus:x}"}), "utf-8")
        part.replace(path)
        return modulus


def _prime(bits: int) -> int:
    while True:
        candidate = secrets.randbits(bits) | (3 << (bits - 2)) | 1
        if candidate % _EXPONENT != 1 and _is_prime(candidate):
            return candidate


def _is_prime(number: int) -> bool:
    if any(number % small == 0 for small in (3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37)):
        return False
    odd, halvings = number - 1, 0
    while odd % 2 == 0:
        odd, halvings = odd // 2, halvings + 1
    for _ in range(_ROUNDS):
        power = pow(2 + secrets.randbelow(number - 3), odd, number)
        if power in (1, number - 1):
            continue
        for _ in range(halvings - 1):
            power = power * power % number
            if power == number - 1:
                break
        else:
            return False
    return True


def _integer(number: int) -> bytes:
    # One bit more than it needs: a leading one would make it negative.
    return _der(0x02, number.to_bytes(number.bit_length() // 8 + 1, "big"))


def _der(tag: int, content: bytes) -> bytes:
    size = len(content)
    if size < 128:
        return bytes((tag, size)) + content
    digits = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes((tag, 128 + len(digits))) + digits + content
