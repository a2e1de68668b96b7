// Just enough of PDF to find the files inside one of our certificates. It reads what the cross-references name and
// nothing else, refuses what it does not know, and never executes anything.
class Name { constructor(text) { this.text = text; } }
class Ref { constructor(number) { this.number = number; } }
class Stream { constructor(dict, content) { this.dict = dict; this.content = content; } }

const BLANK = new Set([0, 9, 10, 12, 13, 32]);
const DELIMITER = new Set([..."()<>[]{}/%"].map((sign) => sign.charCodeAt(0)));
const DEEPEST = 50;
const MOST_BYTES = 64 * 1024 * 1024;

class Reader {
  constructor(bytes, at = 0) { this.bytes = bytes; this.at = at; }

  skip() {
    for (;;) {
      const byte = this.bytes[this.at];
      if (byte === 0x25) while (this.at < this.bytes.length && ![10, 13].includes(this.bytes[this.at])) this.at += 1;
      else if (BLANK.has(byte)) this.at += 1;
      else return;
    }
  }

  word() {
    this.skip();
    const start = this.at;
    while (this.at < this.bytes.length && !BLANK.has(this.bytes[this.at]) && !DELIMITER.has(this.bytes[this.at])) this.at += 1;
    return latin1(this.bytes.subarray(start, this.at));
  }

  expect(wanted) { if (this.word() !== wanted) throw new Error(`no ${wanted}`); }

  whole() {
    const word = this.word();
    if (!/^\d{1,10}$/.test(word)) throw new Error("not a number");
    return Number(word);
  }

  value(depth = 0) {
    if (depth > DEEPEST) throw new Error("too deep");
    this.skip();
    const [one, two] = [this.bytes[this.at], this.bytes[this.at + 1]];
    if (one === 0x3c && two === 0x3c) return this.dict(depth);
    if (one === 0x3c) return this.hexString();
    if (one === 0x28) return this.string();
    if (one === 0x2f) return this.name();
    if (one === 0x5b) {
      this.at += 1;
      const items = [];
      for (;;) {
        this.skip();
        if (this.bytes[this.at] === 0x5d) { this.at += 1; return items; }
        items.push(this.value(depth + 1));
      }
    }
    return this.plain();
  }

  plain() {
    const word = this.word();
    if (word === "true" || word === "false") return word === "true";
    if (word === "null") return null;
    if (!/^[+-]?(?:\d+\.?\d*|\.\d+)$/.test(word)) throw new Error("an unknown word");
    const after = this.at;
    if (/^\d+$/.test(word) && /^\d+$/.test(this.word()) && this.word() === "R") return new Ref(Number(word));
    this.at = after;
    return Number(word);
  }

