// The page itself: what is dropped, pasted or scanned goes in, one word with its reasons comes out. Nothing is sent.
const config = JSON.parse(document.getElementById("config").textContent);
const at = (id) => document.getElementById(id);
const made = (tag, className, ...children) => {
  const element = document.createElement(tag);
  if (className) element.className = className;
  element.append(...children);
  return element;
};
// Both languages stand in the page; the style sheet shows one.
const both = (zh, en) => {
  const [one, other] = [made("span", "", zh), made("span", "", en)];
  one.lang = "zh-CN";
  other.lang = "en";
  return [one, other];
};
const MARKS = { pass: ["✓", "通过", "in order"], fail: ["✗", "不通过", "wrong"], unknown: ["?", "无法判定", "cannot be told"], note: ["·", "说明", "note"] };
const OUTCOMES = { VALID: ["有效", "VALID"], "NOT VALID": ["无效", "NOT VALID"], "CANNOT TELL": ["无法判定", "CANNOT TELL"] };
const PASSED = "pass";

function outcomeOf(codes) {
  const said = new Set(codes.map((code) => config.words[code].says));
  if (said.has("fail")) return "NOT VALID";
  return said.has("unknown") || !said.has(PASSED) ? "CANNOT TELL" : "VALID";
}

function show(codes, rows, knows) {
  const outcome = outcomeOf(codes);
  const verdict = made("div", `verdict ${outcome.toLowerCase().replaceAll(" ", "-")}`);
  verdict.append(made("p", "word", ...both(...OUTCOMES[outcome])));
  const list = made("ul", "checks");
  for (const code of codes) {
    const word = config.words[code];
    const [mark, zh, en] = MARKS[word.says];
    const sign = made("span", "mark", mark);
    sign.setAttribute("aria-hidden", "true");
    const item = made("li", word.says, sign, made("span", "unseen", ...both(`${zh}：`, `${en}: `)), ...both(word.zh, word.en));
    item.dataset.code = code;
    list.append(item);
  }
  verdict.append(list);
  const facts = made("dl", "");
  for (const [zh, en, value] of rows) facts.append(made("dt", "", ...both(zh, en)), made("dd", "", value));
  const ages = made("ul", "plain");
  for (const [zh, en] of knows) ages.append(made("li", "", ...both(zh, en)));
  const answer = at("answer");
  answer.replaceChildren(verdict);
  answer.dataset.outcome = outcome;
  if (rows.length) answer.append(made("h2", "", ...both("所载内容", "What it says")), facts);
  answer.append(made("h2", "", ...both("查验依据及其时间", "What this rests on, and how old it is")), ages);
  answer.focus();
}

// One look at a time: what was said before is taken away first, and a look that fails says that it cannot tell.
let turn = 0;
async function answered(check) {
  turn += 1;
  const mine = turn;
  at("answer").replaceChildren();
  delete at("answer").dataset.outcome;
  const said = await check().catch(() => [["examination-stopped"], [], [keysAge()]]);
  if (mine === turn) show(...said);
}

const today = () => new Date(Date.now() + 8 * 3600000).toISOString().slice(0, 10);
const daysAgo = (moment) => Math.max(Math.floor((Date.now() - moment) / 86400000), 0);
const keysAge = () => {
  const days = daysAgo(new Date(config.made_at));
  return [`内置的可信公钥：${config.made_at.slice(0, 10)}，${days} 天前`, `Trusted keys built in: ${config.made_at.slice(0, 10)}, ${days} days ago`];
};

function windowCode(first, last) {
  // Whoever sets the clock back would have an old certificate still good.
  if (Date.now() < new Date(config.made_at).getTime() - 86400000) return "clock-behind";
  if (today() < first) return "status-not_yet_valid";
  return last && today() > last ? "status-expired" : "status-valid";
}

function whatIsMissing() {
  if (!globalThis.crypto?.subtle) return "no-secure-context";
  return globalThis.DecompressionStream ? null : "browser-too-old";
}

async function checkFile(bytes) {
  const missing = whatIsMissing();
  if (missing) return [[missing], [], [keysAge()]];
  let files;
  try {
    files = await (await Pdf.open(bytes)).files();
  } catch {
    return [["unreadable"], [], [keysAge()]];
  }
  const seal = await sealCodes(bytes, config.roots.map((one) => one.content), config.seals);
  const knows = [keysAge()];
  if (seal.at) {
    const days = daysAgo(seal.at);
    const moment = `${new Date(seal.at.getTime() + 8 * 3600000).toISOString().slice(0, 16).replace("T", " ")} UTC+8`;
    knows.push([`签章：${moment}，${days} 天前`, `Seal: ${moment}, ${days} days ago`]);
  }
  const [records, proofs] = [files.get("record.json") ?? [], files.get("proof.json") ?? [null]];
  let record;
  try {
    record = JSON.parse(text(records[0]));
    if (records.length !== 1 || canonical(record) !== text(records[0])) throw new Error("not canonical");
  } catch {
    const other = !files.has("record.json") && files.get("content.json")?.length === 1;
    return [[...seal.codes, other ? "other-document" : "record-missing"], [], knows];
  }
  let codes = [...seal.codes, "record-canonical"];
  try {
    const proof = await proofCodes(proofs.length === 1 ? proofs[0] : new Uint8Array(), record, records[0], config.keys);
    codes = [...codes, ...proof.codes];
    if (proof.size) knows.push([`文件内的日志检查点：${proof.size} 条`, `Checkpoint of the log in the file: ${proof.size} entries`]);
  } catch (error) {
    if (!isUnsupported(error)) throw error;
    codes.push("browser-too-old");
  }
  const first = record.issued_on > record.valid_from ? record.issued_on : record.valid_from;
  codes.push(windowCode(first, record.valid_until), "register-not-asked", "not-checked-here");
  if (record.demonstration) codes.push("demonstration");
  else if (seal.demonstration) codes.push("demonstration-seal");
  return [codes, rowsOf(record), knows];
}

