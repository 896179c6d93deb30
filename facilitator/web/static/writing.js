// Answers that several people of a team write: a quiet line under the message says who writes, and
// behind it stands what is written so far.  Nothing is spoken, nothing moves the page.  After live.js.
"use strict";

{
  const STILL_MS = 8000;
  const MOST = 8000;  // characters that can be sent as an answer; a longer draft is cut for others
  const drafts = new Map();  // message and seat to what was last heard
  const pending = new Set();
  let sending = 0;

  // ------------------------------------------------------------- what is written here
  const changed = (form, soon = 300) => {
    const field = form && $("[data-shared]", form);
    if (!field) return;
    pending.add(field.dataset.shared);
    sending ||= setTimeout(send, soon);
  };

  const fieldOf = (about) => $(`[data-shared="${CSS.escape(about)}"]`);
  const chosen = (form) => $("input[type=radio][value]:is([name=choice], [name=option]):checked", form);

  function send() {
    const [about] = pending;
    pending.delete(about);
    const field = fieldOf(about);
    const choice = field && chosen(field.form)?.value;
    const words = [...field?.value.trim() ?? ""].slice(0, MOST).join("");
    tell({ draft: { about, words, choice: choice ?? "" } });
    sending = pending.size ? setTimeout(send, 1000) : 0;
  }

  addEventListener("input", (event) => changed(event.target.form, 1000));
  addEventListener("reset", (event) => changed(event.target));

  // ------------------------------------------------------------- what others write
  const show = (one) => {
    const place = $(`[data-writing="${CSS.escape(one.about)}"]`);
    if (!place) return;
    const old = $(`[data-seat="${CSS.escape(one.seat)}"]`, place);
    if (!one.words && !one.choice) return void old?.remove();
    const box = old ?? place.appendChild(empty(one));
    put($(".who", box), `${one.who} ${one.now ? "is writing" : "has begun"} an answer`);
    put($("blockquote", box), one.words);
    const label = fieldOf(one.about)?.form.querySelector(`input[value="${CSS.escape(one.choice)}"]`);
    put($(".choice-so-far", box), label ? `Chosen so far: ${label.closest("label").textContent}` : "");
    $("button", box).hidden = !fieldOf(one.about);
    $("button", box).onclick = () => takeUp(one);
  };

  const empty = ({ about, seat }) => {
    const box = document.createElement("details");
    box.className = "disclose";
    box.dataset.seat = seat;
    box.id = `writing-${about}-${seat}`;
    box.innerHTML = '<summary><span class="who soft"></span> <span>Show what is written so far</span></summary>'
      + '<p class="small choice-so-far"></p><blockquote></blockquote>'
      + '<button type="button" class="btn">Go on from this</button>';
    $("summary", box).id = `${box.id}-who`;
    return box;
  };

  // What I wrote myself stays in front of it.
  const takeUp = ({ about, words, choice }) => {
    const field = fieldOf(about);
    field.closest("details")?.setAttribute("open", "");
    field.value = [field.value.trim(), words].filter(Boolean).join("\n");
    const radio = choice && field.form.querySelector(`input[type=radio][value="${CSS.escape(choice)}"]`);
    if (radio) radio.checked = true;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.focus();
  };

  // My own draft from another page or device; what is here already comes first.
  const restoreOwn = ({ about, words }) => {
    const field = fieldOf(about);
    if (field && !field.value) field.value = words;
  };

  addEventListener("drillroom:writing", ({ detail: one }) => {
    if (one.own) return restoreOwn(one);
    const key = `${one.about} ${one.seat}`;
    clearTimeout(drafts.get(key)?.quiet);
    if (one.now) one.quiet = setTimeout(() => show(Object.assign(one, { now: false })), STILL_MS);
    drafts.set(key, one);
    show(one);
  });

  addEventListener("drillroom:put", ({ detail: element }) => {
    for (const one of drafts.values()) {
      if ($(`[data-writing="${CSS.escape(one.about)}"]`, element)) show(one);
    }
  });

  // Connected (again): the server tells all drafts anew, and hears ours anew.
  addEventListener("drillroom:live", () => {
    drafts.clear();
    for (const box of $$("[data-writing] > [data-seat]")) box.remove();
    for (const field of $$("[data-shared]")) if (field.value) changed(field.form, 1000);
  });
}
