// Before the first paint, so that nothing flashes. The theme is "light", "dark", or absent for the system's.
(function () {
  var chosen = null;
  try { chosen = localStorage.getItem("vitrine.theme"); } catch (error) { /* Storage may be closed; the system's theme stands. */ }
  var dark = chosen === "dark" || (chosen !== "light" && matchMedia("(prefers-color-scheme: dark)").matches);
  document.documentElement.dataset.theme = dark ? "dark" : "light";
})();
