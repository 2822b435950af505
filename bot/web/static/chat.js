// Sends the chat's forms without leaving the page. Without this script they work all the same.
const say = document.getElementById("say");
const press = document.getElementById("press");
const text = document.getElementById("text");
const fault = document.getElementById("fault");
const turns = document.querySelector(".turns");

async function send(form, fields) {
  fault.hidden = true;
  const body = new URLSearchParams(fields);
  body.set("thread", form.elements.thread.value);
  document.body.classList.add("busy");
  try {
    const response = await fetch(form.getAttribute("action"), { method: "POST", body, headers: { "X-Fragment": "1" } });
    if (!response.ok) throw new Error(`The server answered ${response.status}.`);
    remember(response.headers.get("X-Thread"));
    show(await response.text());
    return true;
  } catch (error) {
    fault.textContent = `That did not get through: ${error.message} Please try again.`;
    fault.hidden = false;
    return false;
  } finally {
    document.body.classList.remove("busy");
  }
}

function remember(thread) {
  for (const form of [say, press]) form.elements.thread.value = thread;
  history.replaceState(null, "", `/?thread=${encodeURIComponent(thread)}`);
}

function show(fragment) {
  document.querySelector(".reply.help:not(.turns *)")?.remove();
  for (const button of turns.querySelectorAll("[data-walk]")) button.disabled = true;
  document.getElementById("last")?.removeAttribute("id");
  turns.insertAdjacentHTML("beforeend", fragment);
  const turn = turns.lastElementChild;
  const room = window.innerHeight - document.querySelector(".top").offsetHeight - say.offsetHeight;
  // Where not all of it can be seen, the reply counts more than what was just typed.
  (turn.offsetHeight > room ? turn.querySelector(".reply") : turn).scrollIntoView({ block: "start" });
}

function fit() {
  text.style.height = "auto";
  text.style.height = `${Math.min(text.scrollHeight, 200)}px`;
}

say.addEventListener("submit", async (event) => {
  event.preventDefault();
  const typed = text.value;
  if (!typed.trim() || document.body.classList.contains("busy")) return;
  if (await send(say, { text: typed })) {
    text.value = "";
    fit();
    text.focus({ preventScroll: true });
  }
});

press.addEventListener("submit", async (event) => {
  event.preventDefault();
  if (document.body.classList.contains("busy")) return;
  if (await send(press, { action: event.submitter.value })) {
    turns.lastElementChild.querySelector(".reply").focus({ preventScroll: true });
  }
});

text.addEventListener("input", fit);
text.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    say.requestSubmit();
  }
});
