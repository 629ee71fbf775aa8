/* A conversation: says when something was not sent, and keeps what is being written when the page is left.
   Without this file everything works by forms, and by htmx. */
"use strict";

const write = document.getElementById("write");
if (write) {
  const send = document.getElementById("send");
  const notice = document.getElementById("not-sent");
  let kept = write.elements.text.value;
  const isSending = (event) => event.detail?.ctx?.sourceElement === send;

  document.addEventListener("htmx:before:request", (event) => {
    if (isSending(event)) notice.hidden = true;
  });
  document.addEventListener("htmx:error", (event) => {
    if (isSending(event)) notice.hidden = false;
  });
  document.addEventListener("htmx:response:error", (event) => {
    // Other refusals come with the form, and say themselves what is wrong.
    const status = event.detail?.ctx?.response?.status;
    if (isSending(event) && (status >= 500 || status === 403 || status === 404)) notice.hidden = false;
  });

  const keep = () => {
    const { text } = write.elements;
    if (text.disabled || text.value === kept) return;
    kept = text.value;
    fetch(document.getElementById("keep-draft").formAction, {
      method: "POST",
      body: new URLSearchParams(new FormData(write)),
      headers: { "HX-Request": "true" },
      keepalive: true,
    }).catch(() => (kept = null));
  };
  addEventListener("pagehide", keep);
  document.addEventListener("visibilitychange", () => document.hidden && keep());
}
