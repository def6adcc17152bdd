export type { CommonCurve, CommonFigures, CommonPeriod } from './common-period.js';
export { compareRunFolders, comparisonPictures, type Comparison } from './comparison.js';
export { comparisonPage } from './comparison-page.js';
