export { explainFromFolder } from './explain-from-folder.js';
export { figureDifferences, type FigureDifference } from './figure-differences.js';
export { firstDifference, type FileDifference } from './first-difference.js';
export { firstEventDifference, type EventDifference, type EventKind, type EventSide } from './first-event.js';
export { manifestDifferences, type InputDifference } from './manifest-differences.js';
export { readManifest, type ManifestFile } from './manifest-file.js';
export { RunFolder } from './run-folder.js';
