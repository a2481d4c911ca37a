"""Verify an exported ledger with nothing but this file, the `cryptography` package and the folder it lies in.

Usage: python verify_ledger.py [FOLDER] [--key FINGERPRINT]

It shares no code with the dashboard; read it first. It recomputes every hash (SHA-256 over 0x00, the 32 bytes of the
hash before, and the bytes of the body), checks every link, and holds the chain against every signed checkpoint. Give
--key the fingerprint that you were told by another way than this folder: whoever forged the folder could have changed
its key.
Exit 0: whole. 1: not as it was written. 2: could not be verified.
"""

import hashlib
import json
import sys
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_public_key


def chain(path: Path) -> tuple[list[str], dict[int, str], list[dict[str, Any]]]:
    """What is wrong with the chain, the hash of each event as it must be, and the losses that it says were accepted."""
    problems: list[str] = []
    hashes: dict[int, str] = {}
    losses: list[dict[str, Any]] = []
    before = "0" * 64
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, start=1):
            event = json.loads(line)
            computed = hashlib.sha256(b"\x00" + bytes.fromhex(before) + event["body"].encode()).hexdigest()
            body = json.loads(event["body"])
            if event["seq"] != number or body["seq"] != number:
                problems.append(f"event {number}: its number is {event['seq']}; an event is missing or moved")
            if event["prev"] != before or event["hash"] != computed:
                problems.append(f"event {number}: its hash is not that of its content and the event before")
            if body.get("kind") == "ledger.loss_accepted":
                losses.append({**body["record"], "seq": number})
            hashes[number] = before = computed
    return problems, hashes, losses


def checkpoints(
    path: Path, key: Any, hashes: dict[int, str], losses: list[dict[str, Any]]
) -> tuple[list[str], list[dict[str, Any]]]:
    """What is wrong with the checkpoints, or with the chain when held against them; and the checkpoints that fit it.

    A checkpoint over events that were lost is forgiven where the ledger says so in an event that a checkpoint which
    fits covers: whoever has not the key cannot forgive.
    """
    problems: list[str] = []
    fitting: list[dict[str, Any]] = []
    beyond: dict[str, str] = {}
    for one in [json.loads(line) for line in path.read_text(encoding="ascii").splitlines()]:
        name = f"checkpoint of {one['size']} events, {one['time']}"
        fields = ["AI ethics ledger 1", one["origin"], str(one["size"]), one["head"], one["time"], one["key"]]
        signed = " | ".join(fields).encode()
        try:
            key.verify(bytes.fromhex(one["signature"]), signed)
        except (InvalidSignature, ValueError):
            problems.append(f"{name}: its signature is not that of the public key")
        if one["key"] != fingerprint_of(key) or one["origin"] != hashes.get(1):
            problems.append(f"{name}: made with another key, or of another ledger")
        elif hashes.get(one["size"]) == one["head"]:
            fitting.append(one)
        else:
            digits = hashlib.sha256(signed).hexdigest()
            beyond[f"{digits[:6]}-{digits[6:10]}"] = f"{name}: the ledger was cut off or rewritten before this point"
    covered = max((one["size"] for one in fitting), default=0)
    forgiven = {code for loss in losses if loss["seq"] <= covered for code in loss["checkpoints"]}
    return problems + [text for code, text in beyond.items() if code not in forgiven], fitting


def fingerprint_of(key: Any) -> str:
    """The first 16 hex digits of the SHA-256 of the public key."""
    return hashlib.sha256(key.public_bytes(Encoding.Raw, PublicFormat.Raw)).hexdigest()[:16]


def told(loss: dict[str, Any]) -> str:
    """An accepted loss as a line."""
    gone = f"{loss.get('missing_from')} to {loss.get('missing_to')}"
    return f"LOSS ACCEPTED at event {loss['seq']}: events {gone} are gone, because {loss.get('reason')}\n"


def main(arguments: list[str]) -> int:
    """Verify and print; returns the exit code."""
    trusted = arguments.pop(arguments.index("--key") + 1) if "--key" in arguments else None
    folder = Path(next((word for word in arguments if word != "--key"), Path(__file__).parent))
    try:
        key = load_pem_public_key((folder / "public-key.pem").read_bytes())
        fingerprint = fingerprint_of(key)
        problems, hashes, losses = chain(folder / "events.jsonl")
        against, kept = checkpoints(folder / "checkpoints.jsonl", key, hashes, losses)
    except (OSError, ValueError, KeyError, TypeError, IndexError, AttributeError) as error:
        sys.stdout.write(f"Could not be verified: {type(error).__name__}: {error}\n")
        return 2
    problems += against
    if trusted and trusted != fingerprint:
        problems.append(f"the key of this folder is {fingerprint}, not {trusted}")
    if not kept or not hashes:
        problems.append("no events, or no checkpoint to hold them against")
    sys.stdout.write("".join(f"{problem}\n" for problem in problems))
    sys.stdout.write("".join(map(told, losses)))
    covered = max((one["size"] for one in kept), default=0)
    sys.stdout.write(
        f"{len(hashes)} events, {len(kept)} checkpoints covering {covered} events, key {fingerprint}: "
        f"{'NOT as written' if problems else 'whole, but for accepted losses' if losses else 'whole'}\n"
    )
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
