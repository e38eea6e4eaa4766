// The order ticket's sums and shares of what is available (Alpine, CSP build). The form works
// without them; prices and quantities are read as people type them, in full-width digits too.
(function () {
  "use strict";

  const room = window.TanLabRoom;
  const form = document.getElementById("ticket");
  if (!room || !form) return;

  function typed(text) {
    const normal = text.normalize("NFKC").trim();
    const plain = /^\d{1,3}([, ]\d{3})+(\.\d+)?$/.test(normal) ? normal.replace(/[, ]/g, "") : normal;
    return /^\d+(\.\d+)?$/.test(plain) ? Number(plain) : null;
  }

  document.addEventListener("alpine:init", function () {
    window.Alpine.data("ticket", function () {
      return {
        plain: false,
        isMarket: false,
        amount: "–",
        left: "–",
        leftLabel: room.words.left.buy,
        submitLabel: room.words.submit.buy,
        submitClass: "submit-buy",
        init() {
          document.addEventListener("tanlab:room", () => this.read());
          this.read();
        },
        side() {
          return form.querySelector('[name="side"]:checked')?.value || "buy";
        },
        // A market order may cost at most the upper end of the band.
        price() {
          if (!this.isMarket) return typed(form.elements.price_cny.value);
          return Number(room.state.market.band_high_cny);
        },
        read() {
          const side = this.side();
          const account = room.account();
          this.isMarket = form.querySelector('[name="order_kind"]:checked')?.value === "market";
          this.submitLabel = room.words.submit[side];
          this.submitClass = "submit-" + side;
          this.leftLabel = room.words.left[side];
          const price = this.price();
          const quantity = typed(form.elements.quantity_t.value);
          const whole = price !== null && quantity !== null;
          const cost = whole ? price * quantity : null;
          this.amount = whole ? (this.isMarket ? "≤ " : "") + money(cost) : "–";
          if (quantity === null || (side === "buy" && price === null) || !account) this.left = "–";
          else if (side === "sell") this.left = room.figure(String(account.units_available_t - quantity)) + " " + room.words.unit;
          else this.left = money(Number(account.cash_available_cny) - cost);
        },
        take(event) {
          const account = room.account();
          const price = this.price();
          const most = this.side() === "sell"
            ? account.units_available_t
            : price ? Math.floor(Number(account.cash_available_cny) / price) : 0;
          const share = Math.floor((most * Number(event.target.value)) / 100);
          form.elements.quantity_t.value = String(Math.min(share, Number(form.dataset.quantityMax)));
          this.read();
        },
      };
    });
  });

  function money(value) {
    return room.figure(value.toFixed(2));
  }
})();
