// Counts down to the opening or the close of an auction's window; without it the page tells the time of loading.
(() => {
  const shown = document.querySelector(".countdown");
  if (!shown) return;
  const left = shown.querySelector("[data-left]");
  const end = Date.now() + Number(shown.dataset.seconds) * 1000;
  const two = (number) => String(number).padStart(2, "0");
  const tick = () => {
    const seconds = Math.max(0, Math.round((end - Date.now()) / 1000));
    left.textContent = `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
    if (seconds > 0) setTimeout(tick, 1000);
  };
  tick();
})();
