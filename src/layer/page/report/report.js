// A click on a column's head sorts the table; nothing else needs a script.
(function () {
  function value(cell) {
    var text = cell.textContent.trim().replace(/,/g, "").replace("−", "-");
    if (/^∞/.test(text)) return Infinity;
    if (/^≤/.test(text)) return parseFloat(text.slice(1));
    var number = parseFloat(text);
    return isNaN(number) ? null : number;
  }
  function order(column, number, turn) {
    return function (a, b) {
      var x = a.cells[column], y = b.cells[column];
      if (number) {
        var p = value(x), q = value(y);
        if (p === null || q === null) return (p === null) - (q === null);
        return p === q ? 0 : p > q ? turn : -turn;
      }
      return turn * x.textContent.localeCompare(y.textContent);
    };
  }
  document.querySelectorAll("table.sorts").forEach(function (table) {
    if (table.tBodies[0].rows.length === 1) return;
    Array.prototype.forEach.call(table.tHead.rows[0].cells, function (head, column) {
      var button = document.createElement("button");
      button.type = "button";
      while (head.firstChild) button.appendChild(head.firstChild);
      head.appendChild(button);
      button.addEventListener("click", function () {
        var number = head.className === "num", down = head.getAttribute("aria-sort");
        var turn = down ? (down === "descending" ? 1 : -1) : number ? -1 : 1;
        Array.prototype.forEach.call(table.tHead.rows[0].cells, function (other) { other.removeAttribute("aria-sort"); });
        head.setAttribute("aria-sort", turn === 1 ? "ascending" : "descending");
        var body = table.tBodies[0], rows = Array.prototype.slice.call(body.rows);
        rows.sort(order(column, number, turn)).forEach(function (row) { body.appendChild(row); });
      });
    });
  });
  // What is folded on the screen is there on paper.
  window.addEventListener("beforeprint", function () {
    document.querySelectorAll("details").forEach(function (part) { part.open = true; });
  });
})();
