// Measures one case for some seconds: prints times a second.
export async function measure(cases, [name, seconds]) {
  const { work, done } = cases[name];
  await repeat(work, done, seconds / 2);
  const { times, took } = await repeat(work, done, Number(seconds));
  console.log((times / took).toFixed(3));
}

async function repeat(work, done, seconds) {
  const started = performance.now();
  let times = 0;
  let took;
  do {
    const result = await work();
    if (result !== done) throw new Error(`done ${result} of ${done}`);
    times += 1;
    took = (performance.now() - started) / 1000;
  } while (took < seconds);
  return { times, took };
}

export const PIECES = 10_000;
export const AT_ONCE = 100;
export const TALKS = 100;
