export type { BenchmarkFigures } from './benchmark-figures.js';
export type { DataFingerprint, ExternalFingerprint, SeriesFingerprint } from './data-hash.js';
export type { PackageInfo } from './package-info.js';
export { FIGURES, type FigureDefinition, type FigureGroup, type FigureSource, type FigureUnit } from './definitions.js';
export { equityCsv } from './equity-csv.js';
export type { EquityDetail } from './equity-points.js';
export { figuresOf, type Figure } from './figures.js';
export { explainTrade } from './explain-trade.js';
export type {
  BarFacts,
  ChangeFacts,
  DecisionFacts,
  FillBranch,
  FillFacts,
  IndicatorFacts,
  InputFacts,
  OrderFacts,
  TradeExplanation,
  TradeFacts,
  TradeLeg,
} from './explanation.js';
export { explanationSections, explanationText, type ExplanationLine, type ExplanationSection } from './explanation-text.js';
export { fillsCsv } from './fills-csv.js';
export { manifest, provenance, type Origin, type Provenance } from './manifest.js';
export { metricsJson } from './metrics-json.js';
export { ordersCsv } from './orders-csv.js';
export { runPictures } from './pictures/run-pictures.js';
export type { Picture, PictureFormat, PictureOptions } from './pictures/pictures.js';
export { writePictures } from './pictures/write-pictures.js';
export { summary, type SummaryOptions } from './summary.js';
export { tearsheet, type TearsheetOptions } from './tearsheet.js';
export { tradesCsv } from './trades-csv.js';
export { writeArtefacts, type ArtefactOptions } from './write-artefacts.js';
