// The first and the last page with content that this tab has shown, and what kind of place it came from: kept in the
// tab alone (sessionStorage), sent with an inquiry and never otherwise. Addresses without their query, no person.
const ENGINES = [
  ["百度", /(^|\.)baidu\.com$/],
  ["必应", /(^|\.)bing\.com$/],
  ["搜狗", /(^|\.)sogou\.com$/],
  ["360", /(^|\.)(so|haosou)\.com$/],
  ["谷歌", /(^|\.)google\.[a-z.]+$/],
  ["微信", /(^|\.)(weixin|wechat)\.(qq\.)?com$/],
];

function channel() {
  if (/MicroMessenger/i.test(navigator.userAgent)) return "微信";
  if (!document.referrer) return "直接访问";
  const { hostname } = new URL(document.referrer);
  if (hostname === location.hostname) return ""; // a link of ours opened in a new tab: where from is not known here
  return ENGINES.find(([, host]) => host.test(hostname))?.[0] ?? "其他网站";
}

function remembered() {
  try {
    return JSON.parse(sessionStorage.getItem("visit") ?? "{}");
  } catch {
    return {};
  }
}

function remember(visit) {
  try {
    sessionStorage.setItem("visit", JSON.stringify(visit));
  } catch { /* then an inquiry says where it was written, and no more */ }
}

const form = document.querySelector("form[data-visit]");
const isContent = !document.querySelector("main form[method=post]") && !document.querySelector("meta[name=robots][content=noindex]");
const visit = remembered();

if (!("channel" in visit)) visit.channel = channel();
if (isContent) {
  visit.entry ??= location.pathname;
  visit.last = location.pathname;
}
remember(visit);
if (form) for (const name of ["entry", "last", "channel"]) form.elements[name].value = visit[name] ?? "";
