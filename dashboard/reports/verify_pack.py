"""Verify an unpacked evidence pack with nothing but this file, Python 3.9 or newer and the folder it lies in.

Usage: python -I verify.py [FOLDER] [--manifest SHA256] [--key FINGERPRINT]

It shares no code with the dashboard; read it first. It checks that the folder holds the files of the manifest, byte for
byte, and no others; that the manifest is signed with the key of the ledger; that every ledger entry in the pack has the
hash that the next one names; and that every signed checkpoint fits. Give --manifest and --key as you were told them by
another way than this folder: whoever forged the folder could have changed its key too.
Exit code 0: as it was made. 1: not as it was made. 2: could not be verified.
"""

import base64
import bisect
import hashlib
import json
import sys
from pathlib import Path
from typing import Any

Point = tuple[int, int, int, int]
P, Q = 2**255 - 19, 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, -1, P) % P
VERDICTS = ("as it was made", "NOT as it was made", "the manifest itself is not signed: give --manifest SHA256")
BASE = bytes.fromhex("58" + "66" * 31)


def add(one: Point, two: Point) -> Point:
    """The sum of two points of the curve, in extended coordinates (RFC 8032, 5.1.4)."""
    a, b = (one[1] - one[0]) * (two[1] - two[0]) % P, (one[1] + one[0]) * (two[1] + two[0]) % P
    c, d = 2 * one[3] * two[3] * D % P, 2 * one[2] * two[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P


def times(number: int, point: Point) -> Point:
    """A point added to itself so many times."""
    total = (0, 1, 1, 0)
    while number > 0:
        total = add(total, point) if number & 1 else total
        point, number = add(point, point), number >> 1
    return total


def point_of(coded: bytes) -> Point:
    """The point that 32 bytes stand for (RFC 8032, 5.1.3), or ValueError."""
    y = int.from_bytes(coded, "little")
    sign, y = y >> 255, y & (2**255 - 1)
    square = (y * y - 1) * pow(D * y * y + 1, -1, P) % P
    x = pow(square, (P + 3) // 8, P)
    x = x if (x * x - square) % P == 0 else x * pow(2, (P - 1) // 4, P) % P
    if y >= P or (x * x - square) % P or (x == 0 and sign):
        raise ValueError("no point of the curve")
    x = P - x if x & 1 != sign else x
    return x, y, 1, x * y % P


def signed_by(key: bytes, content: bytes, signature: bytes) -> bool:
    """Whether the Ed25519 signature over the content is that of the key (RFC 8032, 5.1.7)."""
    if len(signature) != 64 or int.from_bytes(signature[32:], "little") >= Q:
        return False
    digest = int.from_bytes(hashlib.sha512(signature[:32] + key + content).digest(), "little") % Q
    left = times(int.from_bytes(signature[32:], "little"), point_of(BASE))
    try:
        right = add(point_of(signature[:32]), times(digest, point_of(key)))
    except ValueError:
        return False
    return all((left[at] * right[2] - right[at] * left[2]) % P == 0 for at in (0, 1))


def key_in(path: Path) -> bytes:
    """The 32 bytes of an Ed25519 public key in a PEM file."""
    der = base64.b64decode(path.read_text(encoding="ascii").split("-----")[2])
    if len(der) != 44 or der[:12].hex() != "302a300506032b6570032100":  # RFC 8410
        raise ValueError("public-key.pem is no Ed25519 key")
    return der[12:]


def digest_of(path: Path) -> str:
    """SHA-256 of a file, read piece by piece."""
    found = hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(1 << 20):
            found.update(piece)
    return found.hexdigest()


def files(folder: Path, manifest: Any) -> list[str]:
    """What is wrong with the files: missing, added, changed."""
    listed = {one["path"]: one for one in manifest["files"]}
    there = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if not path.is_dir()}
    problems = [] if len(listed) == len(manifest["files"]) else ["manifest.json: it lists a file twice"]
    problems += [f"{name!a}: it is missing" for name in sorted(listed.keys() - there.keys())]
    added = there.keys() - listed.keys() - {"manifest.json", "manifest.sig"}
    problems += [f"{name!a}: it was added" for name in sorted(added)]
    for name in sorted(listed.keys() & there.keys()):
        path, told = there[name], listed[name]
        if path.is_symlink() or path.stat().st_size != told["bytes"] or digest_of(path) != told["sha256"]:
            problems.append(f"{name!a}: its bytes are not those of the manifest")
    return problems


def chain(path: Path) -> tuple[list[str], dict[int, str], list[Any], list[int]]:
    """Problems of the ledger entries, their hashes, accepted losses, and the numbers whose body is not in the pack."""
    problems: list[str] = []
    hashes, losses, withheld, before = {}, [], [], "0" * 64
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, start=1):
            event = json.loads(line)
            if event["seq"] != number or event["prev"] != before:
                problems.append(f"entry {number}: it does not follow the one before; an entry is missing or moved")
            if "body" in event:
                body = json.loads(event["body"])
                bytes_of_it = b"\x00" + bytes.fromhex(event["prev"]) + event["body"].encode()
                if hashlib.sha256(bytes_of_it).hexdigest() != event["hash"] or body["seq"] != number:
                    problems.append(f"entry {number}: its hash is not that of its content and the entry before")
                losses += [{**body["record"], "seq": number}] if body.get("kind") == "ledger.loss_accepted" else []
            else:
                withheld.append(number)
            hashes[number] = before = event["hash"]
    return problems, hashes, losses, withheld


def checkpoints(path: Path, key: bytes, hashes: dict[int, str], losses: list[Any]) -> tuple[list[str], list[int]]:
    """Problems of the checkpoints, or of the chain held against them; and the sizes that fit."""
    problems: list[str] = []
    fitting, beyond = [], {}
    for one in [json.loads(line) for line in path.read_text(encoding="ascii").splitlines()]:
        name = f"checkpoint of {one['size']} entries, {one['time']}"
        fields = ["AI ethics ledger 1", one["origin"], str(one["size"]), one["head"], one["time"], one["key"]]
        signed = " | ".join(fields).encode()
        if one["key"] != fingerprint(key) or not signed_by(key, signed, bytes.fromhex(one["signature"])):
            problems.append(f"{name}: its signature is not that of the key")
        elif (hashes.get(1), hashes.get(one["size"])) == (one["origin"], one["head"]):
            fitting.append(one["size"])
        else:
            code = hashlib.sha256(signed).hexdigest()
            beyond[f"{code[:6]}-{code[6:10]}"] = f"{name}: of another ledger, or this one was cut off or rewritten"
    forgiven = {code for loss in losses if loss["seq"] <= max(fitting, default=0) for code in loss["checkpoints"]}
    return problems + [text for code, text in beyond.items() if code not in forgiven], fitting


def proven(fitting: list[int], withheld: list[int]) -> int:
    """How many entries a checkpoint proves through bodies alone: back from each one to the entry withheld before it."""
    gone, last, total = [0, *withheld], 0, 0
    for size in sorted(set(fitting)):
        total += size - max(last, gone[bisect.bisect(gone, size) - 1])
        last = size
    return total


def fingerprint(key: bytes) -> str:
    """The first 16 hex digits of the SHA-256 of the public key."""
    return hashlib.sha256(key).hexdigest()[:16]


def anchored(folder: Path, content: bytes, key: bytes, options: dict[str, str]) -> tuple[list[str], bool]:
    """What is wrong with the manifest itself, and whether anything says that it is the one that was made."""
    given, told, path = options.get("--manifest", "").lower(), options.get("--key"), folder / "manifest.sig"
    problems, digest = [], hashlib.sha256(content).hexdigest()
    if given and digest != given:
        problems.append(f"manifest.json: its SHA-256 is {digest}, not {given}")
    if told and told != fingerprint(key):
        problems.append(f"the key of this folder is {fingerprint(key)}, not {told}")
    if path.exists():
        signature = bytes.fromhex(path.read_text(encoding="ascii").strip())
        if not signed_by(key, b"AI ethics evidence pack 1\n" + content, signature):
            problems.append("manifest.sig: it is not the signature of the key over manifest.json")
    return problems, bool(given) or path.exists()


def main(arguments: list[str]) -> int:
    """Verify and print; returns the exit code."""
    options: dict[str, str] = {}
    while arguments[-2:-1] and arguments[-2] in ("--manifest", "--key"):
        options[arguments[-2]] = arguments[-1]
        arguments = arguments[:-2]
    folder = Path(arguments[0] if arguments else Path(__file__).parent)
    try:
        content, key = (folder / "manifest.json").read_bytes(), key_in(folder / "ledger" / "public-key.pem")
        manifest = json.loads(content)
        problems, known = anchored(folder, content, key, options)
        problems += files(folder, manifest)
        broken, hashes, losses, withheld = chain(folder / "ledger" / "events.jsonl")
        unfit, fitting = checkpoints(folder / "ledger" / "checkpoints.jsonl", key, hashes, losses)
    except (OSError, ValueError, KeyError, TypeError, IndexError, AttributeError) as error:
        sys.stdout.write(f"Could not be verified: {error!a}\n")
        return 2
    problems += broken + unfit + ([] if fitting else ["no checkpoint to hold the ledger against"])
    lines = [f"LOSS ACCEPTED at entry {loss['seq']}: {loss.get('reason')!a}" for loss in losses]
    lines.append(
        f"{len(manifest['files'])} files; {len(hashes)} ledger entries, {len(withheld)} of them by hash only, "
        f"{proven(fitting, withheld)} proven by {len(fitting)} checkpoints alone; key {fingerprint(key)}"
    )
    code = 1 if problems else 0 if known else 2
    sys.stdout.write("\n".join([*problems, *lines, VERDICTS[code]]) + "\n")
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
