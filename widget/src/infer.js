/** The intent model in its worker: fetched on the first wish, asked one message at a time. */

let worker;
let next = 0;
const asked = new Map();

const start = async (person) => {
  const { files } = await (await fetch('manifest.json')).json();
  const started = new Worker(`/${files['infer.js']}`, { type: 'module' });
  started.onmessage = ({ data }) => {
    asked.get(data.id)?.(data.reading);
    asked.delete(data.id);
  };
  started.onerror = () => asked.forEach((answer) => answer());
  started.postMessage({ type: 'load', person });
  return started;
};

export const prepare = (person) => {
  worker ??= start(person);
  // A refusal is heard by whoever asks; until somebody does it is nobody's error.
  worker.catch(() => {});
  return worker;
};

/** Resolves to the reading as JSON, or to `undefined` where the model cannot run or needs longer than `patience`. */
export const understand = async (text, person, patience) => {
  const id = String(next++);
  const answered = new Promise((resolve) => asked.set(id, resolve));
  const late = new Promise((resolve) => setTimeout(resolve, patience));
  const ask = async () => {
    (await prepare(person)).postMessage({ id, text, person });
    return answered;
  };
  return Promise.race([ask().catch(() => undefined), late]);
};
