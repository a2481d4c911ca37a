"""Verify an exported ledger with nothing but this file, the `cryptography` package and the folder it lies in.

Usage: python verify_ledger.py [FOLDER] [--key FINGERPRINT]

It shares no code with the dashboard. It recomputes every hash (SHA-256 over 0x00, the 32 bytes of the hash before,
and the bytes of the body), checks every link, and holds the chain against every signed checkpoint. Give --key the
fingerprint that you were told by another way than this folder: whoever forged the folder could have changed its key.
Exit 0: whole. 1: not as it was written. 2: could not be verified.
"""

import hashlib
import json
import sys
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_public_key


def chain(path: Path) -> tuple[list[str], dict[int, str]]:
    """What is wrong with the chain, and the hash of each event as it must be."""
    problems: list[str] = []
    hashes: dict[int, str] = {}
    before = "0" * 64
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, start=1):
            event = json.loads(line)
            computed = hashlib.sha256(b"\x00" + bytes.fromhex(before) + event["body"].encode()).hexdigest()
            if event["seq"] != number or json.loads(event["body"])["seq"] != number:
                problems.append(f"event {number}: its number is {event['seq']}; an event is missing or moved")
            if event["prev"] != before or event["hash"] != computed:
                problems.append(f"event {number}: its hash is not that of its content and the event before")
            hashes[number] = before = computed
    return problems, hashes


def checkpoints(path: Path, key: Any, hashes: dict[int, str]) -> tuple[list[str], list[dict[str, Any]]]:
    """What is wrong with the checkpoints, or with the chain when held against them; and the checkpoints."""
    problems: list[str] = []
    kept = [json.loads(line) for line in path.read_text(encoding="ascii").splitlines()]
    for one in kept:
        name = f"checkpoint of {one['size']} events, {one['time']}"
        fields = ["AI ethics ledger 1", one["origin"], str(one["size"]), one["head"], one["time"], one["key"]]
        try:
            key.verify(bytes.fromhex(one["signature"]), " | ".join(fields).encode())
        except (InvalidSignature, ValueError):
            problems.append(f"{name}: its signature is not that of the public key")
        if one["key"] != fingerprint_of(key) or one["origin"] != hashes.get(1):
            problems.append(f"{name}: made with another key, or of another ledger")
        elif hashes.get(one["size"]) != one["head"]:
            problems.append(f"{name}: the ledger was cut off or rewritten before this point")
    return problems, kept


def fingerprint_of(key: Any) -> str:
    """The first 16 hex digits of the SHA-256 of the public key."""
    return hashlib.sha256(key.public_bytes(Encoding.Raw, PublicFormat.Raw)).hexdigest()[:16]


def main(arguments: list[str]) -> int:
    """Verify and print; returns the exit code."""
    trusted = arguments.pop(arguments.index("--key") + 1) if "--key" in arguments else None
    folder = Path(next((word for word in arguments if word != "--key"), Path(__file__).parent))
    try:
        key = load_pem_public_key((folder / "public-key.pem").read_bytes())
        fingerprint = fingerprint_of(key)
        problems, hashes = chain(folder / "events.jsonl")
        against, kept = checkpoints(folder / "checkpoints.jsonl", key, hashes)
    except (OSError, ValueError, KeyError, TypeError, IndexError, AttributeError) as error:
        sys.stdout.write(f"Could not be verified: {type(error).__name__}: {error}\n")
        return 2
    problems += against
    if trusted and trusted != fingerprint:
        problems.append(f"the key of this folder is {fingerprint}, not {trusted}")
    if not kept or not hashes:
        problems.append("no events, or no checkpoint to hold them against")
    sys.stdout.write("".join(f"{problem}\n" for problem in problems))
    covered = max((one["size"] for one in kept), default=0)
    sys.stdout.write(
        f"{len(hashes)} events, {len(kept)} checkpoints covering {covered} events, key {fingerprint}: "
        f"{'NOT as written' if problems else 'whole'}\n"
    )
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
