// Copying is the one thing here that needs a script: without it, the buttons stay hidden.
const status = document.querySelector("[role=status]");

function copiedBySelection(source) {
  getSelection().selectAllChildren(source);
  return document.execCommand("copy");
}

async function copied(source) {
  try {
    await navigator.clipboard.writeText(source.textContent);
    return true;
  } catch {
    return copiedBySelection(source); // no permission, or a page that came over plain http
  }
}

async function copy({ currentTarget: button }) {
  const done = await copied(document.getElementById(button.dataset.copy));
  const label = (button.dataset.label ??= button.textContent);
  status.textContent = done ? button.dataset.done : button.dataset.failed;
  button.textContent = done ? button.dataset.done : label;
  clearTimeout(button.timer);
  button.timer = setTimeout(() => {
    button.textContent = label;
    status.textContent = "";
  }, 4000);
}

for (const button of document.querySelectorAll("[data-copy]")) {
  button.hidden = false;
  button.addEventListener("click", copy);
}
