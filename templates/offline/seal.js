// The seal on the page: does it cover every byte, is its hash right, is its signature right, who stands above its key.
// What is left to programs with a full PAdES: purposes and revocation of the certificates, and time-stamps.
class Der {
  constructor(bytes, at = 0) {
    this.bytes = bytes;
    this.start = at;
    this.tag = bytes[at];
    let length = bytes[at + 1];
    let head = 2;
    if (length & 128) {
      const count = length & 127;
      if (count < 1 || count > 4) throw new Error("a length that is none");
      length = 0;
      for (let index = 0; index < count; index += 1) length = length * 256 + bytes[at + 2 + index];
      head += count;
    }
    this.inner = at + head;
    this.end = this.inner + length;
    if (!(this.end <= bytes.length)) throw new Error("cut short");
  }

  get raw() { return this.bytes.subarray(this.start, this.end); }
  get content() { return this.bytes.subarray(this.inner, this.end); }
  get hex() { return hex(this.content); }

  get parts() {
    const found = [];
    for (let at = this.inner; at < this.end;) {
      const part = new Der(this.bytes, at);
      if (part.end > this.end) throw new Error("a part that sticks out");
      found.push(part);
      at = part.end;
    }
    return found;
  }
}

const HASHES = { "608648016503040201": "SHA-256", "608648016503040202": "SHA-384", "608648016503040203": "SHA-512" };
const SIGNATURES = {
  "2a864886f70d01010b": "SHA-256", "2a864886f70d01010c": "SHA-384", "2a864886f70d01010d": "SHA-512",
  "2a8648ce3d040302": "SHA-256", "2a8648ce3d040303": "SHA-384", "2a8648ce3d040304": "SHA-512",
};
const CURVES = { "2a8648ce3d030107": ["P-256", 32], "2b81040022": ["P-384", 48] };
const RSA = "2a864886f70d010101";
const EC = "2a8648ce3d0201";
const MESSAGE_DIGEST = "2a864886f70d010904";
const WRITTEN = { [RSA]: "300d06092a864886f70d01010b0500", [EC]: "300a06082a8648ce3d040302" };
const [SIGNED_DATA, DATA, SHA256, ONE] = ["06092a864886f70d010702", "300b06092a864886f70d010701", "300d06096086480165030402010500", "020101"].map(unhex);

function der(tag, ...parts) {
  const content = joined(...parts);
  const digits = content.length.toString(16);
  const length = unhex(digits.length % 2 ? `0${digits}` : digits);
  return joined(Uint8Array.of(tag), content.length < 128 ? length : joined(Uint8Array.of(128 | length.length), length), content);
}

// The envelope written anew from what its signature covers, in the one form in which the press writes it: so that no
// byte of the wrapping can change unseen. Every certificate must be named by its hash among what was signed.
async function rewritten(signer, certificates, info, attributes, signature) {
  const covered = hex(attributes.raw);
  for (const one of certificates) if (!covered.includes(hex(await sha256(one.raw)))) return null;
  const algorithm = WRITTEN[signer.key.parts[0].parts[0].hex];
  const unsigned = info.filter((part) => part.tag === 0xa1).map((part) => part.raw); // a time-stamp, not checked here
  if (!algorithm) return null;
  const signerInfo = der(0x30, ONE, der(0x30, signer.issuer, signer.serial), SHA256, attributes.raw, unhex(algorithm), der(4, signature.content), ...unsigned);
  const sorted = certificates.map((one) => one.raw).sort((one, other) => (hex(one) < hex(other) ? -1 : 1));
  return der(0x30, SIGNED_DATA, der(0xa0, der(0x30, ONE, der(0x31, SHA256), DATA, der(0xa0, ...sorted), der(0x31, signerInfo))));
}

// UTCTime (0x17) writes two digits of the year, of 1950 to 2049; GeneralizedTime all four.
function momentOf({ tag, content }) {
  const short = latin1(content);
  const written = tag === 0x17 ? `${short < "50" ? "20" : "19"}${short}` : short;
  const found = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/.exec(written);
  if (!found) throw new Error("a time that is none");
  const [year, month, ...rest] = found.slice(1).map(Number);
  return Date.UTC(year, month - 1, ...rest);
}

class Certificate {
  constructor(whole) {
    const [tbs, algorithm, signature] = whole.parts;
    this.raw = whole.raw;
    const fields = tbs.parts;
    const first = fields[0].tag === 0xa0 ? 1 : 0;
    this.tbs = tbs.raw;
    this.serial = fields[first].raw;
    this.issuer = fields[first + 2].raw;
    this.window = fields[first + 3].parts.map(momentOf);
    this.subject = fields[first + 4].raw;
    this.key = fields[first + 5];
    this.algorithm = algorithm.parts[0].hex;
    this.signature = signature.content.subarray(1);
  }

