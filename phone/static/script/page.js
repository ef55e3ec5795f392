// What every script of the page reads: whose page it is, and its elements.
export const page = document.body.dataset;
export const base = "/w/" + page.code;
export const me = page.who; // «1», «2» on a shared phone, «P12» on paper, «T4» for a table
export const prefix = "recolte:" + page.code + ":";
export const byId = (id) => document.getElementById(id);
export const each = (selector, act, root) => (root || document).querySelectorAll(selector).forEach(act);
export const fill = (text, values) =>
  text.replace(/\{(\w+)\}/g, (all, name) => (name in values ? values[name] : all));
export const jitter = (most) => Math.random() * most;
export const own = (who) => (who === "1" ? "" : who + ":");
export function add(parent, tag, text) {
  const element = document.createElement(tag);
  element.textContent = text;
  parent.append(element);
  return element;
}
