export { universeCsv } from './universe-csv.js';
