// The signed record: credential, QR code, place in the log. The same checks, by the same names, as the command makes.
class Unsupported extends Error {}
const isUnsupported = (error) => error instanceof Unsupported || error?.name === "NotSupportedError";

function canonical(value) {
  if (value === null || typeof value !== "object") {
    if (typeof value === "number" && !Number.isFinite(value)) throw new Error("no such number in JSON");
    return JSON.stringify(value);
  }
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  return `{${Object.keys(value).sort().map((name) => `${JSON.stringify(name)}:${canonical(value[name])}`).join(",")}}`;
}

async function signs(raw, signature, content) {
  try {
    const key = await crypto.subtle.importKey("raw", raw, { name: "Ed25519" }, false, ["verify"]);
    return await crypto.subtle.verify({ name: "Ed25519" }, key, signature, content);
  } catch (error) {
    if (error?.name === "NotSupportedError" || error?.name === "TypeError" || /Algorithm|Unrecognized/i.test(error?.message)) throw new Unsupported("Ed25519");
    return false;
  }
}

function keyOf(multibase) {
  const raw = unbase58(multibase.slice(1));
  if (multibase[0] !== "z" || raw.length !== 34 || raw[0] !== 0xed || raw[1] !== 1) throw new Error("no Ed25519 key");
  return raw.subarray(2);
}

async function isSigned(document, raw) {
  const { proof, ...content } = document;
  if (typeof proof !== "object" || proof === null) return false;
  const { proofValue, ...options } = proof;
  const wanted = { type: "DataIntegrityProof", cryptosuite: "eddsa-jcs-2022", proofPurpose: "assertionMethod" };
  if (Object.entries(wanted).some(([name, value]) => options[name] !== value)) return false;
  if (typeof proofValue !== "string" || proofValue[0] !== "z") return false;
  if (canonical(options["@context"] ?? null) !== canonical(content["@context"] ?? null)) return false;
  const hashed = joined(await sha256(utf8(canonical(options))), await sha256(utf8(canonical(content))));
  return signs(raw, unbase58(proofValue.slice(1)), hashed);
}

const baseOf = (record) => record.verify_url.slice(0, record.verify_url.lastIndexOf("/verify/"));
const originOf = (base) => `${base.replace(/^https?:\/\//, "")}/log`;

async function binds(document, record, recordBytes) {
  const digest = `sha256-${base64(await sha256(recordBytes))}`;
  const version = record.version ?? 1;
  return document.id === (version === 1 ? record.verify_url : `${record.verify_url}#v${version}`)
    && document.validFrom === `${record.valid_from}T00:00:00+08:00`
    && document.validUntil === (record.valid_until ? `${record.valid_until}T23:59:59+08:00` : undefined)
    && document.credentialSubject?.licenseNumber === record.number
    && Array.isArray(document.relatedResource) && document.relatedResource.length === 1
    && document.relatedResource[0].digestSRI === digest;
}

function readQr(scanned) {
  const [address, payload = ""] = scanned.trim().split("#");
  const bytes = unbase64url(payload);
  if (bytes.length !== 127 || bytes[0] !== 1) throw new Error("no code of a certificate");
  const name = bytes.subarray(27, 63);
  const end = name.indexOf(0) < 0 ? name.length : name.indexOf(0);
  return {
    address,
    hint: hex(bytes.subarray(1, 5)),
    digest: hex(bytes.subarray(5, 21)),
    first: dayOf(bytes.subarray(21, 24)),
    last: bytes.subarray(24, 27).every((byte) => byte === 0) ? null : dayOf(bytes.subarray(24, 27)),
    holder: text(name.subarray(0, end)),
    signed: joined(utf8(`lvce-qr\n${address}\n`), bytes.subarray(0, 63)),
    signature: bytes.subarray(63),
  };
}

// Days are counted from 1 January of the year 1, which is day 1.
function dayOf(bytes) {
  const days = bytes[0] * 65536 + bytes[1] * 256 + bytes[2] - 719163;
  return new Date(days * 86400000).toISOString().slice(0, 10);
}

