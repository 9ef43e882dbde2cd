const KEPT = 100;

/**
 * Shows each update of a subscription together with those before it, newest first: the
 * response pane holds one value, and the stages of a quick install would pass unseen.
 *
 * @returns {(result: import("graphql").ExecutionResult) => object}
 */
export function withEarlier() {
  let earlier = [];
  return (result) => {
    const shown = earlier.length ? { ...result, earlier } : result;
    earlier = [result.data ?? result, ...earlier].slice(0, KEPT);
    return shown;
  };
}
