// The trading room: live figures, and answers to orders; the ticket's sums are in ticket.js.
//
// The stream carries one JSON snapshot for all readers and one of the reader's own state. Plain
// EventSource instead of hx-sse: the server builds each snapshot once for everybody and in no
// language, and the page writes figures into cells that stay, so nothing moves and focus is kept.
(function () {
  "use strict";

  const room = document.getElementById("room");
  if (!room) return;
  const words = JSON.parse(room.dataset.words);
  const form = document.getElementById("ticket");
  const answer = document.getElementById("ticket-answer");
  const news = document.getElementById("news");
  const state = { market: JSON.parse(room.dataset.market), own: JSON.parse(room.dataset.own) };

  // Figures: decimal strings from the server, shown with separators and a true minus sign.

  function figure(value, format) {
    if (value === null || value === undefined) return "–";
    const [whole, fraction] = String(value).split(".");
    const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ",").replace("-", "−");
    return format === "quantity" || fraction === undefined ? grouped : grouped + "." + fraction;
  }

  function fill(element, text) {
    if (element.textContent !== text) element.textContent = text;
  }

  function phrase(text, facts) {
    return text.replace(/\{(\w+)\}/g, (whole, name) => (name in facts ? facts[name] : whole));
  }

  // The market: strip, ladder, tape, chart.

  function showMarket(market) {
    const known = state.market;
    state.market = market;
    const shown = { ...market, average: market.volume_t ? market.close_cny : null };
    room.querySelectorAll("[data-show]").forEach(function (element) {
      fill(element, figure(shown[element.dataset.show], element.dataset.format));
    });
    room.querySelectorAll("[data-change]").forEach((element) => showChange(element, market));
    showPause(market.pause);
    showLadder();
    showTape(market.tape);
    if (market.volume_t !== known.volume_t || market.date !== known.date) chart.update(market);
    tell();
  }

  function showPause(pause) {
    const notice = document.getElementById("pause");
    if (!notice || pause === undefined) return;
    notice.hidden = !pause;
    if (!pause) return;
    notice.querySelector("[data-pause=announcement]").textContent = pause.announcement;
    notice.querySelector("[data-pause=reason]").textContent = pause.reason[document.documentElement.lang.startsWith("zh") ? "zh" : "en"];
  }

  function showChange(element, market) {
    const change = market.last_cny ? Number(market.change_cny) : 0;
    const sign = change > 0 ? "+" : "";
    const arrow = change > 0 ? "▲" : change < 0 ? "▼" : "";
    const span = element.querySelector(".change") || element.appendChild(document.createElement("span"));
    span.className = "change " + (change > 0 ? "up" : change < 0 ? "down" : "");
    if (!market.last_cny) return fill(span, "");
    fill(span, `${arrow} ${sign}${figure(market.change_cny)} (${sign}${figure(market.change_pct)}%)`);
  }

  function ownAt(side, price) {
    if (!state.own) return 0;
    const mine = state.own.orders.filter(
      (order) => order.state === "open" && order.side === side && order.price_cny === price,
    );
    return mine.reduce((sum, order) => sum + order.remaining_t, 0);
  }

  function showLadder() {
    const { bids, asks } = state.market;
    const most = Math.max(1, ...bids.concat(asks).map((level) => level.quantity_t));
    room.querySelectorAll(".level").forEach(function (row) {
      const levels = row.dataset.side === "sell" ? asks : bids;
      const level = levels[Number(row.dataset.level)];
      const own = level ? ownAt(row.dataset.side, level.price_cny) : 0;
      const [mine, price, quantity] = row.children;
      row.toggleAttribute("data-own", own > 0);
      fill(mine, own ? `${words.mine} ${figure(own)}` : "");
      fill(price.firstElementChild, level ? figure(level.price_cny) : "–");
      price.firstElementChild.disabled = !level;
      fill(quantity.lastElementChild, level ? figure(level.quantity_t) : "–");
      const share = level ? Math.floor((100 * level.quantity_t) / most) : 0;
      quantity.querySelector("rect").setAttribute("x", 100 - share);
    });
  }

  function rowFrom(id) {
    return document.getElementById(id).content.firstElementChild.cloneNode(true);
  }

  // Keeps rows that are still listed, so that a button under the pointer stays the same button.
  function showRows(body, attribute, entries, id, make, update) {
    const kept = new Map(Array.from(body.children, (row) => [row.dataset[attribute], row]));
    const rows = entries.map(function (entry) {
      const row = kept.get(String(entry[id])) || make(entry);
      update(row, entry);
      return row;
    });
    if (rows.length !== body.children.length || rows.some((row, i) => body.children[i] !== row)) {
      const focused = body.contains(document.activeElement) ? document.activeElement : null;
      body.replaceChildren(...rows);
      if (focused && focused.isConnected) focused.focus();
    }
  }

  function showTape(trades) {
    const body = document.getElementById("tape");
    showRows(body, "trade", trades, "trade_id", makeTrade, () => {});
    document.getElementById("no-trades").hidden = trades.length > 0;
  }

  function makeTrade(trade) {
    const row = rowFrom("tape-row");
    const [time, price, quantity] = row.children;
    row.dataset.trade = trade.trade_id;
    fill(time, trade.date === state.market.date ? trade.time : `${trade.date.slice(5)} ${trade.time}`);
    price.className = "numeric " + (trade.taker_side === "buy" ? "up" : "down");
    fill(price, `${figure(trade.price_cny)} ${trade.taker_side === "buy" ? "▲" : "▼"}`);
    fill(quantity, figure(trade.quantity_t));
    return row;
  }

  const chart = (function () {
    const element = document.getElementById("chart");
    const days = JSON.parse(element.dataset.priceVolume);
    const today = JSON.parse(element.dataset.today);
    let period = "days";

    function draw() {
      if (!window.TanLabCharts) return;
      if (period === "days") window.TanLabCharts.priceVolume(element, days);
      else if (period === "today") window.TanLabCharts.line(element, today);
      else drawCandles(period);
    }

    // Minutes and months are added up by the server: asked for when they are looked at, and again
    // at most every ten seconds while trades come in.
    const asked = {};
    async function drawCandles(wanted) {
      const known = asked[wanted];
      if (!known || Date.now() - known.at > 10000) {
        asked[wanted] = { at: Date.now(), bars: known ? known.bars : [] };
        try {
          const response = await fetch(`${element.dataset.candles}?period=${wanted}&limit=240`);
          if (response.ok) {
            const answer = await response.json();
            asked[wanted].bars = answer.candles.map(function (bar) {
              return { ...bar, date: bar.time || bar.date.slice(0, 7) };
            });
          }
        } catch {
          // The chart keeps what it showed; the connection says that it is lost.
        }
      }
      if (period === wanted) window.TanLabCharts.priceVolume(element, asked[wanted].bars);
    }

    room.querySelectorAll("[data-period]").forEach(function (button) {
      button.addEventListener("click", function () {
        period = button.dataset.period;
        room.querySelectorAll("[data-period]").forEach(function (other) {
          other.classList.toggle("active", other === button);
          other.setAttribute("aria-pressed", String(other === button));
        });
        draw();
      });
    });

    function update(market) {
      const bar = {
        date: market.date,
        open_cny: market.open_cny,
        high_cny: market.high_cny,
        low_cny: market.low_cny,
        close_cny: market.last_cny || market.close_cny,
        volume_t: market.volume_t,
      };
      if (days.length && days[days.length - 1].date === market.date) days.pop();
      else today.length = 0;
      days.push(bar);
      const known = today.length ? today[today.length - 1].trade_id : 0;
      const fresh = market.tape.filter((row) => row.trade_id > known && row.date === market.date);
      today.push(...fresh.reverse());
      draw();
    }

    return { update: update };
  })();

  // The reader's own state: balances and orders; what was traded is announced in words.

  function showOwn(own) {
    const before = new Map((state.own ? state.own.orders : []).map((order) => [order.order_id, order]));
    state.own = own;
    const account = chosenAccount();
    room.querySelectorAll("[data-own-show]").forEach(function (element) {
      if (account) fill(element, figure(account[element.dataset.ownShow], element.dataset.format));
    });
    const body = document.getElementById("orders");
    showRows(body, "order", own.orders, "order_id", makeOrder, updateOrder);
    document.getElementById("no-orders").hidden = own.orders.length > 0;
    showLadder();
    const fills = own.orders.filter(function (order) {
      const known = before.get(order.order_id);
      return known && order.filled_t > known.filled_t;
    });
    fills.forEach(function (order) {
      const traded = order.filled_t - before.get(order.order_id).filled_t;
      const facts = { number: order.order_id, quantity: figure(traded), rest: figure(order.remaining_t) };
      news.textContent = phrase(words.fill, facts);
    });
    tell();
  }

  function chosenAccount() {
    if (!state.own) return null;
    const number = form ? form.elements.account.value : null;
    return state.own.accounts.find((account) => account.account === number) || state.own.accounts[0];
  }

  function makeOrder(order) {
    const row = rowFrom("order-row");
    const cells = row.children;
    row.dataset.order = order.order_id;
    fill(cells[0], String(order.order_id));
    fill(cells[1], order.date === state.market.date ? order.time : `${order.date.slice(5)} ${order.time}`);
    cells[2].className = "side-" + order.side;
    fill(cells[2], words.side[order.side]);
    fill(cells[3], order.price_cny === null ? words.market_price : figure(order.price_cny));
    const cancel = row.querySelector("form");
    cancel.setAttribute("action", cancel.getAttribute("action").replace(/\/0\/cancel$/, `/${order.order_id}/cancel`));
    cancel.elements.client_id.value += order.order_id;
    const button = cancel.querySelector("button");
    button.setAttribute("aria-label", `${button.getAttribute("aria-label").trim()} ${order.order_id}`);
    return row;
  }

  function updateOrder(row, order) {
    fill(row.children[4], `${figure(order.remaining_t)} / ${figure(order.quantity_t)}`);
    const part = order.state === "open" && order.filled_t > 0;
    fill(row.children[5], words.state[part ? "part" : order.state]);
    row.querySelector("form").hidden = order.state !== "open";
  }

  // Orders and cancellations go by fetch; the form stays as it is, its answer appears beside it.
  // An order that got no answer keeps its client id: sent again, it is the same order.

  async function send(event) {
    const sent = event.target;
    if (!sent.matches("[data-answered]")) return;
    event.preventDefault();
    const button = event.submitter || sent.querySelector("button:not([type])");
    if (sent.dataset.sending) return;
    sent.dataset.sending = "true";
    button.setAttribute("aria-busy", "true");
    try {
      const response = await fetch(sent.action, {
        method: "POST",
        body: new URLSearchParams(new FormData(sent)),
        headers: { "HX-Request": "true", Accept: "text/html" },
      });
      answer.innerHTML = await response.text();
      const fresh = response.headers.get("X-Client-Id");
      if (sent === form && fresh) form.elements.client_id.value = fresh;
      if (sent === form) markFields();
      answer.scrollIntoView({ block: "nearest" });
    } catch {
      answer.textContent = words.unsent;
    } finally {
      delete sent.dataset.sending;
      button.removeAttribute("aria-busy");
    }
  }

  function markFields() {
    const refused = answer.querySelector("[data-fields]");
    const names = refused ? refused.dataset.fields.split(" ") : [];
    form.querySelectorAll("input.form-control").forEach(function (input) {
      const wrong = names.includes(input.name);
      input.classList.toggle("is-invalid", wrong);
      input.toggleAttribute("aria-invalid", wrong);
      if (wrong) input.setAttribute("aria-invalid", "true");
    });
    const first = form.querySelector("[aria-invalid]");
    if (first) first.focus();
  }

  document.addEventListener("submit", send);

  room.addEventListener("click", function (event) {
    const pick = event.target.closest("button.pick");
    if (!pick || !form) return;
    form.elements.price_cny.value = pick.textContent.replace(/,/g, "");
    form.querySelector('[name="order_kind"][value="limit"]').checked = true;
    tell();
    form.elements.quantity_t.focus();
  });

  function tell() {
    document.dispatchEvent(new CustomEvent("tanlab:room"));
  }

  // What the ticket's sums need (ticket.js).
  window.TanLabRoom = { state: state, words: words, account: chosenAccount, figure: figure };

  // The connection: a stream while the page is looked at; if there is none, a poll.

  const connection = document.getElementById("connection");
  let source = null;
  let poll = null;
  let wasLost = false;

  function connected(name) {
    if (connection.dataset.state === name) return;
    connection.dataset.state = name;
    fill(connection, words.connection[name]);
    if (name === "lost") {
      wasLost = true;
      news.textContent = words.lost;
    } else if (wasLost && (name === "live" || name === "polling")) {
      wasLost = false;
      news.textContent = words.back;
    }
  }

  // The last step when neither stream nor poll gets an answer: a fresh page has the full state.
  function offerReload(wanted) {
    const known = connection.parentElement.querySelector("[data-reload]");
    if (!wanted && known) known.remove();
    if (!wanted || known) return;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn btn-sm";
    button.dataset.reload = "";
    button.textContent = words.reload;
    button.addEventListener("click", () => window.location.reload());
    connection.after(button);
  }

  function receive(event, show) {
    connected("live");
    offerReload(false);
    show(JSON.parse(event.data));
  }

  function open() {
    close();
    source = new EventSource(room.dataset.stream);
    source.addEventListener("market", (event) => receive(event, showMarket));
    source.addEventListener("own", (event) => receive(event, showOwn));
    source.addEventListener("renew", open);
    source.addEventListener("error", function () {
      // A refused stream is closed for good: no place is free, or the server is away. Poll.
      if (source && source.readyState === EventSource.CLOSED) startPolling();
      else connected("lost");
    });
  }

  function close() {
    if (source) source.close();
    source = null;
    window.clearInterval(poll);
    poll = null;
  }

  function startPolling() {
    close();
    let rounds = 0;
    const seconds = Number(room.dataset.pollSeconds);
    let failed = 0;
    const ask = async function () {
      rounds += 1;
      if (rounds % 10 === 0) return open();
      try {
        const response = await fetch(room.dataset.snapshot, { headers: { Accept: "application/json" } });
        if (!response.ok) throw new Error(response.statusText);
        const snapshot = await response.json();
        failed = 0;
        offerReload(false);
        connected("polling");
        showMarket(snapshot.market);
        if (snapshot.own) showOwn(snapshot.own);
      } catch {
        connected("lost");
        failed += 1;
        offerReload(failed >= 3);
      }
    };
    poll = window.setInterval(ask, seconds * 1000);
    ask();
  }

  // Browsers allow six connections to a host: a hidden page gives its own back.
  document.addEventListener("visibilitychange", function () {
    if (document.hidden) close();
    else open();
  });
  window.addEventListener("pagehide", close);
  open();
})();
