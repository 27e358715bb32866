/**
 * Everything that a page of another origin can try, and what it got by it: what it could read, open or load. Plain JavaScript, since it
 * runs in a browser. `targets` are origins.
 */
async function attack(targets, token) {
  const got = [];
  const places = ['/', '/login', '/api/workflows', '/api/openapi.json', '/api/docs', '/hooks/open', '/session'];
  const authorization = `Bearer ${token}`;
  const variants = [
    {},
    { headers: { authorization } },
    { method: 'POST', body: '{}' },
    { method: 'POST', body: '{}', headers: { 'content-type': 'application/json', authorization } },
    { method: 'POST', body: new URLSearchParams({ a: '1' }), credentials: 'include' },
    { method: 'DELETE', headers: { authorization } },
  ];
  const wait = (start) =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, 2000);
      start((what) => {
        clearTimeout(timer);
        if (what !== undefined) got.push(what);
        resolve();
      });
    });
  for (const target of targets) {
    for (const place of places) {
      for (const [index, init] of variants.entries()) {
        const status = await fetch(target + place, init).then(
          (response) => response.status,
          () => undefined,
        );
        if (status !== undefined) got.push(`fetch ${index} ${place} ${status}`);
        // Its answer cannot be read; what counts is that it did nothing.
        await fetch(target + place, { ...init, mode: 'no-cors' }).catch(() => {});
      }
      navigator.sendBeacon(target + place, '{}');
      for (const tag of ['img', 'script', 'iframe', 'link']) {
        await wait((done) => {
          const element = document.createElement(tag);
          element.onerror = () => done();
          // A frame also loads the page that says that it was refused, which nobody can look into.
          element.onload = () => done(tag !== 'iframe' || element.contentDocument !== null ? `${tag} ${place}` : undefined);
          if (tag === 'link') Object.assign(element, { rel: 'stylesheet', href: target + place });
          else element.src = target + place;
          document.body.append(element);
        });
      }
    }
    for (const protocols of [[], ['pawl.rpc'], ['pawl.rpc', `pawl.session.${token}`]]) {
      await wait((done) => {
        const socket = new WebSocket(`${target.replace('http', 'ws')}/rpc`, protocols);
        socket.onopen = () => done('WebSocket');
        socket.onerror = () => done();
      });
    }
    await wait((done) => {
      const events = new EventSource(`${target}/api/executions/x/events`);
      events.onopen = () => done('EventSource');
      events.onerror = () => {
        events.close();
        done();
      };
    });
  }
  return got;
}

/** A form leaves the page: what comes back is an answer of its own. */
function submitForm(target) {
  const form = document.createElement('form');
  Object.assign(form, { method: 'POST', action: target });
  document.body.append(form);
  form.submit();
}

Object.assign(window, { attack, submitForm });
