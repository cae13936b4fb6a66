// The overview's figures, for a page that is left open. Without this script they are those of when it was loaded.
const figures = new EventSource("/ops/live");

figures.addEventListener("figures", (event) => {
  for (const [name, text] of Object.entries(JSON.parse(event.data))) {
    const shown = document.querySelector(`[data-live="${CSS.escape(name)}"]`);
    const attribute = shown?.dataset.liveAttribute;
    if (attribute) shown.setAttribute(attribute, text);
    else if (shown && shown.textContent !== text) shown.textContent = text;
  }
});
