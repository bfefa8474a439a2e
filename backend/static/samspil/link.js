// Tells that a person looks at the page. Nothing depends on it: a scanner that fetches the page
// runs no script, and a telephone without JavaScript answers just as well.
const tell = () => {
  if (document.visibilityState !== "visible") return;
  document.removeEventListener("visibilitychange", tell);
  fetch(`${location.pathname}/set`, { method: "POST", credentials: "omit", keepalive: true });
};
document.addEventListener("visibilitychange", tell);
tell();
