// A picture may take a while: the button says so, and is not pressed twice. Without this file everything works as well.
for (const form of document.querySelectorAll("form[data-busy]")) {
  form.addEventListener("submit", () => {
    const button = form.querySelector("button");
    button.textContent = form.dataset.busy;
    button.disabled = true;
  });
}

// Coming back by the browser's button shows the page as it was left.
addEventListener("pageshow", event => event.persisted && location.reload());
