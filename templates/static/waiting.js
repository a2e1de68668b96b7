// A page that waits for the press looks again until what it waits for is there, and then shows it. Without a script the
// browser opens the page again by itself.
const PAUSE = 2000;

async function look() {
  try {
    const answer = await fetch(location.href);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const there = page.getElementById("main-content");
    if (answer.ok && there && !there.querySelector("[data-again]")) {
      document.getElementById("main-content").replaceWith(document.adoptNode(there));
      return;
    }
  } catch {
    // No connection for a moment: the next look may find one.
  }
  setTimeout(look, PAUSE);
}

if (document.querySelector("[data-again]")) setTimeout(look, PAUSE);
