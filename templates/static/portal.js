// Autosave of a chapter's answers, one by one. The form works without it; nothing here decides anything.
const form = document.getElementById("answers");
const RETRY_AFTER = 5000;
const TYPING_PAUSE = 1500;

class Item {
  constructor(section) {
    this.section = section;
    this.code = section.dataset.code;
    this.status = section.querySelector("[data-status]");
    this.dirty = false;
    this.sending = false;
    section.addEventListener("input", () => this.later(TYPING_PAUSE));
    section.addEventListener("change", () => this.later(0));
  }

  later(pause) {
    this.dirty = true;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.send(), pause);
  }

  body() {
    const own = new URLSearchParams();
    for (const field of this.section.querySelectorAll("input, select, textarea")) {
      const choice = field.type === "radio" || field.type === "checkbox";
      if (field.name && field.type !== "file" && (!choice || field.checked)) own.append(field.name, field.value);
    }
    return own;
  }

  stop() {
    clearTimeout(this.timer);
    this.dirty = false;
    this.sending = false;
  }

  send(keepalive = false) {
    clearTimeout(this.timer);
    if (!this.dirty || (this.sending && !keepalive)) return;
    this.pending = this.exchange(keepalive);
  }

  async exchange(keepalive) {
    this.dirty = false;
    this.sending = true;
    this.say(form.dataset.saving);
    const language = form.dataset.language ? `?lang=${form.dataset.language}` : "";
    try {
      const answer = await fetch(`${form.dataset.answers}${encodeURIComponent(this.code)}.json${language}`, {
        method: "POST",
        body: this.body(),
        headers: { "HX-Request": "true", Accept: "application/json", "X-CSRF-Token": form.elements._csrf.value },
        keepalive,
      });
      this.take(answer.status, await answer.json());
    } catch {
      this.say(form.dataset.offline, true);
      this.later(RETRY_AFTER);
    }
    this.sending = false;
    if (this.dirty) this.later(0);
  }

  take(status, told) {
    const signedOut = document.getElementById("signed-out");
    signedOut.hidden = status !== 401;
    if (!told.state) {
      // A refusal of the whole: signed out, handed in meanwhile, gone.
      this.say([told.detail, told.hint].filter(Boolean).join(" "), true);
      if (status === 401 || status >= 500) this.later(RETRY_AFTER);
      if (status === 401) signedOut.scrollIntoView({ block: "nearest" });
      return;
    }
    document.getElementById("score").innerHTML = told.score;
    this.section.querySelector("[data-line]").innerHTML = told.line;
    this.hold("version", told.version);
    this.hold("base", told.base);
    const clash = this.section.querySelector("[data-clash]");
    if (told.state !== "fault") clash.innerHTML = told.clash ?? "";
    if (told.state === "saved") this.clear();
    if (told.state === "saved") this.section.querySelector("[data-carried]")?.remove();
    if (told.fields) for (const [name, value] of Object.entries(told.fields)) this.put(name, value);
    this.say(told.message ?? "", told.state !== "saved");
  }

  hold(name, value) {
    if (value !== null) form.elements[`${name}-${this.code}`].value = value;
  }

  put(name, value) {
    for (const field of this.section.querySelectorAll("input, textarea")) {
      if (field.name !== name) continue;
      if (field.type === "radio" || field.type === "checkbox") field.checked = field.value === value;
      else field.value = value;
    }
  }

  clear() {
    for (const message of this.section.querySelectorAll(".govuk-error-message")) message.remove();
    for (const mark of ["govuk-form-group--error", "govuk-input--error", "govuk-textarea--error"])
      for (const field of this.section.querySelectorAll(`.${mark}`)) field.classList.remove(mark);
  }

  say(text, wrong = false) {
    this.status.textContent = text;
    this.status.classList.toggle("lvce-saved--wrong", wrong);
  }
}

const items = [...form.querySelectorAll("[data-code]")].map((section) => new Item(section));
for (const hint of document.querySelectorAll("[data-needs-script]")) hint.hidden = false;

// Sending the form saves everything itself, once answers that are on their way have arrived: else two versions clash.
let leaving = false;
form.addEventListener("submit", async (event) => {
  leaving = true;
  for (const item of items) clearTimeout(item.timer);
  const onTheirWay = items.filter((item) => item.sending).map((item) => item.pending);
  if (!onTheirWay.length) return;
  event.preventDefault();
  await Promise.race([Promise.allSettled(onTheirWay), new Promise((done) => setTimeout(done, RETRY_AFTER))]);
  for (const item of items) item.stop();
  form.requestSubmit(event.submitter);
});

// What was typed a moment before the window closes is sent on its way.
addEventListener("pagehide", () => { if (!leaving) for (const item of items) item.send(true); });
addEventListener("pageshow", () => { leaving = false; });
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "hidden" && !leaving) for (const item of items) item.send(true);
});
