// Passkeys: the only part of an account that a browser cannot do without a script.
// A form with data-passkey="add", "use" or "log-in" holds a hidden field `credential` and a button; its options
// stand in the JSON script that data-options names, or come from the form's own address.

const passwordless = (options) => {
  const choice = options.publicKey.authenticatorSelection;
  Object.assign(choice, { residentKey: "required", requireResidentKey: true, userVerification: "required" });
  return options;
};

const optionsOf = async (form) => {
  const script = document.getElementById(form.dataset.options);
  if (script) return JSON.parse(script.textContent);
  const answer = await fetch(form.action, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(`status ${answer.status}`);
  return answer.json();
};

const askBrowser = async (form) => {
  const options = await optionsOf(form);
  if (form.dataset.passkey === "add") return webauthnJSON.create(passwordless(options.creation_options));
  return webauthnJSON.get(options.request_options);
};

const start = (form) => {
  const trouble = form.querySelector("[data-trouble]");
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    trouble.hidden = true;
    try {
      form.elements.credential.value = JSON.stringify(await askBrowser(form));
      form.submit();
    } catch {
      trouble.hidden = false;
    }
  });
  form.hidden = false;
};

if (window.PublicKeyCredential) {
  for (const form of document.querySelectorAll("form[data-passkey]")) start(form);
  for (const words of document.querySelectorAll("[data-no-passkeys]")) words.hidden = true;
}
