// Saying things of a case: one after the other, each against the version that the last one left.

/** What the person adds to a part when doing something to it; null where nothing can be said yet. */
export function sayingOf(part, act, choice = {}) {
  const said = { ...JSON.parse(part.dataset.part) };
  const kind = part.dataset.kind;
  const why = part.querySelector("[data-why]")?.value.trim() ?? "";
  if (act === "other") return { said: { kind: "paper", act: "correct", page: said.page, document: "other" }, why: "" };
  if (kind === "field") return ofField(part, said, act, why);
  if (kind === "seal") return ofSeal(part, said, act, choice);
  if (kind === "slot") return ofSlot(part, said, choice);
  if (kind === "paper") return ofPaper(part, said, why);
  if (kind === "settle") return why ? { said: { ...said, verdict: act === "reject" ? "unmet" : "met" }, why } : { lacks: "why" };
  return why ? { said, why } : { lacks: "why" };
}

function ofField(part, said, act, why) {
  const input = part.querySelector("[data-value]");
  const value = input.value.trim();
  if (act === "reject" || !value) return { said: { ...said, act: "reject" }, why };
  const same = value === input.dataset.was;
  if (!same && "needsWhy" in part.dataset && !why) return { lacks: "why" };
  return { said: same ? { ...said, act: "confirm" } : { ...said, act: "correct", value }, why };
}

function ofSeal(part, said, act, { seal }) {
  if (act === "reject") return { said: { ...said, act: "reject" }, why: "" };
  const owner = part.querySelector("[data-owner]");
  if (act === "own") return { said: { ...said, act: "correct", owner: part.querySelector("[data-employer]").dataset.employer }, why: "" };
  if (seal) return { said: { ...said, act: "correct", seal }, why: "" };
  const named = owner.value.trim();
  if (named && named !== owner.dataset.was) return { said: { ...said, act: "correct", owner: named }, why: "" };
  return part.dataset.valueNow === "unread" ? { lacks: "kind" } : { said: { ...said, act: "confirm" }, why: "" };
}

function ofSlot(part, said, { state }) {
  if (state) return { said: { ...said, act: "correct", state }, why: "" };
  return part.dataset.valueNow === "unsure" ? { lacks: "signed" } : { said: { ...said, act: "confirm" }, why: "" };
}

function ofPaper(part, said, why) {
  const kind = part.querySelector("[data-document]");
  const months = part.querySelector("[data-months]");
  const listed = months.value.split(/[,，、\s]+/).filter(Boolean);
  if (kind.value === kind.dataset.was && months.value === months.dataset.was) return { said: { ...said, act: "confirm" }, why };
  const changed = { ...said, act: "correct" };
  if (kind.value !== kind.dataset.was) changed.document = kind.value;
  if (months.value !== months.dataset.was) changed.months = listed;
  return { said: changed, why };
}

export class Talk {
  #last = Promise.resolve();
  #broken = false;

  constructor({ case: id, csrf, version, base = `/desk/review/${id}` }) {
    Object.assign(this, { id, csrf, version, base, waiting: 0 });
  }

  /** Send something once everything before it has been answered; resolve to {ok, status, body}. */
  send(what, body) {
    this.waiting += 1;
    const answer = this.#last.then(() => this.#post(what, body)).finally(() => { this.waiting -= 1; });
    this.#last = answer.catch(() => {});
    return answer;
  }

  async #post(what, body) {
    // After a refusal nothing else goes out: the person has to see first what became of it.
    if (this.#broken) return { ok: false, status: 0, body: {} };
    const answer = await this.#tried(what, body);
    const told = await answer.json().catch(() => ({}));
    if (answer.ok && told.version) this.version = told.version;
    if ([401, 412, 423].includes(answer.status)) this.#broken = true;
    return { ok: answer.ok, status: answer.status, body: told };
  }

  async #tried(what, body) {
    for (let attempt = 0; ; attempt += 1) {
      try {
        return await fetch(`${this.base}/${what}`, {
          method: "POST",
          headers: {
            "Content-Type": "application/json", Accept: "application/json",
            "X-CSRF-Token": this.csrf, "If-Match": `"${this.id}.${this.version}"`,
          },
          body: JSON.stringify(body),
        });
      } catch (error) {
        if (attempt >= 1) throw error;
        await new Promise((resolve) => setTimeout(resolve, 800));
      }
    }
  }
}