  // Whether this certificate's key made the signature; null when its kind is not one that browsers know.
  async made(signature, content, hash) {
    const [algorithm, curve] = this.key.parts[0].parts;
    if (!hash) return null;
    if (algorithm.hex === RSA) {
      const how = { name: "RSASSA-PKCS1-v1_5", hash };
      return crypto.subtle.verify(how, await crypto.subtle.importKey("spki", this.key.raw, how, false, ["verify"]), signature, content);
    }
    const [name, size] = (algorithm.hex === EC && CURVES[curve.hex]) || [];
    if (!name) return null;
    const key = await crypto.subtle.importKey("spki", this.key.raw, { name: "ECDSA", namedCurve: name }, false, ["verify"]);
    const halves = new Der(signature).parts.map(({ content: half }) => {
      const bare = half[0] === 0 ? half.subarray(1) : half;
      return joined(new Uint8Array(Math.max(size - bare.length, 0)), bare);
    });
    return crypto.subtle.verify({ name: "ECDSA", hash }, key, joined(...halves), content);
  }
}

function sealField(bytes) {
  const ranges = [...latin1(bytes).matchAll(/\/ByteRange\s*\[\s*0\s+(\d+)\s+(\d+)\s+(\d+)\s*\]/g)];
  if (ranges.length !== 1) return { fault: ranges.length ? "several-seals" : "no-seal" };
  const [before, after, rest] = ranges[0].slice(1).map(Number);
  if (!(before < after) || after + rest !== bytes.length) return { fault: "seal-incomplete" };
  if (bytes[before] !== 0x3c || bytes[after - 1] !== 0x3e) return { fault: "seal-form" };
  return { before, after };
}

// Codes of the seal, and when it says it was made. `roots` are PEM texts of the certificates that are believed, `seals`
// those that sealed ({sha256, retired_at}): where any are listed, no other below the same root is ours.
async function sealCodes(bytes, roots, seals) {
  const { fault, before, after } = sealField(bytes);
  if (fault) return { codes: [fault] };
  let envelope, info, attributes;
  try {
    const field = latin1(bytes.subarray(before + 1, after - 1));
    envelope = new Der(unhex(field));
    const signed = envelope.parts[1].parts[0].parts;
    const infos = signed[signed.length - 1].parts;
    if (infos.length !== 1) return { codes: ["seal-form"] };
    info = infos[0].parts;
    attributes = info.find((part) => part.tag === 0xa0);
    const certificates = signed.find((part) => part.tag === 0xa0).parts.map((part) => new Certificate(part));
    const [issuer, serial] = info[1].parts;
    const signer = certificates.find((one) => same(one.issuer, issuer.raw) && same(one.serial, serial.raw));
    const named = attributes.parts.find((one) => one.parts[0].hex === MESSAGE_DIGEST).parts[1].parts[0].content;
    const hash = HASHES[info[2].parts[0].hex];
    const covered = joined(bytes.subarray(0, before), bytes.subarray(after));
    if (!hash || !signer) return { codes: ["seal-broken"] };
    if (!same(new Uint8Array(await crypto.subtle.digest(hash, covered)), named)) return { codes: ["seal-broken"] };
    const place = info.indexOf(attributes);
    const right = await signer.made(info[place + 2].content, joined(Uint8Array.of(0x31), attributes.raw.subarray(1)), hash);
    if (right === null) return { codes: ["seal-not-checked"], at: sealedAt(bytes) };
    if (!right) return { codes: ["seal-broken"] };
    const anew = await rewritten(signer, certificates, info, attributes, info[place + 2]);
    if (!anew || hex(anew).toUpperCase().padEnd(field.length, "0") !== field) return { codes: ["seal-form"] };
    const at = sealedAt(bytes);
    const name = hex(await sha256(signer.raw));
    const own = seals.find((one) => one.sha256 === name);
    const chain = await chainCode(signer, certificates, roots, at);
    const codes = ["seal-intact", chain === "chain-leads-up" && seals.length && !own ? "unknown-signer" : chain];
    if (own?.retired_at && !(at <= new Date(own.retired_at))) codes.push("sealed-after-retirement");
    return { codes, at, demonstration: latin1(signer.subject).includes("DEMONSTRATION") };
  } catch (error) {
    if (isUnsupported(error)) return { codes: ["seal-not-checked"], at: sealedAt(bytes) };
    return { codes: ["seal-broken"] };
  }
}

async function chainCode(signer, certificates, roots, at) {
  const anchors = roots.map((pem) => new Certificate(new Der(unbase64(pem.replace(/-----[^-]+-----|\s/g, "")))));
  if (!anchors.length) return "no-trust";
  let current = signer;
  let inTime = true;
  for (let step = 0; step < 4; step += 1) {
    inTime &&= at >= current.window[0] && at <= current.window[1];
    for (const above of [...anchors, ...certificates]) {
      if (above === current || !same(above.subject, current.issuer)) continue;
      if (!(await above.made(current.signature, current.tbs, SIGNATURES[current.algorithm]))) continue;
      if (anchors.includes(above)) return inTime ? "chain-leads-up" : "chain-refused";
      current = above;
      break;
    }
  }
  return "unknown-signer";
}

function sealedAt(bytes) {
  const found = [...latin1(bytes).matchAll(/\/M\s*\(D:(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(?:Z|([+-]\d\d)'?(\d\d))?/g)].pop();
  if (!found) return null;
  const [year, month, day, hour, minute, second, hours, minutes] = found.slice(1);
  return new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}${hours ? `${hours}:${minutes}` : "Z"}`);
}
