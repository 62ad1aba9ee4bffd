//! Nanoseconds for one call, measured as the native stopwatch does.

const SAMPLE_NANOS = 2e6;
const SAMPLES = 101;
/** Slow engines get fewer samples: nobody needs a minute to see that something takes 20 ms. */
const BUDGET_NANOS = 1.5e9;

const since = (began) => Number(process.hrtime.bigint() - began);

/** The fastest sample of `run(calls)`, which makes so many calls; awaits it when it is a promise. */
export async function nanosPerCall(run) {
  let calls = 1;
  let took = 0;
  for (; ; calls *= 2) {
    const began = process.hrtime.bigint();
    const answer = run(calls);
    if (answer instanceof Promise) await answer;
    took = since(began);
    if (took >= SAMPLE_NANOS) break;
  }
  const count = Math.min(SAMPLES, Math.max(5, Math.floor(BUDGET_NANOS / took)));
  let fastest = Infinity;
  for (let sample = 0; sample < count; sample++) {
    const began = process.hrtime.bigint();
    const answer = run(calls);
    if (answer instanceof Promise) await answer;
    fastest = Math.min(fastest, since(began) / calls);
  }
  return fastest;
}
