"""Checks the signed quote of docs/quotes.md with the standard library and `cryptography` alone.

`cargo xtask test signatures` runs it; by hand: `python tests/quotes/check.py docs/quotes.md`.
"""

import base64
import hashlib
import hmac
import json
import sys

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey


class Refused(Exception):
    """What is wrong with a quote."""


def block(page, fence):
    """The content of the block of a page with this fence."""
    return page.split(f"\n```{fence}\n")[1].split("```")[0].strip()


def parsed(text):
    """JSON without what has no canonical form here: duplicate keys, and numbers that are not whole."""

    def members(pairs):
        if len({key for key, _ in pairs}) < len(pairs):
            raise Refused("a key occurs twice")
        return dict(pairs)

    def number(digits):
        raise Refused(f"{digits} is not whole")

    return json.loads(text, object_pairs_hook=members, parse_float=number, parse_constant=number)


def canonical(value):
    """RFC 8785: keys sorted by UTF-16 code units, no white space, only the escapes that are needed."""
    if isinstance(value, dict):
        keys = sorted(value, key=lambda key: key.encode("utf-16-be", "surrogatepass"))
        return "{" + ",".join(f"{canonical(key)}:{canonical(value[key])}" for key in keys) + "}"
    if isinstance(value, list):
        return "[" + ",".join(map(canonical, value)) + "]"
    return json.dumps(value, ensure_ascii=False)


def sha256(text):
    return "sha256:" + hashlib.sha256(text.encode()).hexdigest()


def from_base64(text):
    """Base64url without padding; of the texts for the same bytes, only the usual one."""
    data = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    if base64.urlsafe_b64encode(data).rstrip(b"=").decode() != text:
        raise Refused("not base64url")
    return data


def check_signature(signature, keys, data):
    key = keys.get(signature["key"])
    if key is None:
        raise Refused(f"unknown key {signature['key']}")
    if signature["alg"] != key["alg"]:
        raise Refused("forged: another algorithm")
    made = from_base64(signature["signature"])
    if key["alg"] == "HMAC-SHA-256":
        if not hmac.compare_digest(made, hmac.digest(from_base64(key["secret"]), data, "sha256")):
            raise Refused("forged")
        return
    try:
        Ed25519PublicKey.from_public_bytes(from_base64(key["public"])).verify(made, data)
    except InvalidSignature:
        raise Refused("forged") from None


def check(text, keys, now):
    """The quote, if it is signed and valid; what its numbers are is for drawdown to say."""
    signed = parsed(text)
    if not isinstance(signed, dict) or set(signed) != {"quote", "signatures"} or not signed["signatures"]:
        raise Refused("malformed")
    quote, data = signed["quote"], canonical(signed["quote"]).encode()
    for signature in signed["signatures"]:
        if set(signature) != {"alg", "key", "signature"}:
            raise Refused("malformed")
        check_signature(signature, keys, data)
    without = {key: value for key, value in quote.items() if key != "digest"}
    if sha256(canonical(without)) != quote["digest"]:
        raise Refused("differs at /digest")
    if now < quote.get("issued", now):
        raise Refused("not yet valid")
    if "expires" in quote and now >= quote["expires"]:
        raise Refused("expired")
    return quote


def is_refused(text, keys, now):
    try:
        check(text, keys, now)
    except Exception:  # A damaged text may fail in any step.
        return True
    return False


def main(path):
    with open(path, encoding="utf-8") as file:
        page = file.read()
    passed = 0

    def expect(found, wanted):
        nonlocal passed
        assert found == wanted, f"{found}\nis not\n{wanted}"
        passed += 1

    catalog = parsed(block(page, "json catalog"))
    expect(canonical(catalog), block(page, "text canonical catalog"))
    expect(sha256(canonical(catalog)), block(page, "text catalog digest"))
    keys = [json.loads(block(page, fence)) for fence in ("json public key", "json HMAC key")]
    keys = {key["key"]: key for key in keys}
    text, now = block(page, "json signed quote"), "2026-11-01T12:05:00Z"
    quote = check(text, keys, now)
    expect(quote["catalog"]["digest"], sha256(canonical(catalog)))
    expect(canonical(quote["request"]), block(page, "text canonical request"))
    expect(sha256(canonical(quote["request"])), quote["request_digest"])
    expect(quote["digest"], block(page, "text quote digest"))
    length = block(page, "text signed bytes").split("(")[1].split()[0]
    expect(len(canonical(quote).encode()), int(length))
    expect(is_refused(text, keys, "2026-11-01T11:59:59Z"), True)
    expect(is_refused(text, keys, quote["expires"]), True)
    expect(is_refused(text, {}, now), True)
    data = text.encode()
    for place in range(len(data)):
        for bit in range(8):
            flipped = bytearray(data)
            flipped[place] ^= 1 << bit
            damaged = flipped.decode("utf-8", "replace")
            assert is_refused(damaged, keys, now), f"bit {bit} of byte {place} may flip"
    passed += 1
    print(f"{len(data) * 8} flipped bits were refused")
    print(f"{passed} passed")


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "docs/quotes.md")