async function qrSigner(said, keys) {
  for (const raw of keys) {
    if (hex((await sha256(raw)).subarray(0, 4)) === said.hint && (await signs(raw, said.signature, said.signed))) return raw;
  }
  return null;
}

const inChina = (moment) => new Date(new Date(moment).getTime() + 8 * 3600000).toISOString().slice(0, 10);

const leafHash = (entry) => sha256(joined(Uint8Array.of(0), entry));
const nodeHash = (left, right) => sha256(joined(Uint8Array.of(1), left, right));

async function included(leaf, { index, size, root, hashes }) {
  let [node, last, found] = [index, size - 1, leaf];
  if (!(node <= last) || hashes.length > 64) return false;
  for (const digits of hashes) {
    const beside = unhex(digits);
    if (last === 0) return false;
    if (node % 2 === 1 || node === last) {
      found = await nodeHash(beside, found);
      while (node % 2 === 0 && node > 0) { node /= 2; last = Math.floor(last / 2); }
    } else found = await nodeHash(found, beside);
    node = Math.floor(node / 2);
    last = Math.floor(last / 2);
  }
  return last === 0 && hex(found) === root;
}

async function readNote(note, keys) {
  const cut = note.lastIndexOf("\n\n");
  const body = note.slice(0, cut + 1);
  const [origin, size, root] = body.split("\n");
  for (const line of note.slice(cut + 2).trimEnd().split("\n")) {
    const [dash, name, letters] = line.split(" ");
    const signature = unbase64(letters ?? "").subarray(4);
    for (const raw of keys) {
      if (dash === "—" && name === origin && (await signs(raw, signature, utf8(body)))) return { origin, size: Number(size), root: hex(unbase64(root)) };
    }
  }
  return null;
}

async function logCode(proof, record, recordBytes, keys) {
  if (!proof.inclusion || !proof.checkpoint) return "no-log-proof";
  try {
    const checkpoint = await readNote(proof.checkpoint, keys);
    const { inclusion } = proof;
    const entry = {
      schema: "lvce-log/1", kind: "certificate-issue", number: record.number,
      version: record.version ?? 1, record_sha256: hex(await sha256(recordBytes)),
    };
    const fits = checkpoint && checkpoint.origin === originOf(baseOf(record))
      && checkpoint.size === inclusion.size && checkpoint.root === inclusion.root;
    return fits && (await included(await leafHash(utf8(canonical(entry))), inclusion)) ? "log-included" : "log-proof-broken";
  } catch (error) {
    if (isUnsupported(error)) throw error;
    return "log-proof-broken";
  }
}

// `believed`: [{content: multibase, retired_at: moment or null}]. Gives codes, and the size of the log if it was proven.
async function proofCodes(proofBytes, record, recordBytes, believed) {
  if (!proofBytes) return { codes: ["no-credential"] };
  let proof, named;
  try {
    proof = JSON.parse(text(proofBytes));
    named = keyOf(proof.credential.proof.verificationMethod.split("#").pop());
    if (!(await isSigned(proof.credential, named))) return { codes: ["credential-broken"] };
    if (proof.qr !== undefined) {
      const said = readQr(proof.qr);
      const own = said.address === record.verify_url && hex(await sha256(recordBytes)).startsWith(said.digest);
      if (!own || !(await qrSigner(said, [named]))) return { codes: ["credential-broken"] };
    }
  } catch (error) {
    if (isUnsupported(error)) throw error;
    return { codes: ["credential-broken"] };
  }
  if (!(await binds(proof.credential, record, recordBytes))) return { codes: ["credential-differs"] };
  const keys = believed
    .filter((one) => !one.retired_at || inChina(one.retired_at) >= record.issued_on)
    .map((one) => keyOf(one.content));
  const known = !believed.length ? "credential-own-key" : keys.some((raw) => same(raw, named)) ? "credential-signed" : "statement-key-unknown";
  const log = await logCode(proof, record, recordBytes, [named, ...keys]);
  return { codes: [known, log], size: log === "log-included" ? proof.inclusion.size : null };
}