const rowsOf = (record) => [
  ["编号", "Number", record.number],
  ["持证单位", "Holder", record.holder],
  ["企业", "Enterprise", record.enterprise],
  ["证书", "Certificate", `${record.title.zh} ${record.title.en}`],
  ["级别", "Level", `${record.level.zh} ${record.level.en}`],
  ["发证机关", "Issued by", `${record.issuer.name.zh} ${record.issuer.name.en}`],
  ["认定文件", "Decision", record.decision_document],
  ["有效期", "Valid", `${record.valid_from} – ${record.valid_until ?? "…"}`],
  ["在线查验", "Ask the register", record.verify_url],
];

async function checkCode(scanned) {
  const missing = whatIsMissing();
  if (missing) return [[missing], [], [keysAge()]];
  let said;
  try {
    said = readQr(scanned);
  } catch {
    return [["qr-unreadable"], [], [keysAge()]];
  }
  const rows = [
    ["编号", "Number", decodeURIComponent(said.address.split("/").pop())],
    ["持证单位", "Holder", said.holder],
    ["有效期", "Valid", `${said.first} – ${said.last ?? "…"}`],
    ["在线查验", "Ask the register", said.address],
  ];
  const code = await qrCode(said);
  const codes = code === "qr-signed" ? [code, windowCode(said.first, said.last), "qr-says-less", "register-not-asked"] : [code];
  return [codes, rows, [keysAge()]];
}

async function qrCode(said) {
  try {
    const keys = config.keys.map((one) => keyOf(one.content));
    if (await qrSigner(said, keys)) return "qr-signed";
    const hints = await Promise.all(keys.map(async (raw) => hex((await sha256(raw)).subarray(0, 4))));
    return hints.includes(said.hint) ? "qr-broken" : "qr-key-unknown";
  } catch (error) {
    if (!isUnsupported(error)) throw error;
    return "browser-too-old";
  }
}

async function look(source) {
  const [found] = await new BarcodeDetector({ formats: ["qr_code"] }).detect(source);
  return found?.rawValue ?? null;
}

async function scan() {
  const video = at("camera");
  const stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
  video.srcObject = stream;
  video.hidden = false;
  await video.play();
  const end = () => { stream.getTracks().forEach((track) => track.stop()); video.hidden = true; };
  const step = async () => {
    const scanned = await look(video).catch(() => null);
    if (scanned === null) return void requestAnimationFrame(step);
    end();
    at("code").value = scanned;
    return answered(() => checkCode(scanned));
  };
  step();
}

function taken(files) {
  if (files.length) answered(() => (files.length > 1 ? oneAtATime() : checkTaken(files[0])));
}

const oneAtATime = async () => [["one-at-a-time"], [], [keysAge()]];

async function checkTaken(file) {
  if (file.size > MOST_BYTES) return [["examination-stopped"], [], [keysAge()]];
  const bytes = new Uint8Array(await file.arrayBuffer());
  let said;
  if (file.type.startsWith("image/") && globalThis.BarcodeDetector) {
    said = await checkCode((await look(await createImageBitmap(file)).catch(() => null)) ?? "");
  } else said = await checkFile(bytes);
  said[1].unshift(["文件", "File", file.name]);
  return said;
}

function speak(language) {
  document.documentElement.lang = language;
  for (const button of document.querySelectorAll("[data-language]")) button.setAttribute("aria-pressed", String(button.dataset.language === language));
}

speak(navigator.language.startsWith("zh") ? "zh-CN" : "en");
for (const button of document.querySelectorAll("[data-language]")) button.addEventListener("click", () => speak(button.dataset.language));
at("file").addEventListener("change", (event) => taken(event.target.files));
at("paste").addEventListener("submit", (event) => { event.preventDefault(); answered(() => checkCode(at("code").value)); });
for (const kind of ["dragover", "drop"]) document.addEventListener(kind, (event) => event.preventDefault());
document.addEventListener("drop", (event) => taken(event.dataTransfer.files));
if (globalThis.BarcodeDetector && navigator.mediaDevices) {
  at("scan").hidden = false;
  at("scan").addEventListener("click", () => scan().catch(() => { at("scan").hidden = true; }));
}
