"use strict";
const table = document.getElementById("students");
const body = table.tBodies[0];
const rows = Array.from(body.rows);
const heads = Array.from(table.tHead.rows[0].cells);

function sortBy(column) {
  const head = heads[column];
  const falling = head.getAttribute("aria-sort") === "ascending";
  heads.forEach((one) => one.removeAttribute("aria-sort"));
  head.setAttribute("aria-sort", falling ? "descending" : "ascending");
  const number = head.classList.contains("number");
  const value = (row) => row.cells[column].textContent;
  const amount = (row) => { // "3.5*" is a number, "unread" and "" are below all
    const found = Number.parseFloat(value(row));
    return Number.isNaN(found) ? -1 : found;
  };
  const compare = (a, b) => number
    ? amount(a) - amount(b)
    : value(a).localeCompare(value(b));
  rows.sort((a, b) => (falling ? -1 : 1) * compare(a, b));
  rows.forEach((row) => body.appendChild(row));
}

function filterBy(text) {
  const wanted = text.toLowerCase();
  rows.forEach((row) => {
    const told = `${row.cells[0].textContent} ${row.cells[1].textContent}`.toLowerCase();
    row.hidden = !told.includes(wanted);
  });
}

heads.forEach((head, column) => {
  head.firstElementChild.addEventListener("click", () => sortBy(column));
});
document.getElementById("filter").addEventListener("input", (event) => filterBy(event.target.value));
