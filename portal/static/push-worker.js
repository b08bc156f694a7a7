// Shows what the office tells this device of a dossier, and opens the tracking page when it is touched. Keeps nothing.
self.addEventListener("push", (event) => {
  let told = {};
  try {
    told = event.data.json();
  } catch {
    // a message that cannot be read is still worth a look at the dossier
  }
  const vietnamese = told.language !== "en";
  const title = told.title || (vietnamese ? "Một cửa" : "One-stop shop");
  const options = { body: told.body || "", lang: vietnamese ? "vi" : "en", icon: "plain/icon.svg", data: told.address };
  if (told.tag) options.tag = told.tag;
  event.waitUntil(self.registration.showNotification(title, options));
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(self.clients.openWindow(ownPage(event.notification.data)));
});

// Only a page of this site is opened, whatever the message says.
function ownPage(address) {
  const track = new URL("track", self.registration.scope);
  try {
    const wanted = new URL(address, track);
    return wanted.origin === track.origin ? wanted.href : track.href;
  } catch {
    return track.href;
  }
}
