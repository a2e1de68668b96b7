// Bytes and their spellings. Everything here is pure.
const utf8 = (text) => new TextEncoder().encode(text);
const text = (bytes) => new TextDecoder("utf-8", { fatal: true }).decode(bytes);
const latin1 = (bytes) => {
  let out = "";
  for (let at = 0; at < bytes.length; at += 8192) out += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return out;
};
const hex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
const unhex = (digits) => {
  if (!/^(?:[0-9a-fA-F]{2})*$/.test(digits)) throw new Error("not hexadecimal");
  return Uint8Array.from(digits.match(/../g) ?? [], (pair) => parseInt(pair, 16));
};
const same = (one, other) => one.length === other.length && one.every((byte, at) => byte === other[at]);
const joined = (...parts) => {
  const out = new Uint8Array(parts.reduce((size, part) => size + part.length, 0));
  let at = 0;
  for (const part of parts) { out.set(part, at); at += part.length; }
  return out;
};
const unbase64 = (letters) => {
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(letters)) throw new Error("not base64");
  return Uint8Array.from(atob(letters), (letter) => letter.charCodeAt(0));
};
const unbase64url = (letters) => {
  if (!/^[A-Za-z0-9_-]*$/.test(letters)) throw new Error("not base64url");
  return unbase64(letters.replaceAll("-", "+").replaceAll("_", "/") + "=".repeat((4 - (letters.length % 4)) % 4));
};
const base64 = (bytes) => btoa(latin1(bytes));
const DIGITS58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
const unbase58 = (letters) => {
  let number = 0n;
  for (const letter of letters) {
    const digit = DIGITS58.indexOf(letter);
    if (digit < 0 || letters.length > 200) throw new Error("not base58");
    number = number * 58n + BigInt(digit);
  }
  const digits = number === 0n ? "" : number.toString(16);
  const zeros = letters.length - letters.replace(/^1+/, "").length;
  return joined(new Uint8Array(zeros), unhex(digits.length % 2 ? "0" + digits : digits));
};
const sha256 = async (bytes) => new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
