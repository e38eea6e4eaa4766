// The scenario editor: line numbers beside the text, those with errors marked, and a link from each
// error to its place. Without this script the text is edited and checked by the button below it.
(function () {
  "use strict";

  function wrongLines() {
    const problems = document.getElementById("problems");
    const text = problems ? problems.dataset.problemLines : "";
    return new Set(text.split(" ").filter(Boolean).map(Number));
  }

  function number(editor) {
    const text = editor.querySelector("textarea");
    const lines = editor.querySelector("[data-lines]");
    const count = text.value.split("\n").length;
    const wrong = wrongLines();
    const shown = document.createDocumentFragment();
    for (let line = 1; line <= count; line += 1) {
      if (wrong.has(line)) {
        const marked = document.createElement("span");
        marked.className = "wrong";
        marked.textContent = String(line);
        shown.append(marked, "\n");
      } else {
        shown.append(line + "\n");
      }
    }
    lines.replaceChildren(shown);
    lines.scrollTop = text.scrollTop;
  }

  function goTo(text, line, column) {
    const lines = text.value.split("\n");
    const before = lines.slice(0, line - 1).join("\n").length + (line > 1 ? 1 : 0);
    const start = before + Math.max(column - 1, 0);
    const end = before + (lines[line - 1] || "").length;
    text.focus();
    text.setSelectionRange(Math.min(start, end), end);
    const height = parseFloat(getComputedStyle(text).lineHeight);
    text.scrollTop = Math.max(0, (line - 4) * height);
  }

  function numberAll() {
    document.querySelectorAll("[data-editor]").forEach(number);
  }

  document.addEventListener("DOMContentLoaded", function () {
    numberAll();
    document.querySelectorAll("[data-editor]").forEach(function (editor) {
      const text = editor.querySelector("textarea");
      text.addEventListener("input", function () {
        number(editor);
      });
      text.addEventListener("scroll", function () {
        editor.querySelector("[data-lines]").scrollTop = text.scrollTop;
      });
    });
  });
  document.addEventListener("htmx:after:swap", numberAll);
  document.addEventListener("click", function (event) {
    const link = event.target.closest("a[data-line]");
    if (!link) return;
    event.preventDefault();
    const text = document.querySelector("[data-editor] textarea");
    goTo(text, Number(link.dataset.line), Number(link.dataset.column));
  });
})();