  name() {
    this.at += 1;
    return new Name(this.word0().replace(/#([0-9a-fA-F]{2})/g, (_, code) => String.fromCharCode(parseInt(code, 16))));
  }

  word0() {
    const start = this.at;
    while (this.at < this.bytes.length && !BLANK.has(this.bytes[this.at]) && !DELIMITER.has(this.bytes[this.at])) this.at += 1;
    return latin1(this.bytes.subarray(start, this.at));
  }

  dict(depth) {
    this.at += 2;
    const found = new Map();
    for (;;) {
      this.skip();
      if (this.bytes[this.at] === 0x3e && this.bytes[this.at + 1] === 0x3e) { this.at += 2; return found; }
      if (this.bytes[this.at] !== 0x2f) throw new Error("no name in a dictionary");
      const { text: key } = this.name();
      if (found.has(key)) throw new Error("a name twice in a dictionary");
      found.set(key, this.value(depth + 1));
    }
  }

  hexString() {
    const end = this.bytes.indexOf(0x3e, this.at);
    if (end < 0) throw new Error("an endless string");
    const digits = latin1(this.bytes.subarray(this.at + 1, end)).replace(/\s/g, "");
    this.at = end + 1;
    return unhex(digits.length % 2 ? digits + "0" : digits);
  }

  string() {
    const out = [];
    let open = 0;
    for (; this.at < this.bytes.length; this.at += 1) {
      let byte = this.bytes[this.at];
      if (byte === 0x28) { open += 1; if (open === 1) continue; }
      if (byte === 0x29) { open -= 1; if (open === 0) { this.at += 1; return Uint8Array.from(out); } }
      if (byte === 0x5c) {
        this.at += 1;
        byte = this.bytes[this.at];
        const plain = "nrtbf".indexOf(String.fromCharCode(byte));
        if (plain >= 0) byte = [10, 13, 9, 8, 12][plain];
        else if (byte >= 0x30 && byte <= 0x37) {
          const octal = /^[0-7]{1,3}/.exec(latin1(this.bytes.subarray(this.at, this.at + 3)))[0];
          this.at += octal.length - 1;
          byte = parseInt(octal, 8) & 255;
        } else if (byte === 10 || byte === 13) continue;
      }
      out.push(byte);
    }
    throw new Error("an endless string");
  }
}

async function inflated(bytes) {
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
  const parts = [];
  let size = 0;
  for (const reader = stream.getReader(); ;) {
    const { done, value } = await reader.read();
    if (done) return joined(...parts);
    parts.push(value);
    size += value.length;
    if (size > MOST_BYTES) throw new Error("a stream that grows without end");
  }
}

function unpredicted(bytes, columns) {
  const out = new Uint8Array(Math.floor(bytes.length / (columns + 1)) * columns);
  for (let row = 0; row * (columns + 1) < bytes.length; row += 1) {
    const kind = bytes[row * (columns + 1)];
    if (kind !== 0 && kind !== 2) throw new Error("an unknown predictor");
    for (let column = 0; column < columns; column += 1) {
      const above = kind === 2 && row > 0 ? out[(row - 1) * columns + column] : 0;
      out[row * columns + column] = bytes[row * (columns + 1) + 1 + column] + above;
    }
  }
  return out;
}

class Pdf {
  constructor(bytes) { this.bytes = bytes; this.places = new Map(); this.known = new Map(); this.bundles = new Map(); }

  static async open(bytes) {
    const pdf = new Pdf(bytes);
    const start = /startxref\s+(\d{1,10})\s+%%EOF\s*$/.exec(latin1(bytes.subarray(-1024)));
    if (!latin1(bytes.subarray(0, 5)).startsWith("%PDF-") || !start) throw new Error("no PDF");
    const seen = new Set();
    for (let at = Number(start[1]); at !== undefined;) {
      if (seen.has(at) || seen.size > 8) throw new Error("revisions in a circle");
      seen.add(at);
      const trailer = await pdf.section(at);
      pdf.trailer ??= trailer;
      at = trailer.get("Prev");
    }
    return pdf;
  }

  note(number, place) { if (!this.places.has(number)) this.places.set(number, place); }

  async section(at) {
    const reader = new Reader(this.bytes, at);
    if (latin1(this.bytes.subarray(at, at + 4)) === "xref") return this.table(reader);
    const { dict, content } = await this.object(reader, null);
    if (dict?.get("Type")?.text !== "XRef") throw new Error("no cross-references");
    const widths = dict.get("W");
    const rows = content;
    const range = dict.get("Index") ?? [0, dict.get("Size")];
    const width = widths[0] + widths[1] + widths[2];
    let row = 0;
    for (let part = 0; part < range.length; part += 2) {
      for (let number = range[part]; number < range[part] + range[part + 1]; number += 1, row += width) {
        if (row + width > rows.length) throw new Error("cross-references cut short");
        let place = row;
        const field = (index, otherwise) => {
          if (!widths[index]) return otherwise;
          let found = 0;
          for (const end = place + widths[index]; place < end; place += 1) found = found * 256 + rows[place];
          return found;
        };
        const [kind, one, two] = [field(0, 1), field(1, 0), field(2, 0)];
        this.note(number, kind === 1 ? { at: one } : kind === 2 ? { bundle: one, index: two } : null);
      }
    }
    return dict;
  }

  table(reader) {
    reader.expect("xref");
    for (;;) {
      const before = reader.at;
      if (reader.word() === "trailer") return reader.value();
      reader.at = before;
      const [first, count] = [reader.whole(), reader.whole()];
      for (let number = first; number < first + count; number += 1) {
        const at = reader.whole();
        reader.whole();
        const kind = reader.word();
        if (kind !== "n" && kind !== "f") throw new Error("an unknown cross-reference");
        this.note(number, kind === "n" ? { at } : null);
      }
    }
  }

  async object(reader, wanted) {
    const number = reader.whole();
    reader.whole();
    reader.expect("obj");
    if (wanted !== null && number !== wanted) throw new Error("another object stands there");
    const value = reader.value();
    if (!(value instanceof Map)) return value;
    const after = reader.at;
    if (reader.word() !== "stream") { reader.at = after; return value; }
    reader.at += this.bytes[reader.at] === 13 ? 2 : 1;
    const length = await this.get(value.get("Length"));
    if (!Number.isInteger(length) || length < 0 || reader.at + length > this.bytes.length) throw new Error("a stream without end");
    const raw = this.bytes.subarray(reader.at, reader.at + length);
    reader.at += length;
    reader.expect("endstream");
    return new Stream(value, await this.decoded(value, raw));
  }

  async decoded(dict, raw) {
    const filter = [await this.get(dict.get("Filter") ?? [])].flat();
    if (!filter.length) return raw;
    if (filter.length !== 1 || filter[0].text !== "FlateDecode") return null; // a picture or a font: not wanted here
    const content = await inflated(raw);
    const parameters = [await this.get(dict.get("DecodeParms") ?? [])].flat()[0];
    const predictor = parameters?.get("Predictor") ?? 1;
    if (predictor === 1) return content;
    if (predictor < 10) throw new Error("an unknown predictor");
    return unpredicted(content, parameters.get("Columns") ?? 1);
  }

  async get(value) {
    for (let hops = 0; value instanceof Ref; hops += 1) {
      if (hops > 10) throw new Error("references in a circle");
      value = await this.numbered(value.number);
    }
    return value;
  }

  async numbered(number) {
    if (this.known.has(number)) return this.known.get(number);
    const place = this.places.get(number);
    let value = null;
    if (place?.at !== undefined) value = await this.object(new Reader(this.bytes, place.at), number);
    else if (place) value = (await this.bundle(place.bundle)).get(number) ?? null;
    this.known.set(number, value);
    return value;
  }

  async bundle(number) {
    if (!this.bundles.has(number)) {
      const place = this.places.get(number);
      if (place?.at === undefined) throw new Error("a bundle inside a bundle");
      const { dict, content } = await this.object(new Reader(this.bytes, place.at), number);
      if (dict?.get("Type")?.text !== "ObjStm") throw new Error("no bundle of objects");
      const head = new Reader(content);
      const found = new Map();
      for (let index = 0; index < dict.get("N"); index += 1) {
        const [each, at] = [head.whole(), head.whole()];
        found.set(each, new Reader(content, dict.get("First") + at).value());
      }
      this.bundles.set(number, found);
    }
    return this.bundles.get(number);
  }

  // The embedded files by name; a name may hold several contents, which is for the caller to refuse.
  async files() {
    const found = new Map();
    const names = await this.get((await this.get(this.trailer.get("Root"))).get("Names"));
    const walk = async (reference, depth) => {
      const node = await this.get(reference);
      if (!(node instanceof Map) || depth > 10) return;
      for (const kid of (await this.get(node.get("Kids"))) ?? []) await walk(kid, depth + 1);
      const pairs = (await this.get(node.get("Names"))) ?? [];
      for (let index = 1; index < pairs.length; index += 2) {
        const specification = await this.get(pairs[index]);
        const title = await this.get(specification.get("UF") ?? specification.get("F"));
        const stored = await this.get(specification.get("EF"));
        const stream = await this.get(stored.get("UF") ?? stored.get("F"));
        const name = this.words(title);
        found.set(name, [...(found.get(name) ?? []), stream.content]);
      }
    };
    if (names) await walk(names.get("EmbeddedFiles"), 0);
    return found;
  }

  words(bytes) {
    if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder("utf-16be").decode(bytes.subarray(2));
    return latin1(bytes);
  }
}
