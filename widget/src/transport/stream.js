/** The stream on which the edge pushes. Tells `heard` each text, and `undefined` once when it breaks off. */

const PING_MS = 30_000;
/** Without an answer for so long the connection is dead, whatever the browser believes. */
const SILENCE_MS = 75_000;

let socket;
let beat;

export const close = () => {
  clearInterval(beat);
  if (socket) socket.onclose = null;
  socket?.close();
  socket = undefined;
};

export const open = (token, heard) => {
  close();
  let last = Date.now();
  const lost = () => {
    close();
    heard();
  };
  try {
    // The token travels as a protocol that is offered: an address would lie in every log.
    socket = new WebSocket(`${location.origin.replace(/^http/, 'ws')}/v1/stream`, ['proffer.v1', token]);
  } catch {
    return lost();
  }
  socket.onmessage = ({ data }) => {
    last = Date.now();
    heard(data);
  };
  socket.onclose = lost;
  beat = setInterval(() => {
    if (Date.now() - last > SILENCE_MS) lost();
    else if (socket.readyState === 1) socket.send('ping');
  }, PING_MS);
};
