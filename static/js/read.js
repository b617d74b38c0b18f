// Counts a page as read once it was in sight for five seconds, once a visit, without a cookie; shows how often
// others have read it where the site wants that.
const SECONDS = 5;
const page = document.querySelector("[data-read]");
const name = page.dataset.read;

const wasRead = () => {
  try { return sessionStorage.getItem(`read ${name}`); } catch { return null; /* then a reload counts again */ }
};
const keep = () => { try { sessionStorage.setItem(`read ${name}`, "1"); } catch { /* as above */ } };

let timer;
const look = () => {
  clearTimeout(timer);
  if (wasRead() || document.visibilityState !== "visible" || document.prerendering) return;
  timer = setTimeout(() => {
    keep();
    fetch("/read/", { method: "POST", body: name, credentials: "omit", keepalive: true }).catch(() => {});
  }, SECONDS * 1000);
};
document.addEventListener("visibilitychange", look);
document.addEventListener("prerenderingchange", look);
look();

const shown = page.querySelector("[data-reads]");
if (shown) {
  const answer = await fetch(`/read/${name}/`, { credentials: "omit" }).catch(() => null);
  const count = answer?.ok ? Number(await answer.text()) : 0;
  if (count > 0) {
    shown.textContent = `${count.toLocaleString("zh-CN")} 次阅读`;
  }
}
