/** Milliseconds between two looks, and how many looks in a row must find it quiet. */
const lookEveryMs = 15;
const quietLooks = 6;

/** Resolves once it has been quiet for a moment: between two steps nothing is under way either. @throws Error after `timeoutMs`. */
export async function settled(isQuiet: () => boolean, timeoutMs: number): Promise<void> {
  const started = performance.now();
  for (let quiet = 0; quiet < quietLooks; ) {
    if (performance.now() - started > timeoutMs) throw new Error(`still not settled after ${timeoutMs} ms`);
    await new Promise((resume) => setTimeout(resume, lookEveryMs));
    quiet = isQuiet() ? quiet + 1 : 0;
  }
}
