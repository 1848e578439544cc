// The citizen's phone: spends the code's token, gathers pictures, sends them and keeps them until they are safe.

const token = location.hash.slice(1);
if (token) {
  history.replaceState(null, "", location.pathname); // Not kept in the phone's history.
  const form = document.querySelector("#open") ?? opening();
  form.elements.token.value = token;
  form.submit();
}

/** A phone that has a page already may have scanned the code of another case. */
function opening() {
  const form = document.createElement("form");
  const input = document.createElement("input");
  Object.assign(form, { method: "post", action: "/desk/phone/open", hidden: true });
  Object.assign(input, { type: "hidden", name: "token" });
  form.append(input);
  document.body.append(form);
  return form;
}

const form = document.querySelector("#shoot");
if (form) gather(form);

function gather(form) {
  const list = form.querySelector("[data-shots]");
  const send = form.querySelector("[data-send]");
  const told = form.querySelector("[data-told]");
  const words = form.dataset;
  let left = Number(words.left);
  let shots = [];

  function draw() {
    for (const image of list.querySelectorAll("img")) URL.revokeObjectURL(image.src);
    list.replaceChildren(...shots.map(drawn));
    form.querySelector("[data-count]").textContent = String(shots.length);
    send.hidden = !shots.length;
  }

  function drawn(file, at) {
    const item = document.createElement("li");
    const image = document.createElement("img");
    const remove = document.createElement("button");
    image.src = URL.createObjectURL(file);
    image.alt = file.name;
    remove.type = "button";
    remove.textContent = "×";
    remove.setAttribute("aria-label", words.remove.replace("#", at + 1));
    remove.addEventListener("click", () => {
      shots = shots.filter((one) => one !== file);
      draw();
    });
    item.append(image, remove);
    return item;
  }

  for (const input of form.querySelectorAll("input[type=file]")) {
    input.addEventListener("change", () => {
      const room = left - shots.length;
      told.textContent = input.files.length > room ? words.many : "";
      shots = [...shots, ...[...input.files].slice(0, Math.max(room, 0))];
      input.value = "";
      draw();
      send.focus();
    });
  }

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (!shots.length || send.disabled) return;
    send.disabled = true;
    told.textContent = words.sending;
    const body = new FormData();
    body.append("key", form.elements.key.value);
    for (const file of shots) body.append("files", file, file.name);
    const answer = await fetch(form.action, { method: "POST", body, headers: { Accept: "application/json" } }).catch(() => null);
    send.disabled = false;
    if (answer?.ok) return arrived(await answer.json());
    told.textContent = [401, 409].includes(answer?.status) ? words.ended : words.lost;
  });

  function arrived({ sent, key }) {
    left -= shots.length;
    shots = [];
    form.elements.key.value = key;
    draw();
    told.textContent = words.arrived.replace("#", sent);
  }
}
