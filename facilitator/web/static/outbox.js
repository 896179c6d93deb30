// What participants send while there is no connection: kept in this browser, each under its own id,
// and sent once there is one.  Control's acts are never sent later.  Loaded after live.js.
"use strict";

{
  // Whatever control says is about this moment, and so is a stop for something real.
  const actsNow = (form) => data.kind === "facilitator" || form.dataset.do === "exercise.stop-for-real";
  const NOT_NOW = [401, 404, 429, 503];  // signed out is not decided either
  const AGAIN_MS = 3000;
  let flushing = false;

  const kept = () => JSON.parse(sessionStorage.getItem(`${store}outbox`) ?? "[]");
  const keep = (letters) => {
    sessionStorage.setItem(`${store}outbox`, JSON.stringify(letters));
    root.toggleAttribute("data-queued", letters.length > 0);
  };
  const idOf = ({ letter }) => Object.fromEntries(letter).cmd;
  const formOf = ({ letter }) => document.getElementById(Object.fromEntries(letter).form);

  addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post" || !form.dataset.do || !root.classList.contains("offline")) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    queue(form, event.submitter, data.kind === "facilitator"
      ? "Not sent: there is no connection. Control's acts are never sent later."
      : "Not sent: there is no connection. Say it aloud, and use your real channels.");
  }, true);

  // The connection was lost before the stream has noticed.
  addEventListener("htmx:sendError", (event) => {
    const form = event.target.closest?.("form[data-do]");
    if (!form) return;
    queue(form, null, "No answer came. Look whether it was done before you press again.");
    setTimeout(flush, AGAIN_MS);
  });

  function queue(form, submitter, notSent) {
    const receipt = $(".receipt", form);
    if (actsNow(form)) return void (receipt.textContent = notSent);
    const letter = [...new FormData(form, submitter)].map(([name, value]) => [name, String(value)]);
    const typed = $$("[data-draft]", form).map((field) => [draftOf(field), field.value]);
    keep([...kept(), { action: form.action, letter, typed }]);
    accepted(form, true);
    receipt.textContent = "Queued, not yet received";
  }

  async function flush() {
    if (flushing) return;
    flushing = true;
    try {
      const tried = new Set();
      const next = () => kept().find((one) => !tried.has(idOf(one)));
      for (let one = next(); one; one = next()) {
        tried.add(idOf(one));
        if (!await send(one)) return void setTimeout(flush, AGAIN_MS);
      }
    } catch {
      // Still away: the letters stay, with their ids, and are sent once.
      if (!root.classList.contains("offline")) setTimeout(flush, AGAIN_MS);
    } finally {
      flushing = false;
    }
  }

  // Whether the next one may be sent; if not, this one is sent again first.  One that the server
  // broke off at stands in its form again under its own id, or waits for the next page with that form.
  async function send(one) {
    const answer = await fetch(one.action, {
      method: "POST", body: new URLSearchParams(one.letter), headers: { Accept: "application/json" },
    });
    const { says, record } = await answer.json();
    const form = formOf(one);
    const receipt = form && $(".receipt", form);
    if (receipt) receipt.textContent = says;
    if (NOT_NOW.includes(answer.status)) return false;
    if (form || answer.status !== 500) {
      keep(kept().filter((other) => idOf(other) !== idOf(one)));
      if (!answer.ok) giveBack(form, one);
    }
    if (form && answer.status === 500) form.elements.cmd.value = idOf(one);
    dispatchEvent(new CustomEvent("drillroom:record", { detail: record }));
    say(says);
    return true;
  }

  // Refused words are drafts again, on whatever page their field is, after what is a draft there by
  // now; and they stand in their field at once if it is here.
  const giveBack = (form, { letter, typed = [] }) => {
    for (const [key, words] of typed) {
      const before = sessionStorage.getItem(key);
      // A field of one line drops the line's end and keeps the space.
      if (words && before !== words) sessionStorage.setItem(key, before ? `${before} \n${words}` : words);
    }
    for (const [name, value] of form ? letter : []) {
      const field = form.elements[name];
      if (!field?.matches?.("textarea, input:not([type=hidden])")) continue;
      const key = draftOf(field);
      if (!key) field.value ||= value;
      else if (field.value !== sessionStorage.getItem(key)) {
        const caret = field.selectionEnd;
        field.value = sessionStorage.getItem(key);
        if (field === document.activeElement) field.setSelectionRange(caret, caret);
      }
    }
  };

  addEventListener("drillroom:live", flush);
}
