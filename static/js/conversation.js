/* A conversation: looks for new messages, says when something was not sent, and keeps what is being written when the
   page is left. Without this file everything works by forms. */
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

/* A stream says when to look; while there is none the page looks every three seconds. What comes is the same answer
   either way: the messages after the last one here, asked for once at a time. */
const messages = document.querySelector("#messages[data-live]");
if (messages) {
  let stream = null;
  let looked = Date.now();
  let isLooking = false;
  let isAgain = false;
  let hasFailed = false;
  const look = () => {
    if (isLooking) {
      isAgain = true;
      return;
    }
    looked = Date.now();
    document.body.dispatchEvent(new Event("look"));
  };
  const isLook = (event) => event.detail?.ctx?.sourceElement?.id === "newest";
  document.addEventListener("htmx:before:request", (event) => {
    if (isLook(event)) isLooking = true;
  });
  document.addEventListener("htmx:finally:request", (event) => {
    if (!isLook(event)) return;
    isLooking = false;
    hasFailed = !(event.detail.ctx.response?.status < 400);
    if (isAgain) setTimeout(look);
    isAgain = false;
  });
  document.addEventListener("message-sent", look);

  const listen = () => {
    stream?.close();
    stream = null;
    if (document.hidden) return;
    // Its first event comes at once.
    stream = new EventSource(messages.dataset.live);
    stream.addEventListener("news", look);
  };
  setInterval(() => {
    const pause = stream?.readyState === EventSource.OPEN && !hasFailed ? 30_000 : 3_000;
    if (!document.hidden && Date.now() - looked >= pause) look();
  }, 1_000);
  // There was no place for it; perhaps there is now.
  setInterval(() => stream?.readyState === EventSource.CLOSED && listen(), 20_000);
  document.addEventListener("visibilitychange", listen);
  addEventListener("pagehide", () => stream?.close());
  addEventListener("pageshow", (event) => event.persisted && listen());
  listen();
}
