const repairs = new Set();

/** Notes that loading needed a repair. @param {string} what e.g. `generated core export: foo` */
export function recordRepair(what) {
  repairs.add(what);
}

/** Every repair so far, in the order they were first needed. @returns {string[]} */
export function recordedRepairs() {
  return [...repairs];
}
