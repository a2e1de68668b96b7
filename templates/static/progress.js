// Shows progress again and again without losing the reader's place; the whole page once there is nothing more to wait for.
const place = document.getElementById("progress");

async function look() {
  const answer = await fetch(location.href, { headers: { "X-Requested-With": "progress" } });
  if (!answer.ok) return again();
  const found = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("progress");
  if (!found?.dataset.refresh) return location.reload();
  place.replaceChildren(...found.childNodes);
  again();
}

function again() {
  setTimeout(() => look().catch(again), Number(place.dataset.refresh) * 1000);
}

if (place?.dataset.refresh) again();
