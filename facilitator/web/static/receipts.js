// What the server has acknowledged, kept in this browser: size and root of the record that holds
// it.  Whoever saves the file can later prove what they were told (`drillroom verify --receipt`).
"use strict";

{
  const MOST = 5000;  // of the latest: some hundred kilobytes
  const place = `drillroom:${document.documentElement.dataset.exercise}:receipts`;

  const kept = () => (localStorage.getItem(place) ?? "").split("\n").filter(Boolean);

  // Members in the order of their names: the canonical form that the verifier reads.
  const lineOf = ({ origin, root, size }) => JSON.stringify({ origin, root, size });

  const keep = (record) => {
    if (!record?.root) return;
    const line = lineOf(record);
    const lines = kept();
    if (lines.includes(line)) return;
    localStorage.setItem(place, [...lines, line].slice(-MOST).join("\n"));
    show();
  };

  const gather = (element) => {
    const found = element.matches("[data-record]") ? [element] : [];
    for (const one of [...found, ...element.querySelectorAll("[data-record]")]) {
      keep(JSON.parse(one.dataset.record));
    }
  };

  const show = () => {
    const count = kept().length;
    for (const link of document.querySelectorAll("[data-receipts]")) {
      link.hidden = !count;
      link.querySelector("b").textContent = count;
    }
  };

  addEventListener("drillroom:record", (event) => keep(event.detail));
  addEventListener("click", (event) => {
    const link = event.target.closest?.("[data-receipts]");
    if (!link) return;
    const file = new Blob([`${kept().join("\n")}\n`], { type: "application/jsonl" });
    link.href = URL.createObjectURL(file);
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  });
  new MutationObserver((changes) => {
    for (const { addedNodes } of changes) {
      for (const node of addedNodes) if (node.nodeType === Node.ELEMENT_NODE) gather(node);
    }
  }).observe(document.body, { childList: true, subtree: true });
  gather(document.body);
  show();
}
