// A resolve hook: finds modules as bundlers do, by their folder or without their ending. Some packages are written for these.

export async function resolve(specifier, context, nextResolve) {
  for (const ending of ['', '.js', '/index.js']) {
    try {
      return await nextResolve(specifier + ending, context);
    } catch (error) {
      if (ending === '/index.js' || !/^[./]/.test(specifier)) {
        throw error;
      }
    }
  }
}
