// Check an evidence bundle in the auditor's own browser.  Nothing is uploaded: the file is read here
// and every digest and signature is computed here, with WebCrypto.
//
// The page has a form with `data-evidence-check`: a file input `bundle`, a text input `key` (the
// verifier key, had from somewhere else), a file input `receipts`, and an <output>.
//
// It makes the checks of the offline verifier that need no engine, in the same order, with the same
// numbers; the container is taken only in the one layout that we write.  The reference is
// `python -m evidence verify`: where the two should ever differ, that one is right.
"use strict";

(() => {
  const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  const bytesOf = (string) => new TextEncoder().encode(string);
  const sha = async (...parts) => {
    const whole = new Uint8Array(parts.reduce((size, part) => size + part.length, 0));
    parts.reduce((at, part) => (whole.set(part, at), at + part.length), 0);
    return new Uint8Array(await crypto.subtle.digest("SHA-256", whole));
  };
  const hex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  const base64 = (bytes) => btoa(String.fromCharCode(...bytes));
  const unbase64 = (string) => {
    const bytes = Uint8Array.from(atob(string), (letter) => letter.charCodeAt(0));
    if (base64(bytes) !== string) throw new Error("not plain base64");
    return bytes;
  };
  const same = (a, b) => a.length === b.length && a.every((byte, at) => byte === b[at]);
  const leafHash = (leaf) => sha(Uint8Array.of(0), leaf);
  const nodeHash = (left, right) => sha(Uint8Array.of(1), left, right);

  // Canonical bytes: parse, write again with sorted keys, compare.  A key that stands twice, a
  // fraction, a space or a number too large all come out otherwise.
  const canonical = (value) => {
    if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
    if (value === null || typeof value !== "object") return JSON.stringify(value);
    const members = Object.keys(value).sort().map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`);
    return `{${members.join(",")}}`;
  };
  const read = (bytes) => {
    const string = text.decode(bytes);
    const value = JSON.parse(string);
    if (string.normalize("NFC") !== string || canonical(value) !== string) throw new Error("not canonical");
    return value;
  };

  class Report {
    failures = [];
    signed = "";
    pinned = false;
    outside = null;
    fail(check, where, says) {
      if (this.failures.length < 100) this.failures.push({ check, where, says });
    }
  }

  // 1 the container
  const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]*(\/[A-Za-z0-9][A-Za-z0-9._-]*)*$/;
  const readContainer = (data) => {
    const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
    const bad = (says) => { throw new Error(says); };
    const end = data.length - 22;
    if (end < 0 || view.getUint32(end, true) !== 0x06054b50 || view.getUint16(end + 20, true)) {
      bad("the file does not end as a bundle ends");
    }
    const count = view.getUint16(end + 10, true);
    const start = view.getUint32(end + 16, true);
    if (start + view.getUint32(end + 12, true) !== end || count > 5000) bad("the directory is not as it should be");
    const members = new Map();
    let at = start;
    let place = 0;
    let before = "";
    for (let number = 0; number < count; number += 1) {
      if (at + 46 > end || view.getUint32(at, true) !== 0x02014b50) bad("the directory is cut short");
      const [method, size, length] = [view.getUint16(at + 10, true), view.getUint32(at + 24, true), view.getUint16(at + 28, true)];
      const name = String.fromCharCode(...data.subarray(at + 46, at + 46 + length));
      const plain = view.getUint32(at + 38, true) === 0o100644 * 65536 && !view.getUint16(at + 8, true);
      if (!NAME.test(name) || members.has(name) || name <= before) bad(`${name}: a name that a bundle cannot have`);
      if (!plain || method || view.getUint32(at + 20, true) !== size) bad(`${name}: is not a plain stored file`);
      if (view.getUint32(at + 30, true) || view.getUint32(at + 42, true) !== place) bad(`${name}: lies in the wrong place`);
      const content = place + 30 + length;
      if (content + size > start || view.getUint32(place, true) !== 0x04034b50) bad(`${name}: is cut short`);
      if (view.getUint16(place + 26, true) !== length || view.getUint16(place + 28, true)) bad(`${name}: has two headers that differ`);
      members.set(name, data.subarray(content, content + size));
      place = content + size;
      before = name;
      at += 46 + length;
    }
    if (at !== end || place !== start) bad("there are bytes that no directory names");
    return members;
  };

  // 2 the manifest
  const parseKey = async (line) => {
    const [, name, id, key] = /^([A-Za-z0-9._/-]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)$/.exec(line.trim()) ?? [];
    if (!name) throw new Error("this is not a verifier key: name+8 digits+base64");
    const bytes = unbase64(key);
    const real = hex((await sha(bytesOf(`${name}\n`), bytes)).subarray(0, 4));
    if (bytes[0] !== 1 || bytes.length !== 33 || real !== id) throw new Error("the key and its number do not fit");
    const crypt = await crypto.subtle.importKey("raw", bytes.subarray(1), "Ed25519", false, ["verify"]);
    return { name, id, bytes, crypt, line: line.trim() };
  };
  const keyIdOf = async (key, name) => (await sha(bytesOf(`${name}\n`), key.bytes)).subarray(0, 4);
  const signedBy = (key, signature, message) => crypto.subtle.verify("Ed25519", key.crypt, signature, message);

  const checkManifest = async (members, key, report) => {
    const envelope = read(members.get("MANIFEST.dsse.json"));
    const payload = unbase64(envelope.payload);
    const kind = bytesOf(envelope.payloadType);
    const head = bytesOf(`DSSEv1 ${kind.length} ${envelope.payloadType} ${payload.length} `);
    const message = new Uint8Array([...head, ...payload]);
    const [line] = envelope.signatures;
    if (envelope.signatures.length !== 1 || line.keyid !== `${key.name}+${key.id}`) {
      report.fail(2, "MANIFEST.dsse.json", `is signed by ${line.keyid}, which is not the known key`);
      return null;
    }
    if (!(await signedBy(key, unbase64(line.sig), message))) {
      report.fail(2, "MANIFEST.dsse.json", "was changed after it was signed");
      return null;
    }
    report.signed = line.keyid;
    const statement = read(payload);
    const listed = new Set(["MANIFEST.dsse.json"]);
    for (const { name, digest } of statement.subject) {
      listed.add(name);
      if (!members.has(name)) report.fail(2, name, "is in the manifest but not in the bundle");
      else if (hex(await sha(members.get(name))) !== digest.sha256) report.fail(2, name, "is not what was signed for");
    }
    for (const name of members.keys()) if (!listed.has(name)) report.fail(2, name, "is in the bundle but not in its manifest");
    return statement.predicate;
  };

  // 3, 4 the leaves
  const checkLeaves = async (data, report) => {
    const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
    const hashes = [];
    const sealed = new Map();
    const redacted = new Set();
    const commands = new Set();
    let [prev, time, opening] = [base64(new Uint8Array(32)), 0, {}];
    for (let at = 0; at < data.length;) {
      const seq = hashes.length;
      const length = at + 4 <= data.length ? view.getUint32(at) : Infinity;
      if (length > 65535 || at + 4 + length > data.length) {
        report.fail(3, `leaf ${seq}`, "is cut short, or too long");
        break;
      }
      const bytes = data.subarray(at + 4, at + 4 + length);
      at += 4 + length;
      let leaf;
      try { leaf = read(bytes); } catch (error) {
        report.fail(3, `leaf ${seq}`, String(error.message));
        break;
      }
      if (seq === 0) opening = leaf.body;
      if (leaf.seq !== seq) report.fail(4, `leaf ${seq}`, `says that it is number ${leaf.seq}`);
      else if (leaf.prev !== prev) report.fail(4, `leaf ${seq}`, `does not follow from leaf ${seq - 1} as it stands here`);
      if (!(leaf.at >= time)) report.fail(4, `leaf ${seq}`, "is earlier than the one before it");
      if (leaf.cmd !== undefined && commands.has(leaf.cmd)) report.fail(4, `leaf ${seq}`, "repeats a command");
      time = leaf.at;
      commands.add(leaf.cmd);
      for (const [path, digest] of commitments(leaf.body, "body")) sealed.set(`${seq} ${path}`, digest);
      if (leaf.kind === "field.redacted") redacted.add(`${leaf.body.seq} ${leaf.body.field}`);
      const hash = await leafHash(bytes);
      hashes.push(hash);
      prev = base64(hash);
    }
    return { hashes, sealed, redacted, opening };
  };
  const commitments = function* (value, path) {
    if (value === null || typeof value !== "object") return;
    if (Object.keys(value).join() === "$c") yield [path, value.$c];
    else for (const [key, item] of Object.entries(value)) yield* commitments(item, `${path}.${key}`);
  };

  // 5, 6 the tree, its heads, and the heads from outside
  const rootsOf = async (hashes, sizes) => {
    const roots = new Map();
    const frontier = [];
    for (let size = 0; size < hashes.length;) {
      let hash = hashes[size];
      for (let full = size; full & 1; full >>>= 1) hash = await nodeHash(frontier.pop(), hash);
      frontier.push(hash);
      size += 1;
      if (!sizes.has(size)) continue;
      let root = frontier.at(-1);
      for (const left of frontier.slice(0, -1).reverse()) root = await nodeHash(left, root);
      roots.set(size, base64(root));
    }
    return roots;
  };
  const parseHead = (note) => {
    const [origin, size, root] = note.split("\n");
    if (!/^(0|[1-9][0-9]*)$/.test(size ?? "") || unbase64(root ?? "").length !== 32) throw new Error("is not a head");
    return { origin, size: Number(size), root };
  };
  const checkNote = async (note, key, origin) => {
    const cut = note.lastIndexOf("\n\n");
    const line = note.slice(cut + 2).split("\n").find((one) => one.startsWith(`\u2014 ${origin} `));
    const data = unbase64((line ?? "").split(" ")[2] ?? "");
    if (!same(data.subarray(0, 4), await keyIdOf(key, origin))) return false;
    return signedBy(key, data.subarray(4), bytesOf(note.slice(0, cut + 1)));
  };
  const checkHeads = async (members, key, origin, hashes, receipts, report) => {
    const notes = [...members.keys()].filter((name) => name.startsWith("log/checkpoints/"));
    const heads = notes.map((name) => ({ name, note: text.decode(members.get(name)) }));
    for (const head of heads) Object.assign(head, parseHead(head.note));
    const untold = receipts.some((one) => one.size === undefined);  // then the root finds the size
    const sizes = untold ? { has: () => true } : new Set([...heads, ...receipts].map((one) => one.size));
    const roots = await rootsOf(hashes, sizes);
    for (const { name, note, origin: said, size, root } of heads) {
      if (said !== origin) report.fail(5, name, "is a head of another record");
      else if (!(await checkNote(note, key, origin))) report.fail(5, name, "was not signed by the known key");
      else if (roots.get(size) !== root) report.fail(5, name, `does not fit the first ${size} leaves here`);
    }
    if (Math.max(0, ...heads.map((head) => head.size)) !== hashes.length) {
      report.fail(5, "log/checkpoints/", "the last head does not cover the whole record");
    }
    const found = new Map([...roots].map(([size, root]) => [root, size]));
    const ours = new Set(receipts.filter((one) => one.origin === origin).map((one) => one.name));
    for (const receipt of receipts) {
      if (receipt.origin !== origin && ours.has(receipt.name)) continue;  // a browser kept those of several records
      receipt.size ??= found.get(receipt.root);
      if (receipt.origin !== origin) report.fail(6, receipt.name, "is about another record");
      else if (receipt.size === undefined) report.fail(6, receipt.name, "this root was never a root of this record");
      else if (receipt.size > hashes.length) report.fail(6, receipt.name, `the record had ${receipt.size} leaves: its end was cut off`);
      else if (roots.get(receipt.size) !== receipt.root) report.fail(6, receipt.name, "the record was written anew after it was given");
      else report.outside = Math.max(report.outside ?? 0, receipt.size);
    }
  };

  // 8 what people typed; 9 what the first leaf pins
  const checkOpenings = async (data, profile, { sealed, redacted }, report) => {
    const opened = new Set();
    for (const line of text.decode(data).split("\n").filter(Boolean)) {
      const { seq, field, salt, value } = read(bytesOf(line));
      const place = `${seq} ${field}`;
      opened.add(place);
      const digest = base64(await sha(bytesOf(canonical([field, salt, value]))));
      if (unbase64(salt).length !== 16 || sealed.get(place) !== digest) report.fail(8, `leaf ${seq}`, `${field} is not what was typed`);
      if (redacted.has(place)) report.fail(8, `leaf ${seq}`, `${field} was redacted, and is still here`);
    }
    if (profile !== "full") return;
    for (const place of sealed.keys()) {
      if (!opened.has(place) && !redacted.has(place)) report.fail(8, `leaf ${place}`, "is missing, and no redaction says why");
    }
  };
  const checkPinned = async (members, opening, report) => {
    const plan = members.get("plan.json") ?? new Uint8Array();
    if (hex(await sha(plan)) !== opening.plan) report.fail(9, "plan.json", "is not the plan with which the record was opened");
  };

  const receiptsIn = (name, string) => {
    const lines = string.trim().startsWith("{") ? string.split("\n").filter(Boolean).map((line) => JSON.parse(line)) : [parseHead(string)];
    return lines.map((receipt) => ({ ...receipt, name }));
  };

  const checkBundle = async (data, keyLine, receipts) => {
    const report = new Report();
    let members;
    try { members = readContainer(data); } catch (error) {
      report.fail(1, "the file", String(error.message));
      return report;
    }
    try {
      const key = await parseKey(keyLine || text.decode(members.get("keys/instance.vkey") ?? new Uint8Array()));
      const claims = await checkManifest(members, key, report);
      if (claims === null) return report;
      report.pinned = Boolean(keyLine);
      if (claims.profile === "public") throw new Error("a public bundle holds no leaves; use python -m evidence verify");
      const leaves = await checkLeaves(members.get("log/leaves.bin") ?? new Uint8Array(), report);
      await checkHeads(members, key, `${key.name}/record/${claims.exercise}`, leaves.hashes, receipts, report);
      await checkOpenings(members.get("openings.jsonl") ?? new Uint8Array(), claims.profile, leaves, report);
      await checkPinned(members, leaves.opening, report);
      report.size = leaves.hashes.length;
    } catch (error) {
      report.fail(2, "the bundle", `could not be read: ${error.message}`);
    }
    return report;
  };

  const show = (output, report) => {
    const lines = [
      ["Intact", report.failures.length ? "NO" : "yes"],
      ["Signature", !report.signed ? "none by a known key" : `by ${report.signed}, pinned by ${report.pinned ? "you" : "nobody"}`],
      ["Outside", report.outside === null ? "seen by nobody: an end cut off, or a record written anew, cannot be excluded" : `seen at size ${report.outside}`],
      ["Replay", "not tried: that needs the engine"],
      ...report.failures.map(({ check, where, says }) => [`Check ${check} failed`, `${where}: ${says}`]),
    ];
    const list = document.createElement("dl");
    for (const [term, says] of lines) {
      list.append(Object.assign(document.createElement("dt"), { textContent: term }));
      list.append(Object.assign(document.createElement("dd"), { textContent: says }));
    }
    output.dataset.intact = String(!report.failures.length);
    output.replaceChildren(list);
  };

  const run = async (form, file) => {
    const output = form.querySelector("output");
    output.removeAttribute("data-intact");
    output.textContent = "Checking\u2026";
    if (!crypto.subtle) {
      output.textContent = "Could not check: a browser checks only on https or on this machine; use python -m evidence verify.";
      return;
    }
    try {
      const kept = [...(form.elements.receipts?.files ?? [])];
      const receipts = (await Promise.all(kept.map(async (one) => receiptsIn(one.name, await one.text())))).flat();
      const data = new Uint8Array(await file.arrayBuffer());
      show(output, await checkBundle(data, form.elements.key?.value.trim() ?? "", receipts));
    } catch (error) {
      output.textContent = `Could not check: ${error.message}`;
    }
  };

  for (const form of document.querySelectorAll("form[data-evidence-check]")) {
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const [file] = form.elements.bundle.files;
      if (file) run(form, file);
    });
    form.addEventListener("dragover", (event) => event.preventDefault());
    form.addEventListener("drop", (event) => {
      event.preventDefault();
      const [file] = event.dataTransfer.files;
      if (file) run(form, file);
    });
  }
})();
