/* A form sent while it is saving itself would make its page a second time and be refused for it: it waits for that
   save. Without this file whoever meets the refusal presses again. */

const WAIT_AT_MOST = 15_000; // milliseconds
let saving = false;
let sent = false;
let waiting = null;

function send() {
  const form = waiting;
  waiting = null;
  sent = true;
  form?.requestSubmit();
}

document.addEventListener("w-autosave:save", (event) => {
  if (sent) event.preventDefault();
  else saving = true;
});

for (const ended of ["w-autosave:success", "w-autosave:error"]) {
  document.addEventListener(ended, () => {
    saving = false;
    if (waiting) send();
  });
}

document.addEventListener(
  "submit",
  (event) => {
    const form = event.target;
    if (!form.matches("[data-edit-form]")) return;
    if (!saving || sent) {
      sent = true;
      return;
    }
    event.preventDefault();
    event.stopImmediatePropagation();
    if (waiting) return;
    waiting = form;
    if (event.submitter?.name) {
      const pressed = document.createElement("input");
      pressed.type = "hidden";
      pressed.name = event.submitter.name;
      pressed.value = event.submitter.value;
      form.append(pressed);
    }
    setTimeout(() => waiting && send(), WAIT_AT_MOST);
  },
  { capture: true },
);
