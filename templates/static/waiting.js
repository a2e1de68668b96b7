// A page that waits for the press is opened again until what it waits for is there. Without a script the browser does it.
if (document.querySelector("[data-again]")) setTimeout(() => location.reload(), 3000);
