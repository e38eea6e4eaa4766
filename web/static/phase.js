// Counts down to the next phase of the market's day, and asks for the phase when it has come.
(() => {
  "use strict";
  const shown = document.getElementById("phase");
  const room = document.getElementById("room");
  if (!shown || !room) return;
  const names = JSON.parse(shown.dataset.names);
  const part = (name) => shown.querySelector(`[data-phase-${name}]`);
  // The world has a clock of its own: only the distance to it is kept.
  let ahead = Date.parse(shown.dataset.now) - Date.now();
  let nextAt = Date.parse(shown.dataset.nextAt);

  function left(seconds) {
    const two = (number) => String(number).padStart(2, "0");
    const hours = Math.floor(seconds / 3600);
    return `${hours ? `${hours}:` : ""}${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
  }

  async function ask() {
    const answer = await fetch(room.dataset.snapshot, { headers: { Accept: "application/json" } });
    if (!answer.ok) return;
    const { market } = await answer.json();
    shown.dataset.phase = market.phase;
    part("name").textContent = names[market.phase];
    if (!market.next_phase) return;
    part("next").textContent = names[market.next_phase];
    part("at").textContent = market.next_phase_at.slice(11, 16);
    nextAt = Date.parse(market.next_phase_at);
  }

  function tick() {
    const seconds = Math.ceil((nextAt - ahead - Date.now()) / 1000);
    if (Number.isNaN(seconds)) return;
    if (seconds <= 0) {
      nextAt = NaN;
      ask();
      return;
    }
    part("left").textContent = seconds < 86400 ? left(seconds) : "";
  }

  tick();
  setInterval(tick, 1000);
})();
