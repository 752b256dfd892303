// With --trace, after probe.js: what goes over the socket and how far each connection is, for finding where time goes.
(() => {
  const trace = [];
  window.probe.trace = trace;
  const note = (what) => trace.push([performance.timeOrigin + performance.now(), what]);
  window.WebSocket = class extends WebSocket {
    constructor(...options) {
      super(...options);
      note("socket made");
      this.addEventListener("message", ({ data }) => note(`< ${String(data).slice(0, 90)}`));
    }
    send(data) {
      note(`> ${String(data).slice(0, 90)}`);
      super.send(data);
    }
  };
  window.RTCPeerConnection = class extends RTCPeerConnection {
    constructor(...options) {
      super(...options);
      note("connection made");
      for (const event of ["negotiationneeded", "track", "iceconnectionstatechange", "connectionstatechange"]) {
        this.addEventListener(event, () => note(`${event} ${this.iceConnectionState} ${this.connectionState}`));
      }
    }
  };
  const open = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
  navigator.mediaDevices.getUserMedia = async (constraints) => {
    note("devices asked");
    const stream = await open(constraints);
    note("devices open");
    return stream;
  };
  const ask = window.fetch;
  window.fetch = async (input, options) => {
    const name = new URL(input.url ?? input, location.href).pathname;
    note(`fetch ${name}`);
    const answer = await ask(input, options);
    note(`fetched ${name}`);
    return answer;
  };
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) {
      trace.push([
        performance.timeOrigin + entry.startTime,
        `load ${new URL(entry.name).pathname} ${Math.round(entry.duration)}`,
      ]);
    }
  }).observe({ type: "resource", buffered: true });
})();
