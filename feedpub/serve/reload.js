/* The preview alone loads this: the page is loaded again when its feeds change, or when the server is back. */
let opened = false;
const changes = new EventSource("/.feedpub/changes");
changes.onmessage = () => location.reload();
changes.onopen = () => { if (opened) location.reload(); opened = true; };
