// Choosing a counterparty: the orders at the best prices, kept current by the room's state.
//
// A row stays the same element while its order is shown, so that a quantity being typed and the
// button under the pointer stay. The client id names page, order and what was left of it: pressed
// twice it is one take, and what is left afterwards can be taken anew.
(function () {
  "use strict";

  const room = window.TanLabRoom;
  const taking = document.getElementById("taking");
  if (!room || !taking) return;
  const ways = document.querySelector(".ticket-ways");

  function make(order) {
    const row = document.getElementById("take-row").content.firstElementChild.cloneNode(true);
    const form = row.querySelector("form");
    row.dataset.taken = order.order_id;
    form.elements.order_id.value = order.order_id;
    row.querySelector("[data-participant]").textContent = order.participant;
    row.querySelector("[data-number]").textContent = order.order_id;
    const button = form.querySelector("button");
    button.setAttribute("aria-label", `${button.getAttribute("aria-label").trim()} ${order.order_id}`);
    form.elements.quantity_t.dataset.left = "";
    form.elements.quantity_t.value = "";
    return row;
  }

  function update(row, order, own) {
    const form = row.querySelector("form");
    const quantity = form.elements.quantity_t;
    const left = String(order.quantity_t);
    if (quantity.value === quantity.dataset.left) quantity.value = left;
    quantity.dataset.left = left;
    form.elements.client_id.value = `${taking.dataset.page}-${order.order_id}-${left}`;
    row.querySelector("[data-mine]").hidden = !own;
    form.querySelector("button").disabled = own;
  }

  function show() {
    const { market, own } = room.state;
    const mine = new Set(own ? own.orders.map((order) => order.order_id) : []);
    for (const side of ["asks", "bids"]) {
      const level = market.best[side];
      const list = taking.querySelector(`[data-best="${side}"]`);
      const kept = new Map(Array.from(list.children, (row) => [row.dataset.taken, row]));
      const rows = (level ? level.orders : []).map(function (order) {
        const row = kept.get(String(order.order_id)) || make(order);
        update(row, order, mine.has(order.order_id));
        return row;
      });
      if (rows.length !== list.children.length || rows.some((row, i) => list.children[i] !== row)) {
        const focused = list.contains(document.activeElement) ? document.activeElement : null;
        list.replaceChildren(...rows);
        if (focused && focused.isConnected) focused.focus();
      }
      taking.querySelector(`[data-best-price="${side}"]`).textContent = level ? room.figure(level.price_cny) : "–";
      taking.querySelector(`[data-nobody="${side}"]`).hidden = level !== null;
    }
  }

  function choose(way) {
    ways.querySelectorAll("[data-way]").forEach(function (button) {
      const chosen = button.dataset.way === way;
      button.classList.toggle("active", chosen);
      button.setAttribute("aria-pressed", String(chosen));
      document.getElementById(button.dataset.way).hidden = !chosen;
    });
  }

  ways.hidden = false;
  ways.addEventListener("click", function (event) {
    const button = event.target.closest("[data-way]");
    if (button) choose(button.dataset.way);
  });
  document.addEventListener("tanlab:room", show);
  choose("ticket");
  show();
})();
