// The browser's Back asks for the form of a new item again: it goes on with the word the form had then, by which the
// server knows what was made with it.
"use strict";
document.addEventListener("DOMContentLoaded", () => {
  const field = document.querySelector("input[name=made_with]");
  if (!field) return;
  if (history.state?.madeWith) field.value = history.state.madeWith;
  else history.replaceState({ ...history.state, madeWith: field.value }, "");
});
